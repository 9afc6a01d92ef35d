/** A receiver's own clock: it runs a little fast or slow, and begins somewhere else when its battery was empty. */
export type DriftingClock = Readonly<{
  own: (trueAt: number) => number;
  toTrue: (own: number) => number;
  /** The battery was empty: the clock begins again at its epoch. */
  reset: (trueNow: number) => void;
}>;

/** Where a clock without battery begins: 1 January 2000. */
const epoch = Date.UTC(2000, 0, 1);

export const createDriftingClock = (deps: {
  startedAt: number;
  skewMs: number;
  driftPpm: number;
}): DriftingClock => {
  const rate = 1 + deps.driftPpm / 1e6;
  let trueBase = deps.startedAt;
  let ownBase = deps.startedAt + deps.skewMs;
  return {
    own: (trueAt) => ownBase + (trueAt - trueBase) * rate,
    toTrue: (own) => trueBase + (own - ownBase) / rate,
    reset: (trueNow) => {
      trueBase = trueNow;
      ownBase = epoch;
    },
  };
};
