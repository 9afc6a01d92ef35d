import type { Person } from '../../domain/notice-audience.ts';
import type { MayReach } from '../../domain/outbound-url.ts';
import { localDateOf } from '../../domain/vietnam-date.ts';
import type { Directory } from '../directory/directory.ts';
import type { EventBus } from '../ports/events.ts';
import type { NoticeSenders, SendingSetup } from '../ports/notice-senders.ts';
import type { Clock, Log, Random } from '../ports/runtime.ts';
import type { Sealing } from '../ports/sealing.ts';
import type { DeliveryChannel, DeliveryState } from '../ports/store/deliveries.ts';
import type { NoticeEntry, NoticeStore } from '../ports/store/notices.ts';
import type { Page } from '../ports/store/page.ts';
import type { Store } from '../ports/store.ts';
import { createAnnouncementNotices } from './announcement-notices.ts';
import { createDeliveryWorker } from './delivery-worker.ts';
import { createNoticeRouter } from './notice-router.ts';
import { createNoticeSettings, type NoticeSettings } from './notice-settings.ts';
import type { NoticeBook } from './notifier.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';

/** What is stored in somebody's transaction shows only once that is committed: looked for again and again. */
const lookEveryMs = 1_000;
const pruneEveryMs = 6 * 60 * 60_000;
const keepMs = 90 * 24 * 60 * 60_000;
const dayMs = 24 * 60 * 60_000;

export type NoticeFilter = Parameters<NoticeStore['page']>[0];

/** What people are told: their lists, how they want it, and what is on its way to them. */
export type Notices = Readonly<{
  start: () => void;
  stop: () => Promise<void>;
  page: (filter: NoticeFilter) => Promise<Page<NoticeEntry>>;
  unread: (userId: string) => Promise<number>;
  /** All of them when `ids` is null. */
  markRead: (userId: string, ids: readonly string[] | null) => Promise<void>;
  /** What left here in the last day and what still has to. */
  outbox: () => Promise<{
    setup: SendingSetup;
    counts: readonly { channel: DeliveryChannel; state: DeliveryState; count: number }[];
  }>;
  settings: NoticeSettings;
  webhooks: Webhooks;
}>;

export const createNotices = (deps: {
  store: Store;
  directory: Directory;
  notifier: NoticeBook;
  people: () => Promise<readonly (Person & { username: string })[]>;
  senders: NoticeSenders;
  setup: SendingSetup;
  sealing: Sealing;
  mayReach: MayReach;
  provinceKey: string;
  areaName: (areaKey: string) => string;
  clock: Clock;
  random: Random;
  /** In [0, 1). */
  chance: () => number;
  events: EventBus;
  log: Log;
}): Notices => {
  const { store, directory, notifier, setup, provinceKey, areaName, clock, events } = deps;
  const log = deps.log.child({ component: 'notices' });

  const laneName = async ({ lane, target }: { lane: string; target: string }) => {
    const webhook = lane.startsWith('webhook:') ? await store.noticeSettings.webhook(target) : null;
    if (webhook) return { name: `webhook “${webhook.name}”`, areaKey: webhook.areaKey };
    return {
      name: lane.startsWith('push:') ? `Web Push (${lane.slice(5)})` : 'e-mail',
      areaKey: provinceKey,
    };
  };

  /** Once a day for each way, however much was given up. */
  const tellGivenUp = async (lanes: readonly { lane: string; target: string }[], now: number) => {
    for (const lane of lanes) {
      const { name, areaKey } = await laneName(lane);
      await notifier.notify({
        type: 'delivery-failed',
        areaKey,
        subjectId: lane.lane,
        title: { vi: `Không gửi được thông báo qua ${name}`, en: `Notices do not get through by ${name}` },
        body: {
          vi: 'Đã thử lại suốt một ngày. Xem lỗi ở trang Gửi đi và cách khắc phục.',
          en: 'They were tried for a day. See the faults on the page of what leaves here.',
        },
        path: '/thong-bao/gui-di',
        at: Date.parse(`${localDateOf(now)}T00:00:00+07:00`),
      });
    }
  };

  const router = createNoticeRouter({ ...deps, clock, events });
  const worker = createDeliveryWorker({
    ...deps,
    log,
    onGivenUp: (lanes, at) => {
      tellGivenUp(lanes, at).catch((error: unknown) => log.error({ err: error }, 'Given up unseen'));
    },
  });
  const announcements = createAnnouncementNotices({
    ...deps,
    areaOfCluster: (clusterId) => directory.clusters.get(clusterId)?.areaKey ?? null,
    areaName,
    log,
  });

  let routing: Promise<void> | null = null;
  let isAskedAgain = false;
  let isRunning = false;
  const cancels: (() => void)[] = [];

  const routeOnce = async (): Promise<void> => {
    try {
      if (await router.route()) worker.wake();
    } catch (error) {
      log.error({ err: error }, 'Notices could not be told and will be tried again');
    }
  };
  const route = (): void => {
    if (!isRunning) return;
    isAskedAgain = routing !== null;
    routing ??= routeOnce().finally(() => {
      routing = null;
      if (isAskedAgain) route();
    });
  };
  const prune = (): void => {
    store.notices
      .prune(clock.now() - keepMs)
      .catch((error: unknown) => log.error({ err: error }, 'Old notices could not be taken away'));
  };

  return {
    start: () => {
      isRunning = true;
      notifier.onStored(route);
      announcements.start();
      worker.start();
      cancels.push(clock.every(lookEveryMs, route), clock.every(pruneEveryMs, prune));
      prune();
      route();
    },
    stop: async () => {
      await announcements.stop();
      isRunning = false;
      for (const cancel of cancels) cancel();
      await routing;
      await worker.stop();
    },
    page: store.notices.page,
    unread: store.notices.countUnread,
    markRead: async (userId, ids) => {
      await store.notices.markRead(userId, ids, clock.now());
      events.emit({ type: 'notices', userIds: [userId] });
    },
    outbox: async () => ({ setup, counts: await store.deliveries.counts(clock.now() - dayMs) }),
    settings: createNoticeSettings(deps),
    webhooks: createWebhooks({ ...deps, wake: worker.wake }),
  };
};
