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
 * but its simulated hardware may ask it for the truth. A class, as thousands of them share its functions.
 */
class SimulatedClock implements OwnClock {
  readonly #trueClock: TrueClock;
  readonly #skewMs: number;
  readonly #rate: number;

  constructor(trueClock: TrueClock, skewMs: number, driftPpm: number) {
    this.#trueClock = trueClock;
    this.#skewMs = skewMs;
    this.#rate = 1 + driftPpm / 1e6;
  }

  now(): number {
    return driftEpoch + (this.#trueClock() - driftEpoch) * this.#rate + this.#skewMs;
  }

  toTrue(own: number): number {
    return driftEpoch + (own - this.#skewMs - driftEpoch) / this.#rate;
  }

  at(own: number, task: () => void): () => void {
    const left = (own - this.now()) / this.#rate;
    if (left <= longestTimerMs) {
      const timer = setTimeout(task, Math.max(0, left));
      return () => clearTimeout(timer);
    }
    let cancel = () => clearTimeout(first);
    const first = setTimeout(() => {
      cancel = this.at(own, task);
    }, longestTimerMs);
    return () => cancel();
  }
}

export const createOwnClock = (deps: { trueClock: TrueClock; skewMs: number; driftPpm: number }): OwnClock =>
  new SimulatedClock(deps.trueClock, deps.skewMs, deps.driftPpm);
