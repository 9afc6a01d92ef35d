import { describe, expect, it } from 'vitest';
import {
  afterRehearsal,
  firstLevel,
  isLimited,
  type Level,
  lowered,
  maxTruePeakDbtp,
  nextEncoding,
  type Trial,
  targetLufs,
} from '../../../../../controller/adapters/audio/level-plan.ts';

/** Rehearses against a model of the limiter until settled; the number of rehearsals comes along. */
const settle = (
  loudnessAt: (gainDb: number) => number,
  inputLufs: number,
): { level: Level; rounds: number } => {
  const trials: Trial[] = [];
  let level = firstLevel(inputLufs);
  for (let rounds = 1; rounds <= 6; rounds += 1) {
    trials.push({ gainDb: level.gainDb, loudnessLufs: loudnessAt(level.gainDb) });
    const judged = afterRehearsal(trials, -2.7);
    level = judged.level;
    if (judged.isSettled) return { level, rounds };
  }
  throw new Error('never settles');
};

describe('firstLevel', () => {
  it('aims above the target by what the encoder takes away', () => {
    expect(targetLufs).toBe(-16);
    expect(firstLevel(-30).gainDb).toBeCloseTo(14.5);
    expect(firstLevel(-5).gainDb).toBeCloseTo(-10.5);
  });

  it('knows whether the limiter will have work', () => {
    expect(isLimited({ gainDb: 10, ceilingDb: -2.7 }, -20)).toBe(false);
    expect(isLimited({ gainDb: 10, ceilingDb: -2.7 }, -12)).toBe(true);
  });
});

describe('afterRehearsal', () => {
  it('settles at once when the limiter takes next to nothing', () => {
    const { level, rounds } = settle((gainDb) => -30 + gainDb - 0.2, -30);
    expect(rounds).toBe(1);
    expect(level.gainDb).toBeCloseTo(14.7);
  });

  it('finds the gain against a limiter that gives half a decibel for one', () => {
    const loudnessAt = (gainDb: number): number => -18.5 + (gainDb - 14.5) / 2;
    const { level, rounds } = settle(loudnessAt, -30);
    expect(rounds).toBeLessThanOrEqual(3);
    expect(loudnessAt(level.gainDb)).toBeCloseTo(-15.5, 0);
  });

  it('gives up on clicks in silence and keeps the lower gain', () => {
    const { level } = settle((gainDb) => -27 + gainDb / 100, -24);
    expect(level.gainDb).toBeCloseTo(8.5);
  });

  it('never adds more than 12 dB to a linear gain', () => {
    const { level } = settle((gainDb) => -40 + gainDb * 0.5, -24);
    expect(level.gainDb).toBeLessThanOrEqual(8.5 + 12);
  });

  it('turns down what came out too loud', () => {
    const { isSettled, level } = afterRehearsal([{ gainDb: 10, loudnessLufs: -12 }], -3);
    expect(isSettled).toBe(false);
    expect(level.gainDb).toBeCloseTo(6.5);
  });

  it('lowers the ceiling by the peaks that slipped through', () => {
    const { level } = afterRehearsal([{ gainDb: 10, loudnessLufs: -15.5 }], -1.2);
    expect(level.ceilingDb).toBeCloseTo(-4.2);
  });
});

describe('nextEncoding', () => {
  const level = { gainDb: 5, ceilingDb: -2.7 };

  it.each([-16, -16.4, -15.6])('accepts %d LUFS below the peak limit', (loudnessLufs) => {
    expect(nextEncoding(level, { loudnessLufs, peakDb: -1.1 }, [])).toBeNull();
  });

  it('does not accept a peak that might round to more than -1 dBTP', () => {
    expect(nextEncoding(level, { loudnessLufs: -16, peakDb: -1 }, [])).toMatchObject({ gainDb: 5 });
    expect(nextEncoding(level, { loudnessLufs: -16, peakDb: 0.3 }, [])?.ceilingDb).toBeCloseTo(-4.25);
  });

  it('corrects loudness in both directions', () => {
    expect(nextEncoding(level, { loudnessLufs: -16.8, peakDb: -3 }, [])?.gainDb).toBeCloseTo(5.8);
    expect(nextEncoding(level, { loudnessLufs: -15, peakDb: -3 }, [])?.gainDb).toBeCloseTo(4);
  });

  it('accepts quiet material on which gain is lost', () => {
    const trials = [
      { gainDb: 5, loudnessLufs: -28 },
      { gainDb: 15, loudnessLufs: -27.5 },
    ];
    expect(nextEncoding(level, { loudnessLufs: -29, peakDb: -1.5 }, trials)).toBeNull();
  });
});

describe('lowered', () => {
  it('takes gain and ceiling down together, below the limit', () => {
    const lower = lowered({ gainDb: 5, ceilingDb: -4 }, 0);
    expect(lower.gainDb - 5).toBeCloseTo(lower.ceilingDb + 4);
    expect(0 + lower.gainDb - 5).toBeLessThan(maxTruePeakDbtp);
  });
});
