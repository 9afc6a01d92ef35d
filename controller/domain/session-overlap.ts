import type { Occurrence } from './recurrence.ts';

/** The first pair of slots that share an instant; both lists are in order of start. */
export const findOverlap = (
  ours: readonly Occurrence[],
  theirs: readonly Occurrence[],
): Readonly<{ ours: Occurrence; theirs: Occurrence }> | null => {
  let index = 0;
  for (const own of ours) {
    while ((theirs[index]?.endAt ?? Number.POSITIVE_INFINITY) <= own.startAt) index += 1;
    const other = theirs[index];
    if (other && other.startAt < own.endAt) return { ours: own, theirs: other };
  }
  return null;
};

/** The first occurrence that would begin before the one ahead of it has ended. */
export const findSelfOverlap = (occurrences: readonly Occurrence[]): Occurrence | null =>
  occurrences.find((occurrence, index) => {
    const ahead = occurrences[index - 1];
    return ahead !== undefined && ahead.endAt > occurrence.startAt;
  }) ?? null;
