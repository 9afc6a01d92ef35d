import type { Announcement } from '../../../../controller/http/api-type.ts';

/** As arbitration ranks them: what silences the rest comes first. */
const ranks: Readonly<Record<Announcement['kind'], number>> = {
  stop: 0,
  emergency: 1,
  live: 2,
  exercise: 3,
  test: 4,
};

/** What is in force, the weightiest first, the newest first among equals. */
export const byWeight = (announcements: readonly Announcement[]): Announcement[] =>
  [...announcements].sort((a, b) => ranks[a.kind] - ranks[b.kind] || b.startAt.localeCompare(a.startAt));

/** Milliseconds until it ends by itself; null of a stop. */
export const leftMs = (announcement: Pick<Announcement, 'endAt'>, now: number): number | null =>
  announcement.endAt === null ? null : Math.max(0, Date.parse(announcement.endAt) - now);

/** Still in force at this moment: the list may be older than the end that it names. */
export const isInForce = (announcement: Pick<Announcement, 'state' | 'endAt'>, now: number): boolean =>
  announcement.state === 'inForce' && leftMs(announcement, now) !== 0;

/** So long after its start the counts of an announcement move by the second. */
const MOVING_MS = 60_000;

/** Whether its counts still move: people watch them then, and a stop that has held for days asks for nothing. */
export const isMoving = ({ startAt, progress }: Announcement, now: number): boolean =>
  now - Date.parse(startAt) < MOVING_MS || progress.notStarted > progress.offline;

export interface ProgressParts {
  readonly started: number;
  /** Online and not started. */
  readonly waiting: number;
  readonly offline: number;
}

/** `notStarted` counts the offline ones too; here each cluster stands in one part. */
export const progressParts = ({ started, notStarted, offline }: Announcement['progress']): ProgressParts => ({
  started,
  waiting: Math.max(0, notStarted - offline),
  offline: Math.min(offline, notStarted),
});

/** Whether a stop holds everywhere an announcement would sound, as far as the two lists of targets tell. */
export const isStopped = (announcement: Announcement, inForce: readonly Announcement[]): boolean =>
  announcement.kind !== 'stop' &&
  inForce.some((stop) => {
    if (stop.kind !== 'stop') return false;
    const stopped = stop.targets.map((target) => JSON.stringify(target));
    return (
      stop.targets.some((target) => 'areaCode' in target && target.areaCode === announcement.area.code) ||
      (stop.area.level === 'province' &&
        stop.targets.some((target) => 'areaCode' in target && target.areaCode === stop.area.code)) ||
      announcement.targets.every((target) => stopped.includes(JSON.stringify(target)))
    );
  });

/** The title beside a mark that says the kind already; null where it says no more than that. */
export const titleBesideMark = ({ kind, title }: Pick<Announcement, 'kind' | 'title'>): string | null =>
  kind === 'stop' || kind === 'test' ? null : title.replace(/^(Diễn tập|Exercise): /u, '');
