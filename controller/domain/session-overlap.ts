import type { Occurrence } from './recurrence.ts';

/** The first occurrence that would begin before the one ahead of it has ended. */
export const findSelfOverlap = (occurrences: readonly Occurrence[]): Occurrence | null =>
  occurrences.find((occurrence, index) => {
    const ahead = occurrences[index - 1];
    return ahead !== undefined && ahead.endAt > occurrence.startAt;
  }) ?? null;
