import { systemRandom } from '../../../../../controller/adapters/random.ts';
import { openSqliteStore } from '../../../../../controller/adapters/store/sqlite.ts';
import { createDirectory, type Directory } from '../../../../../controller/app/directory/directory.ts';
import type { Notices } from '../../../../../controller/app/notices/notices.ts';
import type { NoticeBook } from '../../../../../controller/app/notices/notifier.ts';
import type { NoticeEntry } from '../../../../../controller/app/ports/store/notices.ts';
import type { Store } from '../../../../../controller/app/ports/store.ts';
import type { Notice } from '../../../../../controller/domain/notice.ts';
import type { Grant } from '../../../../../controller/domain/permissions.ts';
import { caoXa, district, province, testAreas, tuXa } from '../../../../support/device-field.ts';
import { createRecordingEvents, type RecordingEvents } from '../../../../support/recording-events.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { aUser } from '../../../../support/store-contract/sample-rows.ts';
import { createTestNotices, createTestSenders, type TestSenders } from '../../../../support/test-notices.ts';
import { createVirtualClock, type VirtualClock } from '../../../../support/virtual-clock.ts';

/** Noon of a Sunday. */
export const noon = Date.parse('2026-11-22T12:00:00+07:00');

export type NoticesField = {
  store: Store;
  directory: Directory;
  clock: VirtualClock;
  events: RecordingEvents;
  senders: TestSenders;
  notices: Notices;
  notifier: NoticeBook;
  /** As after `kill -9`: the same database, everything else anew. */
  restart: () => Promise<void>;
  /** The same after the server was off for so long. */
  leap: (byMs: number) => Promise<void>;
  addPerson: (id: string, grants: Grant[]) => Promise<void>;
  listOf: (userId: string) => Promise<NoticeEntry[]>;
};

export const createNoticesField = async (now = noon): Promise<NoticesField> => {
  const clock = createVirtualClock(now);
  const store = await openSqliteStore({ path: ':memory:', log: silentLog });
  const directory = createDirectory({ store });
  await directory.addAreas(testAreas);
  const events = createRecordingEvents();
  const senders = createTestSenders();
  const base = { store, directory, clock, events, senders, random: systemRandom(), log: silentLog };
  const field: NoticesField = {
    ...base,
    ...createTestNotices(base),
    restart: async () => {
      await field.notices.stop();
      Object.assign(field, createTestNotices(base));
      field.notices.start();
      await clock.advance(1_000);
    },
    leap: async (byMs) => {
      await field.notices.stop();
      clock.set(clock.now() + byMs);
      await field.restart();
    },
    addPerson: async (id, grants) => {
      await store.users.put(aUser({ id, username: id, grants }));
    },
    listOf: async (userId) =>
      (await store.notices.page({ userId, isUnread: false, type: null, cursor: null, limit: 100 })).items,
  };
  field.notices.start();
  return field;
};

export const aNoticeOf = (over: Partial<Notice> = {}): Notice => ({
  type: 'approval-waiting',
  areaKey: caoXa.key,
  subjectId: 'bul_1',
  title: { vi: 'Bản tin chờ duyệt', en: 'A bulletin waits' },
  body: { vi: 'Lịch cắt điện', en: 'Power cut' },
  path: '/ban-tin/bul_1',
  at: noon,
  ...over,
});

export { caoXa, district, province, tuXa };
