import type { PlayEvent } from '#protocol';
import type { StoredPlayEvent } from '../../controller/app/ports/store/spools.ts';

type Said =
  | { type: 'started'; itemId: string; at: number }
  | {
      type: 'ended';
      itemId: string;
      at: number;
      outcome: Extract<PlayEvent, { type: 'ended' }>['outcome'];
      reason: string | null;
      startedAt?: number;
      plannedStart?: number;
    };

/** What a device says of an announcement, as stored: it learned of it from a document and not from a program. */
export const batchEvents = (deviceId: string, said: readonly Said[], receivedAt: number): StoredPlayEvent[] =>
  said.map((one, index) => {
    const seq = index + 1;
    const about = { seq, itemId: one.itemId, at: one.at, clockErrorMs: 10 };
    const event: PlayEvent =
      one.type === 'started'
        ? { type: 'started', ...about, positionMs: 0 }
        : {
            type: 'ended',
            ...about,
            outcome: one.outcome,
            reason: one.reason,
            startedAt: one.startedAt ?? null,
            playedMs: one.startedAt === undefined ? 0 : one.at - one.startedAt,
            grade: 'reported',
            plannedStart: one.plannedStart ?? one.at,
            class: 'emergency',
            title: 'Theo thiết bị',
            sha256: null,
            programVersion: 1,
          };
    return { deviceId, spoolId: 'spool-1', seq, receivedAt, event };
  });
