import type { Clock } from '../../controller/app/ports/runtime.ts';

export type VirtualClock = Clock & {
  /** Moves time on and runs what falls due on the way, each with the effects it awaits settled. */
  advance: (byMs: number) => Promise<void>;
  /** Sets the time without running anything, as an administrator does to a wrong clock. */
  set: (now: number) => void;
};

type Timer = { at: number; periodMs: number | null; task: () => void };

/** Lets promises, and signatures from the thread pool, settle. */
export const settle = async (turns = 3): Promise<void> => {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** A clock that stands still until it is told to move. */
export const createVirtualClock = (
  start: number,
  /** Waits until the code under test is at rest. */
  quiescent: () => Promise<void> = settle,
): VirtualClock => {
  let now = start;
  const timers = new Set<Timer>();
  const add = (timer: Timer) => {
    timers.add(timer);
    return () => {
      timers.delete(timer);
    };
  };
  return {
    now: () => now,
    after: (delayMs, task) => add({ at: now + Math.max(0, delayMs), periodMs: null, task }),
    every: (periodMs, task) => add({ at: now + periodMs, periodMs, task }),
    set: (to) => {
      // What waits was told for how long, not until when.
      for (const timer of timers) timer.at += to - now;
      now = to;
    },
    advance: async (byMs) => {
      const end = now + byMs;
      for (;;) {
        const due = [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        now = Math.max(now, due.at);
        if (due.periodMs === null) timers.delete(due);
        else due.at += due.periodMs;
        due.task();
        await quiescent();
      }
      now = end;
    },
  };
};
