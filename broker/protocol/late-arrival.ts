import type { Candidate } from './candidates.ts';

/** What becomes of a candidate at a device that could first sound it at some instant. */
export type LateEntry =
  | { kind: 'on-time' }
  /** Enters at the wall-clock position, as if it had been on all along. */
  | { kind: 'join' }
  /** Stays silent; the candidate keeps its slot, so that nothing else sounds that elsewhere does not. */
  | { kind: 'silent' }
  /** Plays from the beginning, in this slot instead of its own. */
  | { kind: 'restart'; candidate: Candidate };

/**
 * The late policy, for a device without power, time or audio until `arrivedAt`. `restart` plays from the
 * beginning while it can end by `latestEndAt`.
 */
export const lateEntry = (candidate: Candidate, arrivedAt: number): LateEntry => {
  if (arrivedAt <= candidate.startAt) return { kind: 'on-time' };
  if (candidate.late === 'join') return { kind: 'join' };
  const endAt = arrivedAt + candidate.lengthMs;
  if (candidate.late === 'skip' || endAt > candidate.latestEndAt) return { kind: 'silent' };
  return { kind: 'restart', candidate: { ...candidate, startAt: arrivedAt, endAt } };
};
