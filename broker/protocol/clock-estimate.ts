/** One four-timestamp exchange: device send and receive on its own clock, controller receive and send. */
export type ClockSample = Readonly<{ t0: number; t1: number; t2: number; t3: number }>;

/** True time = own clock + `offsetMs`, within ± `errorMs` at the instant asked. */
export type ClockEstimate = Readonly<{ offsetMs: number; errorMs: number }>;

/** Crystal of a cheap receiver; 50 ppm is 4.3 s a day. */
export const defaultDriftPpm = 50;

/** Stamps may be whole milliseconds, cut off: the truth lies up to this much later. */
const stampResolutionMs = 1;

const keep = 8;

/**
 * Adds a sample, oldest dropped. An exchange that took less time on the device's clock than the controller
 * kept it for runs backwards and is no evidence.
 */
export const addClockSample = (samples: readonly ClockSample[], sample: ClockSample): ClockSample[] => {
  const delay = sample.t3 - sample.t0 - (sample.t2 - sample.t1);
  return delay < -stampResolutionMs || sample.t2 < sample.t1
    ? [...samples]
    : [...samples, sample].slice(-keep);
};

/**
 * Intersects the intervals in which each exchange proves the offset to lie (Marzullo): the request left
 * before it arrived and the answer arrived after it left, whatever the asymmetry, so the bound covers the
 * truth. Each end widens with the age of its own stamp by the drift. A sample that contradicts newer ones is from before a step
 * of the clock and is dropped with all older ones.
 */
export const estimateClock = (
  samples: readonly ClockSample[],
  ownNowMs: number,
  driftPpm = defaultDriftPpm,
): ClockEstimate | null => {
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  for (const sample of [...samples].reverse()) {
    const drift = (since: number) => (Math.abs(ownNowMs - since) * driftPpm) / 1e6;
    const from = Math.max(low, sample.t2 - sample.t3 - drift(sample.t3));
    const to = Math.min(high, sample.t1 - sample.t0 + stampResolutionMs + drift(sample.t0));
    if (from > to) break;
    low = from;
    high = to;
  }
  if (low === Number.NEGATIVE_INFINITY) return null;
  return { offsetMs: (low + high) / 2, errorMs: (high - low) / 2 };
};
