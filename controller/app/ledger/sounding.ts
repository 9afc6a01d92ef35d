import type { EventBus } from '../ports/events.ts';
import type { Clock } from '../ports/runtime.ts';
import type { PlaybackRow } from '../ports/store/playbacks.ts';

export type PlayingNow = Readonly<{
  clusterId: string;
  areaKey: string;
  itemId: string;
  startedAt: number;
  plannedEnd: number;
}>;

/**
 * What clusters sound now, by their own reports. An emergency takes over from an item that goes on afterwards, of
 * which the device says nothing anew: it has begun once and has not ended.
 */
export type Sounding = Readonly<{
  /** Rows that evidence has changed. */
  follow: (rows: readonly PlaybackRow[]) => void;
  /** Forgets those of whom no end came in time: cut off perhaps, but not sounding for ever. */
  forgetSilent: () => void;
  now: () => ReadonlyMap<string, PlayingNow>;
}>;

export const createSounding = (deps: {
  events: Pick<EventBus, 'emit'>;
  clock: Pick<Clock, 'now'>;
  /** How long after the planned end a report is awaited. */
  closeAfterMs: number;
}): Sounding => {
  const { events, clock, closeAfterMs } = deps;
  /** What has begun and not ended, in the order of beginning: the last one sounds. */
  const begun = new Map<string, readonly PlayingNow[]>();
  const sounding = new Map<string, PlayingNow>();
  type Change = { clusterId: string; areaKey: string; itemId: string; playing: boolean };

  const set = (clusterId: string, items: readonly PlayingNow[]): Change[] => {
    const before = sounding.get(clusterId);
    const after = items.at(-1);
    if (items.length > 0) begun.set(clusterId, items);
    else begun.delete(clusterId);
    if (after) sounding.set(clusterId, after);
    else sounding.delete(clusterId);
    const told = after ?? before;
    if (!told || before?.itemId === after?.itemId) return [];
    const { areaKey, itemId } = told;
    return [{ clusterId, areaKey, itemId, playing: after !== undefined }];
  };

  const take = (row: PlaybackRow, now: number): Change[] => {
    const { clusterId, areaKey, itemId, startedAt, outcome, plannedEnd, finishedAt, reason } = row;
    const hasEnded = finishedAt !== null || (outcome !== 'unknown' && reason !== 'started');
    // Old evidence says nothing about now.
    const isOver = hasEnded || startedAt === null || now > plannedEnd + closeAfterMs;
    const known = begun.get(clusterId) ?? [];
    if (isOver && !known.some((one) => one.itemId === itemId)) return [];
    // What it displaced goes on only while its own slot lasts.
    const others = known.filter((one) => one.itemId !== itemId && now < one.plannedEnd);
    if (isOver) return set(clusterId, others);
    const fresh = { clusterId, areaKey, itemId, startedAt, plannedEnd };
    return set(
      clusterId,
      [...others, fresh].sort((a, b) => a.startedAt - b.startedAt),
    );
  };

  const tell = (changes: Change[]): void => {
    if (changes.length > 0) events.emit({ type: 'playing', changes });
  };

  return {
    follow: (rows) => {
      const now = clock.now();
      tell(rows.flatMap((row) => take(row, now)));
    },
    forgetSilent: () => {
      const now = clock.now();
      const changes: Change[] = [];
      for (const [clusterId, items] of begun) {
        const left = items.filter((one) => now <= one.plannedEnd + closeAfterMs);
        if (left.length < items.length) changes.push(...set(clusterId, left));
      }
      tell(changes);
    },
    now: () => sounding,
  };
};
