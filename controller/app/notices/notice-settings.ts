import { checkOutboundUrl, type MayReach } from '../../domain/outbound-url.ts';
import { usualQuietTime } from '../../domain/quiet-time.ts';
import type { SendingSetup } from '../ports/notice-senders.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { Clock, Outcome, Random } from '../ports/runtime.ts';
import type { NoticePreferenceRow, PushEndpointRow } from '../ports/store/notice-settings.ts';
import type { Store } from '../ports/store.ts';
import { noticeFaults } from './notice-faults.ts';

const mostBrowsers = 10;
/** A message to oneself is one in so long, however often the button is pressed. */
const testEveryMs = 10_000;

type Person = Readonly<{ id: string; areaKey: string }>;
export type NewBrowser = Pick<PushEndpointRow, 'endpoint' | 'p256dh' | 'auth' | 'label'>;

/** How each person wants to be told. Everybody changes their own only. */
export type NoticeSettings = Readonly<{
  of: (userId: string) => Promise<{
    preference: NoticePreferenceRow;
    browsers: readonly PushEndpointRow[];
    setup: SendingSetup;
  }>;
  save: (
    userId: string,
    preference: Pick<NoticePreferenceRow, 'email' | 'quietFrom' | 'quietTo' | 'choices'>,
  ) => Promise<void>;
  addBrowser: (userId: string, browser: NewBrowser) => Promise<Outcome<PushEndpointRow>>;
  removeBrowser: (userId: string, id: string) => Promise<Outcome<null>>;
  /** Sends a message to oneself by every way that is set up. */
  test: (person: Person) => Promise<void>;
}>;

export const createNoticeSettings = (deps: {
  store: Store;
  notifier: Notifier;
  setup: SendingSetup;
  mayReach: MayReach;
  clock: Pick<Clock, 'now'>;
  random: Pick<Random, 'id'>;
}): NoticeSettings => {
  const { store, notifier, setup, mayReach, clock, random } = deps;
  const preferenceOf = async (userId: string): Promise<NoticePreferenceRow> =>
    (await store.noticeSettings.preferences([userId]))[0] ?? {
      userId,
      email: null,
      quietFrom: usualQuietTime.from,
      quietTo: usualQuietTime.to,
      choices: {},
      updatedAt: 0,
    };

  return {
    of: async (userId) => ({
      preference: await preferenceOf(userId),
      browsers: await store.noticeSettings.pushEndpoints([userId]),
      setup,
    }),
    save: (userId, preference) =>
      store.noticeSettings.putPreference({ ...preference, userId, updatedAt: clock.now() }),
    addBrowser: async (userId, browser) => {
      if (setup.pushKey === null) return { ok: false, status: 409, fault: noticeFaults.noPush };
      // A browser names its own push service: whoever speaks for it could name a machine of this network.
      const checked = checkOutboundUrl(browser.endpoint, 'push', mayReach);
      if (!checked.ok) return { ok: false, status: 422, fault: checked.fault };
      return store.transaction(async (tx): Promise<Outcome<PushEndpointRow>> => {
        const held = await tx.noticeSettings.pushEndpoints([userId]);
        const others = held.filter(({ endpoint }) => endpoint !== browser.endpoint);
        if (others.length >= mostBrowsers)
          return { ok: false, status: 409, fault: noticeFaults.tooManyBrowsers };
        const row = { ...browser, id: random.id('psh'), userId, createdAt: clock.now() };
        await tx.noticeSettings.putPushEndpoint(row);
        return { ok: true, value: row };
      });
    },
    removeBrowser: async (userId, id) => {
      const row = await store.noticeSettings.pushEndpoint(id);
      if (row?.userId !== userId) return { ok: false, status: 404, fault: noticeFaults.unknownBrowser };
      await store.transaction(async (tx) => {
        await tx.noticeSettings.removePushEndpoint(id);
        await tx.deliveries.forget(id, clock.now());
      });
      return { ok: true, value: null };
    },
    test: ({ id, areaKey }) =>
      notifier.notify({
        type: 'test',
        areaKey,
        subjectId: id,
        title: { vi: 'Thông báo thử', en: 'Test notice' },
        body: {
          vi: 'Nếu bạn đọc được dòng này, thông báo tới được bạn.',
          en: 'If you can read this, notices reach you.',
        },
        path: '/thong-bao',
        at: Math.floor(clock.now() / testEveryMs) * testEveryMs,
        to: [id],
      }),
  };
};
