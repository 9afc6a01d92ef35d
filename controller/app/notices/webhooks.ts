import { checkOutboundUrl, type MayReach } from '../../domain/outbound-url.ts';
import type { Clock, Outcome, Random } from '../ports/runtime.ts';
import type { Sealing } from '../ports/sealing.ts';
import type { Delivery } from '../ports/store/deliveries.ts';
import type { WebhookRow } from '../ports/store/notice-settings.ts';
import type { Page } from '../ports/store/page.ts';
import type { Store } from '../ports/store.ts';
import { noticeFaults as faults } from './notice-faults.ts';
import { webhookLane } from './notice-router.ts';
import { noticeRowOf } from './notifier.ts';

/** Room for one of each commune, twice. */
const mostWebhooks = 500;

export type WebhookInput = Pick<WebhookRow, 'name' | 'areaKey' | 'url' | 'types'>;
/** Its secret in the clear, this once. */
export type NewSecret = Readonly<{ webhook: WebhookRow; secret: string }>;

/** Where notices of an area are posted to other machines, such as a gateway for SMS or Zalo. */
export type Webhooks = Readonly<{
  all: () => Promise<WebhookRow[]>;
  get: (id: string) => Promise<Outcome<WebhookRow>>;
  add: (input: WebhookInput, by: string) => Promise<Outcome<NewSecret>>;
  change: (
    id: string,
    change: Partial<Omit<WebhookInput, 'areaKey'>> & { isOn?: boolean },
  ) => Promise<Outcome<WebhookRow>>;
  /** The old secret signs as well for a day. */
  rotate: (id: string) => Promise<Outcome<NewSecret>>;
  test: (id: string) => Promise<Outcome<null>>;
  deliveries: (id: string, cursor: string | null, limit: number) => Promise<Page<Delivery>>;
}>;

/** As Standard Webhooks write it: standard base64 of 32 bytes behind a prefix. */
const secretText = (random: Pick<Random, 'secret'>): string =>
  `whsec_${random.secret().replaceAll('-', '+').replaceAll('_', '/')}=`;

export const createWebhooks = (deps: {
  store: Store;
  sealing: Pick<Sealing, 'seal'>;
  mayReach: MayReach;
  clock: Pick<Clock, 'now'>;
  random: Pick<Random, 'id' | 'secret'>;
  /** Something new has to leave here. */
  wake: () => void;
}): Webhooks => {
  const { store, sealing, mayReach, clock, random, wake } = deps;

  const get = async (id: string): Promise<Outcome<WebhookRow>> => {
    const webhook = await store.noticeSettings.webhook(id);
    return webhook ? { ok: true, value: webhook } : { ok: false, status: 404, fault: faults.unknownWebhook };
  };

  return {
    all: store.noticeSettings.webhooks,
    get,
    add: async (input, by) => {
      const checked = checkOutboundUrl(input.url, 'webhook', mayReach);
      if (!checked.ok) return { ok: false, status: 422, fault: checked.fault };
      if ((await store.noticeSettings.webhooks()).length >= mostWebhooks)
        return { ok: false, status: 409, fault: faults.tooManyWebhooks };
      const secret = secretText(random);
      const webhook: WebhookRow = {
        ...input,
        url: checked.value.href,
        id: random.id('whk'),
        secret: await sealing.seal(secret),
        previousSecret: null,
        rotatedAt: null,
        disabledAt: null,
        createdBy: by,
        createdAt: clock.now(),
      };
      await store.noticeSettings.putWebhook(webhook);
      return { ok: true, value: { webhook, secret } };
    },
    change: async (id, { isOn, ...change }) => {
      const held = await get(id);
      if (!held.ok) return held;
      const checked = change.url === undefined ? null : checkOutboundUrl(change.url, 'webhook', mayReach);
      if (checked?.ok === false) return { ok: false, status: 422, fault: checked.fault };
      const { disabledAt } = held.value;
      const webhook: WebhookRow = {
        ...held.value,
        ...change,
        url: checked ? checked.value.href : held.value.url,
        disabledAt: isOn === undefined ? disabledAt : isOn ? null : (disabledAt ?? clock.now()),
      };
      await store.noticeSettings.putWebhook(webhook);
      wake();
      return { ok: true, value: webhook };
    },
    rotate: async (id) => {
      const held = await get(id);
      if (!held.ok) return held;
      const secret = secretText(random);
      const webhook: WebhookRow = {
        ...held.value,
        secret: await sealing.seal(secret),
        previousSecret: held.value.secret,
        rotatedAt: clock.now(),
      };
      await store.noticeSettings.putWebhook(webhook);
      return { ok: true, value: { webhook, secret } };
    },
    test: async (id) => {
      const held = await get(id);
      if (!held.ok) return held;
      if (held.value.disabledAt !== null) return { ok: false, status: 409, fault: faults.disabledWebhook };
      const now = clock.now();
      const notice = {
        ...noticeRowOf(
          {
            type: 'test',
            areaKey: held.value.areaKey,
            subjectId: id,
            title: { vi: 'Thông báo thử', en: 'Test notice' },
            body: { vi: `Gửi thử tới ${held.value.name}`, en: `A test of ${held.value.name}` },
            path: '/thong-bao',
            at: now,
          },
          random.id('ntc'),
          now,
        ),
        routedAt: now,
      };
      await store.transaction(async (tx) => {
        await tx.notices.insert([notice]);
        await tx.deliveries.insert([
          {
            id: random.id('dlv'),
            noticeId: notice.id,
            channel: 'webhook',
            lane: webhookLane(id),
            target: id,
            userId: null,
            state: 'waiting',
            attempts: 0,
            dueAt: now,
            nextAt: now,
            fault: null,
            createdAt: now,
            doneAt: null,
          },
        ]);
      });
      wake();
      return { ok: true, value: null };
    },
    deliveries: (id, cursor, limit) =>
      store.deliveries.page({ channel: 'webhook', state: null, target: id }, cursor, limit),
  };
};
