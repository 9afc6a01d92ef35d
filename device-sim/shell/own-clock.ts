/** Milliseconds since 1970 as they really are, with fractions; it never steps. */
export type TrueClock = () => number;

/** The system's time when the process began, carried on by its monotonic clock. */
export const createTrueClock = (): TrueClock => {
  const startedAt = Date.now() - performance.now();
  return () => startedAt + performance.now();
};

/** Runs `task` once at an instant of the own clock; the returned function cancels it. */
export type OwnClock = Readonly<{
  now: () => number;
  toTrue: (own: number) => number;
  at: (own: number, task: () => void) => () => void;
}>;

/** Drift is counted from here, so that a device keeps its clock from one run of the process to the next. */
const driftEpoch = Date.UTC(2024, 0, 1);
/** setTimeout counts in 31 bits. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * A receiver's battery clock: wrong by `skewMs` and running away by `driftPpm`. Nothing of the loudspeaker
 * but its simulated hardware may ask it for the truth.
 */
export const createOwnClock = (deps: {
  trueClock: TrueClock;
  skewMs: number;
  driftPpm: number;
}): OwnClock => {
  const { trueClock, skewMs, driftPpm } = deps;
  const rate = 1 + driftPpm / 1e6;
  const now = () => driftEpoch + (trueClock() - driftEpoch) * rate + skewMs;
  return {
    now,
    toTrue: (own) => driftEpoch + (own - skewMs - driftEpoch) / rate,
    at: (own, task) => {
      let timer: NodeJS.Timeout;
      const arm = () => {
        const left = (own - now()) / rate;
        timer = left > longestTimerMs ? setTimeout(arm, longestTimerMs) : setTimeout(task, Math.max(0, left));
      };
      arm();
      return () => clearTimeout(timer);
    },
  };
};
