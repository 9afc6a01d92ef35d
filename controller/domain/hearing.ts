import type { Playback } from './playback.ts';

/**
 * The row of a test tone after a person stood before the loudspeaker. What a person heard, or did not hear, outweighs
 * what the receiver says of itself: its player runs even where the wire is cut.
 */
export const withHearing = (row: Playback, isHeard: boolean, nowMs: number): Playback => ({
  ...row,
  outcome: isHeard ? 'played' : 'failed',
  reason: isHeard ? null : 'not-heard',
  grade: 'confirmed',
  startedAt: row.startedAt ?? (isHeard ? row.plannedStart : null),
  finishedAt: isHeard ? (row.finishedAt ?? Math.min(nowMs, row.plannedEnd)) : row.finishedAt,
  clockErrorMs: row.clockErrorMs ?? 0,
  updatedAt: nowMs,
});
