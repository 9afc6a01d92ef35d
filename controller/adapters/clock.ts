import type { Clock } from '../app/ports/runtime.ts';

/** Longest delay a Node timer takes; beyond it fires at once. */
const longestDelayMs = 2 ** 31 - 1;

/** The wall clock. */
export const systemClock = (): Clock => ({
  now: () => Date.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, Math.min(Math.max(0, delayMs), longestDelayMs));
    return () => clearTimeout(timer);
  },
  every: (periodMs, task) => {
    const timer = setInterval(task, periodMs);
    return () => clearInterval(timer);
  },
});
