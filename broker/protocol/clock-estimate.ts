/** One four-timestamp exchange: device send and receive on its own clock, controller receive and send. */
export type ClockSample = Readonly<{ t0: number; t1: number; t2: number; t3: number }>;

/** True time = own clock + `offsetMs`, within ± `errorMs` at the instant asked. */
export type ClockEstimate = Readonly<{ offsetMs: number; errorMs: number }>;

/** Crystal of a cheap receiver; 50 ppm is 4.3 s a day. */
export const defaultDriftPpm = 50;

/** Stamps may be whole milliseconds, cut off: the truth lies up to this much later. */
const stampResolutionMs = 1;

/** Evidence from which the crystal's own rate is read; over longer times temperature bends it. */
const fitWindowMs = 2 * 3_600_000;
/** Samples that stay however old they are, so that one bad exchange after a long silence does not stand alone. */
const keepAnyway = 4;
const keepMost = 64;
/** How much of the gap a rate must gain for each millisecond per millisecond, so that little evidence bends nothing. */
const rateReluctanceMs = 60_000;

/** One end of the interval that an exchange proves, at the own stamp it was taken. */
type End = Readonly<{ at: number; offsetMs: number }>;

const lowOf = ({ t2, t3 }: ClockSample): End => ({ at: t3, offsetMs: t2 - t3 });
const highOf = ({ t0, t1 }: ClockSample): End => ({ at: t0, offsetMs: t1 - t0 + stampResolutionMs });

/**
 * What exchanges prove together: `low` and `high` bound the offset and widen with age by the drift; the
 * `line` is the likeliest course between them.
 */
export type ClockProof = Readonly<{
  low: End;
  high: End;
  line: End & Readonly<{ rate: number }>;
}>;

/** Of two ends the narrower one at `at`, each widened by the drift since its stamp. */
const agedTo = (at: number, { at: since, offsetMs }: End, drift: number): number =>
  offsetMs + Math.abs(at - since) * drift;

/**
 * Samples that do not contradict newer ones, in their order. One that does is from before a step of the
 * clock; it and all older ones are void.
 */
const sinceLastStep = (samples: readonly ClockSample[], drift: number): readonly ClockSample[] => {
  const newest = samples.at(-1)?.t3 ?? 0;
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  for (let n = samples.length - 1; n >= 0; n -= 1) {
    const sample = samples[n];
    if (!sample) break;
    low = Math.max(low, agedTo(newest, lowOf(sample), -drift));
    high = Math.min(high, agedTo(newest, highOf(sample), drift));
    if (low > high) return samples.slice(n + 1);
  }
  return samples;
};

/** Whether newer samples prove both ends of one and more, at any drift that is possible. */
const isImplied = (sample: ClockSample, newer: readonly ClockSample[], drift: number): boolean => {
  const low = lowOf(sample);
  const high = highOf(sample);
  return (
    newer.some((other) => agedTo(low.at, lowOf(other), -drift) >= low.offsetMs) &&
    newer.some((other) => agedTo(high.at, highOf(other), drift) <= high.offsetMs)
  );
};

/**
 * Adds a sample and keeps the narrowest evidence: what is void, or proves nothing that newer ones do not, goes.
 * An exchange that took less time on the device's clock than the controller kept it for runs backwards and
 * is no evidence.
 */
export const addClockSample = (
  samples: readonly ClockSample[],
  sample: ClockSample,
  driftPpm = defaultDriftPpm,
): ClockSample[] => {
  const delay = sample.t3 - sample.t0 - (sample.t2 - sample.t1);
  if (delay < -stampResolutionMs || sample.t2 < sample.t1) return [...samples];
  const drift = driftPpm / 1e6;
  const valid = sinceLastStep([...samples, sample], drift);
  const young = valid.filter(({ t3 }, n) => n >= valid.length - keepAnyway || t3 >= sample.t3 - fitWindowMs);
  return young.filter((one, n) => !isImplied(one, young.slice(n + 1), drift)).slice(-keepMost);
};

/** The line with that rate midway between the samples' ends, at `at`; `gap` is how far both are from it, twice. */
const lineAt = (samples: readonly ClockSample[], at: number, rate: number) => {
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  for (const { t0, t1, t2, t3 } of samples) {
    low = Math.max(low, t2 - t3 + rate * (at - t3));
    high = Math.min(high, t1 - t0 + stampResolutionMs + rate * (at - t0));
  }
  return { gap: high - low - rateReluctanceMs * Math.abs(rate), offsetMs: (low + high) / 2 };
};

/**
 * The rate of the own clock that leaves most room between the line and every sample's ends. Both ways of an
 * exchange are held up alike, so the truth lies where both are farthest.
 */
const likeliestLine = (samples: readonly ClockSample[], at: number, drift: number): ClockProof['line'] => {
  let from = -drift;
  let to = drift;
  // The gap is concave in the rate: by thirds, to 1e-10 of the span.
  for (let turn = 0; turn < 56; turn += 1) {
    const third = (to - from) / 3;
    if (lineAt(samples, at, from + third).gap < lineAt(samples, at, to - third).gap) from += third;
    else to -= third;
  }
  const found = (from + to) / 2;
  const rate = Math.abs(found) < 1e-12 ? 0 : found;
  return { at, offsetMs: lineAt(samples, at, rate).offsetMs, rate };
};

/**
 * Intersects the intervals in which each exchange proves the offset to lie (Marzullo): the request left
 * before it arrived and the answer arrived after it left, whatever the asymmetry, so the bound covers the
 * truth. Each end widens with the age of its own stamp by the drift.
 */
export const proveClock = (
  samples: readonly ClockSample[],
  driftPpm = defaultDriftPpm,
): ClockProof | null => {
  const drift = driftPpm / 1e6;
  const valid = sinceLastStep(samples, drift);
  const newest = valid.at(-1);
  if (!newest) return null;
  const at = newest.t3;
  let low = lowOf(newest);
  let high = highOf(newest);
  for (const sample of valid) {
    const [otherLow, otherHigh] = [lowOf(sample), highOf(sample)];
    if (agedTo(at, otherLow, -drift) > agedTo(at, low, -drift)) low = otherLow;
    if (agedTo(at, otherHigh, drift) < agedTo(at, high, drift)) high = otherHigh;
  }
  const recent = valid.filter(({ t3 }) => t3 >= at - fitWindowMs);
  return { low, high, line: likeliestLine(recent, at, drift) };
};

/** What a proof says at an instant of the own clock: the line, within the bounds. */
export const clockAt = (
  { low, high, line }: ClockProof,
  ownNowMs: number,
  driftPpm = defaultDriftPpm,
): ClockEstimate => {
  const drift = driftPpm / 1e6;
  const least = agedTo(ownNowMs, low, -drift);
  const most = agedTo(ownNowMs, high, drift);
  const likeliest = line.offsetMs + line.rate * (ownNowMs - line.at);
  const offsetMs = Math.min(most, Math.max(least, likeliest));
  return { offsetMs, errorMs: Math.max(most - offsetMs, offsetMs - least) };
};

export const estimateClock = (
  samples: readonly ClockSample[],
  ownNowMs: number,
  driftPpm = defaultDriftPpm,
): ClockEstimate | null => {
  const proof = proveClock(samples, driftPpm);
  return proof && clockAt(proof, ownNowMs, driftPpm);
};
