import { type Notice, noticeKey } from '../../domain/notice.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { Clock, Log, Random } from '../ports/runtime.ts';
import type { NoticeRow } from '../ports/store/notices.ts';
import type { Store } from '../ports/store.ts';

export type NoticeBook = Notifier &
  Readonly<{
    /** Calls back soon after anything was stored; what is stored in somebody's transaction may come a moment later. */
    onStored: (listener: () => void) => void;
    /** Many in one step of the caller's transaction. */
    notifyAll: (notices: readonly Notice[], tx: Store) => Promise<void>;
  }>;

const longestText = 2_000;
const cut = (text: string): string =>
  text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;

export const noticeRowOf = (notice: Notice, id: string, storedAt: number): NoticeRow => ({
  id,
  key: noticeKey(notice),
  type: notice.type,
  areaKey: notice.areaKey,
  areaKeys: notice.areaKeys ?? null,
  subjectId: notice.subjectId,
  title: { vi: cut(notice.title.vi), en: cut(notice.title.en) },
  body: { vi: cut(notice.body.vi), en: cut(notice.body.en) },
  path: notice.path,
  at: notice.at,
  toUserIds: notice.to ?? null,
  byUserId: notice.by ?? null,
  storedAt,
  routedAt: null,
});

/** Where notices begin: a row in the database, and nothing else that could fail or take time. */
export const createNotifier = (deps: {
  store: Store;
  clock: Pick<Clock, 'now'>;
  random: Pick<Random, 'id'>;
  log: Log;
}): NoticeBook => {
  const { store, clock, random, log } = deps;
  const listeners = new Set<() => void>();
  const wake = (): void => {
    for (const listener of listeners) listener();
  };
  const rowOf = (notice: Notice): NoticeRow => noticeRowOf(notice, random.id('ntc'), clock.now());
  return {
    onStored: (listener) => {
      listeners.add(listener);
    },
    notify: async (notice, tx) => {
      const row = rowOf(notice);
      if (tx) await tx.notices.insert([row]);
      else {
        try {
          await store.notices.insert([row]);
        } catch (error) {
          log.error(
            { err: error, type: notice.type, subjectId: notice.subjectId },
            'A notice was not stored',
          );
          return;
        }
      }
      wake();
    },
    notifyAll: async (notices, tx) => {
      if (notices.length === 0) return;
      await tx.notices.insert(notices.map(rowOf));
      wake();
    },
  };
};
