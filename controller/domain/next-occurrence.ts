import type { Recurrence } from './recurrence.ts';

const dayMs = 24 * 60 * 60 * 1_000;
/** Most sessions come round within days; the longest span is what a recurrence expands at most. */
const spans = [8 * dayMs, 62 * dayMs, 400 * dayMs];

/** When a session next begins, at or after an instant; null when it does not within a year. */
export const nextStart = (recurrence: Recurrence, fromMs: number): number | null => {
  for (const span of spans) {
    const [first] = recurrence.starts(fromMs, fromMs + span);
    if (first) return first.startAt;
  }
  return recurrence.firstAt > fromMs ? recurrence.firstAt : null;
};
