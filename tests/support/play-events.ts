import type { PlayEvent } from '#protocol';
import { minute, morning } from './device-field.ts';

type Started = Extract<PlayEvent, { type: 'started' }>;
type Ended = Extract<PlayEvent, { type: 'ended' }>;

/** The morning's item began on time. */
export const startedEvent = (patch: Partial<Started> = {}): Started => ({
  type: 'started',
  seq: 1,
  itemId: 'item-1',
  at: morning + 8,
  clockErrorMs: 12,
  positionMs: 0,
  ...patch,
});

/** The morning's item was played to its end. */
export const endedEvent = (patch: Partial<Ended> = {}): Ended => ({
  type: 'ended',
  seq: 2,
  itemId: 'item-1',
  at: morning + 5 * minute,
  clockErrorMs: 14,
  outcome: 'played',
  reason: null,
  startedAt: morning + 8,
  playedMs: 5 * minute,
  grade: 'reported',
  plannedStart: morning,
  class: 'normal',
  title: 'Lịch tiêm phòng dại chó, mèo',
  sha256: 'a'.repeat(64),
  programVersion: morning,
  ...patch,
});
