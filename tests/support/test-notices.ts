import { createNotices, type Notices } from '../../controller/app/notices/notices.ts';
import { createNotifier, type NoticeBook } from '../../controller/app/notices/notifier.ts';
import type { NoticeSenders, SendResult } from '../../controller/app/ports/notice-senders.ts';
import type { Sealing } from '../../controller/app/ports/sealing.ts';
import type { NoticeRow } from '../../controller/app/ports/store/notices.ts';

type Deps = Omit<
  Parameters<typeof createNotices>[0],
  'notifier' | 'people' | 'senders' | 'setup' | 'sealing' | 'mayReach' | 'provinceKey' | 'areaName' | 'chance'
>;

/** What left, and what the other side says to it. */
export type TestSenders = NoticeSenders & {
  readonly sent: {
    channel: 'push' | 'email' | 'webhook';
    to: string;
    notice: NoticeRow;
    secrets?: readonly string[];
  }[];
  answer: (to: string) => SendResult | Promise<SendResult>;
};

export const createTestSenders = (): TestSenders => {
  const senders: TestSenders = {
    sent: [],
    answer: () => ({ ok: true }),
    push: async ({ endpoint: to }, notice) => {
      senders.sent.push({ channel: 'push', to, notice });
      return senders.answer(to);
    },
    email: async (to, notice) => {
      senders.sent.push({ channel: 'email', to, notice });
      return senders.answer(to);
    },
    webhook: async ({ url: to }, secrets, notice) => {
      senders.sent.push({ channel: 'webhook', to, notice, secrets });
      return senders.answer(to);
    },
  };
  return senders;
};

/** Seals by turning the text around: enough to tell sealed from open. */
export const testSealing: Sealing = {
  seal: async (text) => `sealed:${[...text].reverse().join('')}`,
  unseal: async (sealed) =>
    sealed.startsWith('sealed:') ? [...sealed.slice('sealed:'.length)].reverse().join('') : null,
};

/** Notices as the controller puts them together, sending into the given hands; not started. */
export const createTestNotices = (
  deps: Deps & { senders?: NoticeSenders; people?: Parameters<typeof createNotices>[0]['people'] },
): { notices: Notices; notifier: NoticeBook } => {
  const { store, directory } = deps;
  const notifier = createNotifier(deps);
  const notices = createNotices({
    senders: createTestSenders(),
    people: async () => (await store.users.all()).filter(({ disabledAt }) => disabledAt === null),
    ...deps,
    notifier,
    setup: { mode: 'real', channels: { push: true, email: true, webhook: true }, pushKey: 'BPush' },
    sealing: testSealing,
    mayReach: (host, scheme) => scheme === 'https' && host.includes('.example'),
    provinceKey: directory.areas.atLevel('province')[0]?.key ?? '',
    areaName: (areaKey) => directory.areas.get(areaKey)?.name ?? areaKey,
    chance: () => 0.5,
  });
  return { notices, notifier };
};
