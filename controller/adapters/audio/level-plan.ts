/**
 * Decides gain and limiter ceiling. Loudness answers to gain decibel for decibel until the limiter works;
 * then less and less, and for a few clicks in silence hardly at all. So gain is found by trials, and given
 * up on where it no longer helps: peaks are a hard bound, loudness the best that fits below it.
 */

export const targetLufs = -16;
/** The asset must measure at most this; the meter prints tenths, so -1.1 is the last certain value. */
export const maxTruePeakDbtp = -1.05;
/** Kept inside the promised 0.5 for the meter's rounding. */
const toleranceDb = 0.45;
/** LAME scales CBR input by 0.95, and 64 kb/s loses a little treble. */
const encoderLossDb = 0.5;
/** MP3 adds a decibel or two of new peaks to dense music: measured 1.2 to 1.6 dB before LAME's own scaling. */
const firstCeilingDb = -2.7;
const maxExtraGainDb = 12;
const leastSlope = 0.3;

export type Level = Readonly<{ gainDb: number; ceilingDb: number }>;
export type Trial = Readonly<{ gainDb: number; loudnessLufs: number }>;

export const firstLevel = (inputLufs: number): Level => ({
  gainDb: targetLufs + encoderLossDb - inputLufs,
  ceilingDb: firstCeilingDb,
});

export const isLimited = (level: Level, inputPeakDb: number): boolean =>
  inputPeakDb + level.gainDb > level.ceilingDb;

/** Decibels of loudness per decibel of gain, from the last two trials; 1 while only one is known. */
const slopeOf = (trials: readonly Trial[]): number => {
  const [before, last] = [trials.at(-2), trials.at(-1)];
  if (before === undefined || last === undefined) return 1;
  const step = last.gainDb - before.gainDb;
  return Math.abs(step) < 0.05 ? 1 : (last.loudnessLufs - before.loudnessLufs) / step;
};

/** The next gain to try, or null when the last one is close enough or more of it would not help. */
export const nextGainDb = (
  trials: readonly Trial[],
  wantedLufs: number,
  toleranceLu: number,
): number | null => {
  const [first, last] = [trials[0], trials.at(-1)];
  if (first === undefined || last === undefined) return null;
  const missing = wantedLufs - last.loudnessLufs;
  if (Math.abs(missing) <= toleranceLu) return null;
  const slope = slopeOf(trials);
  if (missing > 0 && slope < leastSlope) return null;
  const wanted = last.gainDb + missing / Math.min(1, Math.max(leastSlope, slope));
  const gainDb = Math.min(wanted, first.gainDb + maxExtraGainDb);
  return gainDb - last.gainDb > 0.05 || missing < 0 ? gainDb : null;
};

/**
 * After the rehearsals (limiter without encoder): another level to rehearse, or the one to encode with.
 * Where more gain brought no loudness, the lower gain is kept: it would only raise the noise between peaks.
 */
export const afterRehearsal = (
  trials: readonly Trial[],
  peakDb: number,
): Readonly<{ isSettled: boolean; level: Level }> => {
  const [before, last] = [trials.at(-2), trials.at(-1)];
  if (last === undefined) throw new RangeError('a rehearsal is judged before it took place');
  const wantedLufs = targetLufs + encoderLossDb;
  const gainDb = nextGainDb(trials, wantedLufs, 0.1);
  // A small step lands where it is aimed; only a large one has to be rehearsed again.
  if (gainDb !== null && Math.abs(wantedLufs - last.loudnessLufs) > 0.8) {
    return { isSettled: false, level: { gainDb, ceilingDb: firstCeilingDb } };
  }
  const isWasted = before !== undefined && last.gainDb > before.gainDb && slopeOf(trials) < leastSlope;
  const kept = isWasted ? before.gainDb : last.gainDb;
  // Peaks between the limiter's samples show up here already.
  const ceilingDb = firstCeilingDb - Math.max(0, peakDb - firstCeilingDb);
  return { isSettled: true, level: { gainDb: gainDb ?? kept, ceilingDb } };
};

/** After measuring the encoded file: null accepts it. */
export const nextEncoding = (
  level: Level,
  measured: Readonly<{ loudnessLufs: number; peakDb: number }>,
  rehearsals: readonly Trial[],
): Level | null => {
  const overDb = measured.peakDb - maxTruePeakDbtp;
  const ceilingDb = overDb > 0 ? level.ceilingDb - overDb - 0.2 : level.ceilingDb;
  const missing = targetLufs - measured.loudnessLufs;
  const slope = Math.min(1, slopeOf(rehearsals));
  const isHelped = missing < -toleranceDb || (missing > toleranceDb && slope >= leastSlope);
  if (overDb <= 0 && !isHelped) return null;
  const gainDb = isHelped ? level.gainDb + missing / Math.max(leastSlope, slope) : level.gainDb;
  return { gainDb, ceilingDb };
};

/** The last resort for peaks: everything lower, which always works, at the cost of loudness. */
export const lowered = (level: Level, peakDb: number): Level => {
  const overDb = peakDb - maxTruePeakDbtp + 0.5;
  return { gainDb: level.gainDb - overDb, ceilingDb: level.ceilingDb - overDb };
};
