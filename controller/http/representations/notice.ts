import { z } from '@hono/zod-openapi';
import { noticeTypes } from '../../domain/notice.ts';
import { noticeChannels } from '../../domain/notice-choice.ts';
import { areaCode, areaRef } from './common.ts';
import { line } from './text.ts';

export const noticeType = z.enum(noticeTypes);
export const noticeChannel = z.enum(noticeChannels);
const both = z.object({ vi: z.string(), en: z.string() });

export const notice = z
  .object({
    id: z.string(),
    type: noticeType,
    /** Told at once and at night. */
    urgent: z.boolean(),
    area: areaRef,
    title: both,
    body: both,
    /** Where the page shows it. */
    path: z.string(),
    at: z.string(),
    readAt: z.string().nullable(),
  })
  .openapi('Notice');
export type Notice = z.infer<typeof notice>;

export const noticePage = z
  .object({ items: z.array(notice), next: z.string().nullable(), unread: z.int() })
  .openapi('NoticePage');
export type NoticePage = z.infer<typeof noticePage>;

export const unreadCount = z.object({ unread: z.int() }).openapi('UnreadNotices');
export type UnreadCount = z.infer<typeof unreadCount>;

/** Without ids all of them. */
export const markRead = z
  .strictObject({ ids: z.array(z.string().max(64)).min(1).max(200).optional() })
  .openapi('MarkNoticesRead');

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 21:00');

export const noticeSettings = z
  .object({
    email: z.string().nullable(),
    quietFrom: time,
    quietTo: time,
    /** Every type by every channel; `fixed` ones are nobody's choice. */
    choices: z.array(
      z.object({ type: noticeType, channel: noticeChannel, on: z.boolean(), fixed: z.boolean() }),
    ),
    browsers: z.array(z.object({ id: z.string(), label: z.string(), createdAt: z.string() })),
    /** What this server is set up for. */
    hasEmail: z.boolean().openapi({ description: 'E-mail is sent' }),
    isOutbox: z.boolean().openapi({ description: 'Nothing is sent; see the outbox' }),
    /** For the browser's subscription; null without Web Push. */
    pushKey: z.string().nullable(),
  })
  .openapi('NoticeSettings');
export type NoticeSettings = z.infer<typeof noticeSettings>;

export const putNoticeSettings = z
  .strictObject({
    email: z.email().max(254).nullable(),
    quietFrom: time,
    quietTo: time,
    choices: z
      .array(z.strictObject({ type: noticeType, channel: noticeChannel, on: z.boolean() }))
      .max(noticeTypes.length * noticeChannels.length),
  })
  .openapi('PutNoticeSettings');
export type PutNoticeSettings = z.infer<typeof putNoticeSettings>;

const base64url = /^[A-Za-z0-9_-]+$/;

export const addBrowser = z
  .strictObject({
    endpoint: z.string().max(2_000),
    keys: z.strictObject({
      /** An uncompressed point of P-256: 65 bytes (RFC 8291, 2.1). */
      p256dh: z.string().length(87).regex(base64url),
      auth: z.string().min(22).max(24).regex(base64url),
    }),
    label: line(80),
  })
  .openapi('AddBrowser');
export type AddBrowser = z.infer<typeof addBrowser>;

const webhookFields = {
  name: line(80),
  url: z.string().max(2_000),
  types: z.array(noticeType.exclude(['test'])).min(1),
};

export const webhook = z
  .object({
    id: z.string(),
    name: z.string(),
    area: areaRef,
    url: z.string(),
    types: z.array(noticeType),
    isOn: z.boolean(),
    rotatedAt: z.string().nullable(),
    createdAt: z.string(),
    createdBy: z.string(),
  })
  .openapi('Webhook');
export type Webhook = z.infer<typeof webhook>;

export const webhookList = z.object({ items: z.array(webhook) }).openapi('WebhookList');
export type WebhookList = z.infer<typeof webhookList>;

/** Shown this once. */
export const webhookWithSecret = webhook.extend({ secret: z.string() }).openapi('WebhookWithSecret');
export type WebhookWithSecret = z.infer<typeof webhookWithSecret>;

export const createWebhook = z.strictObject({ ...webhookFields, areaCode }).openapi('CreateWebhook');
export type CreateWebhook = z.infer<typeof createWebhook>;

export const changeWebhook = z
  .strictObject({ ...webhookFields, isOn: z.boolean() })
  .partial()
  .openapi('ChangeWebhook');
export type ChangeWebhook = z.infer<typeof changeWebhook>;

export const deliveryChannel = z.enum(['push', 'email', 'webhook']);
export const deliveryState = z.enum(['waiting', 'sent', 'failed', 'gone']);

export const delivery = z
  .object({
    id: z.string(),
    channel: deliveryChannel,
    state: deliveryState,
    /** Whom or what it is for. */
    to: z.string(),
    type: noticeType,
    title: both,
    body: both,
    attempts: z.int(),
    /** A word for what went wrong last; never what the other side said. */
    fault: z.string().nullable(),
    createdAt: z.string(),
    nextAt: z.string().nullable(),
    doneAt: z.string().nullable(),
  })
  .openapi('Delivery');
export type Delivery = z.infer<typeof delivery>;

export const deliveryPage = z
  .object({ items: z.array(delivery), next: z.string().nullable() })
  .openapi('DeliveryPage');
export type DeliveryPage = z.infer<typeof deliveryPage>;

export const outbox = z
  .object({
    isOutbox: z.boolean().openapi({ description: 'Nothing is sent; all stays here' }),
    channels: z.array(
      z.object({
        channel: deliveryChannel,
        on: z.boolean(),
        /** Of the last day, and what still waits. */
        waiting: z.int(),
        sent: z.int(),
        failed: z.int(),
      }),
    ),
  })
  .openapi('Outbox');
export type Outbox = z.infer<typeof outbox>;
