import { endOf, isInForce, isListed, keepEndedMs } from '../../domain/announcement.ts';
import { pause } from '../in-slices.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import type { AnnouncementRow } from '../ports/store/announcements.ts';
import type { Store } from '../ports/store.ts';
import type { AnnouncementChange, AnnouncementIssuer } from './announcement-issuer.ts';
import type { ListedAnnouncement } from './listed-announcements.ts';
import type { LiveAnnouncements } from './live-announcements.ts';

/** What time alone does to announcements: they run out, and a day later they leave their documents. */
export type AnnouncementTidying = Readonly<{
  start: () => Promise<void>;
  stop: () => Promise<void>;
  /** Something changed: looks when the next one is due. */
  wake: () => void;
  /** Rows that await a report of it are over now, not at its planned end. */
  endedEarly: (row: AnnouncementRow) => void;
}>;

/** Timers of days are not needed: the list is looked at again before. */
const longestWaitMs = 60 * 60 * 1_000;
const retryAfterMs = 10_000;
/** Rows may still be written for what began just before it ended. */
const rowsFollowMs = 2 * 60_000;
const shortenEveryMs = 5_000;
const rowsPerStep = 1_000;

export const createAnnouncementTidying = (deps: {
  store: Store;
  live: LiveAnnouncements;
  issuer: AnnouncementIssuer;
  changeOf: (
    changed: readonly ListedAnnouncement[],
    now: number,
  ) => Pick<AnnouncementChange, 'areaKeys' | 'contentOf'>;
  adopt: (changed: readonly ListedAnnouncement[], now: number) => void;
  tell: (changed: readonly ListedAnnouncement[]) => void;
  clock: Clock;
  log: Log;
}): AnnouncementTidying => {
  const { store, live, issuer, changeOf, adopt, tell, clock, log } = deps;
  const early = new Map<string, number>();
  let cancelTimer: (() => void) | null = null;
  let cancelShortening: (() => void) | null = null;
  let working: Promise<void> = Promise.resolve();
  let shortening: Promise<void> = Promise.resolve();
  let isRunning = false;

  const runOut = (one: ListedAnnouncement): ListedAnnouncement => ({
    ...one,
    row: { ...one.row, endedAt: one.row.endAt },
  });

  const tidy = (): Promise<void> =>
    issuer.inTurn(async (issue) => {
      const now = clock.now();
      const all = [...live.all()];
      const over = all.filter(({ row }) => row.endedAt === null && !isInForce(row, now)).map(runOut);
      const leaving = all.filter(({ row }) => !isListed(row, now));
      const rows = over.map(({ row }) => row);
      if (leaving.length > 0) {
        await issue({
          ...changeOf(leaving, now),
          write: (tx) => tx.announcements.put(rows),
          committed: () => adopt([...over, ...leaving.filter(({ row }) => row.endedAt !== null)], now),
        });
      } else if (rows.length > 0) {
        // Their documents say by themselves when they end.
        await store.announcements.put(rows);
        adopt(over, now);
      }
      if (over.length > 0) tell(over);
    });

  const arm = (delayMs: number): void => {
    cancelTimer?.();
    cancelTimer = isRunning ? clock.after(Math.min(Math.max(0, delayMs), longestWaitMs), look) : null;
  };

  const wake = (): void => {
    const now = clock.now();
    const instants = [...live.all()].flatMap(({ row }) => {
      const end = endOf(row);
      if (end === null) return [];
      return row.endedAt === null ? [end] : [end + keepEndedMs];
    });
    if (instants.length > 0) arm(instants.reduce((a, b) => Math.min(a, b)) - now);
  };

  const look = (): void => {
    working = tidy().then(wake, (error: unknown) => {
      log.error({ err: error }, 'Announcements that ran out could not be closed; tried again soon');
      arm(retryAfterMs);
    });
  };

  /** A row is over with its announcement, so that it closes a minute later and not at the planned end. */
  const shorten = async (): Promise<void> => {
    const now = clock.now();
    for (const [id, endedAt] of early) {
      while ((await store.playbacks.endEarly(id, endedAt, rowsPerStep)) === rowsPerStep) await pause(clock);
      if (now > endedAt + rowsFollowMs) early.delete(id);
    }
  };

  const shortenLater = (): void => {
    cancelShortening ??= clock.after(shortenEveryMs, () => {
      cancelShortening = null;
      shortening = shorten().catch((error: unknown) => {
        log.error({ err: error }, 'Rows of an ended announcement could not be closed; tried again soon');
      });
      void shortening.then(() => {
        if (early.size > 0 && isRunning) shortenLater();
      });
    });
  };

  const endedEarly = ({ id, endedAt }: AnnouncementRow): void => {
    if (endedAt === null) return;
    early.set(id, endedAt);
    shortenLater();
  };

  return {
    start: async () => {
      isRunning = true;
      const now = clock.now();
      // Those that ran out so long ago that no document names them any more.
      const forgotten = (await store.announcements.unended()).filter((row) => !isInForce(row, now));
      await store.announcements.put(forgotten.map((row) => ({ ...row, endedAt: row.endAt })));
      for (const { row } of live.all()) if (row.endedBy !== null) endedEarly(row);
      adopt(
        [...live.all()].filter(({ row }) => row.endedAt === null && !isInForce(row, now)).map(runOut),
        now,
      );
      wake();
    },
    stop: async () => {
      isRunning = false;
      cancelTimer?.();
      cancelShortening?.();
      await shortening;
      await working;
    },
    wake,
    endedEarly,
  };
};
