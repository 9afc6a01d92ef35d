import type { OwnClock } from '../../device-sim/shell/own-clock.ts';

/** A device's clock that stands still until it is told to move. */
export const createVirtualOwnClock = (
  startAt: number,
  ownOffsetMs = 0,
  /** Waits until the code under test is at rest. */
  quiescent: () => Promise<unknown> = () => Promise.resolve(),
  driftPpm = 0,
) => {
  const rate = 1 + driftPpm / 1e6;
  const ownAt = (trueAt: number) => startAt + ownOffsetMs + (trueAt - startAt) * rate;
  let now = startAt + ownOffsetMs;
  let tasks: { at: number; task: () => void }[] = [];
  const clock: OwnClock = {
    now: () => now,
    toTrue: (own) => startAt + (own - ownOffsetMs - startAt) / rate,
    at: (at, task) => {
      const entry = { at, task };
      tasks.push(entry);
      return () => {
        tasks = tasks.filter((one) => one !== entry);
      };
    },
  };
  return {
    clock,
    /** Moves on to a true instant and runs what falls due; promises settle in between. */
    advanceTo: async (trueAt: number): Promise<void> => {
      const end = ownAt(trueAt);
      for (;;) {
        await quiescent();
        await new Promise((resolve) => setImmediate(resolve));
        const due = tasks.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        tasks = tasks.filter((one) => one !== due);
        now = Math.max(now, due.at);
        due.task();
      }
      now = end;
    },
  };
};
