import type { Interval } from './presence-day.ts';

/**
 * The intervals of one device as people read them: neighbours of one state are one, and an instant between two
 * states, as a restart leaves it, belongs to the state before it. In order, as given.
 */
export const readableIntervals = <I extends Interval>(intervals: readonly I[], shortestMs: number): I[] => {
  const readable: I[] = [];
  for (const interval of intervals) {
    const last = readable.at(-1);
    const touches = last !== undefined && last.toAt !== null && last.toAt >= interval.fromAt;
    const isInstant = interval.toAt !== null && interval.toAt - interval.fromAt < shortestMs;
    if (touches && (isInstant || last.state === interval.state))
      readable[readable.length - 1] = { ...last, toAt: interval.toAt };
    else if (!isInstant) readable.push(interval);
  }
  return readable;
};
