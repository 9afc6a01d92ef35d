import type {
  AddBrowser,
  ChangeWebhook,
  CreateWebhook,
  DeliveryPage,
  NoticePage,
  NoticeSettings,
  Outbox,
  PutNoticeSettings,
  Webhook,
  WebhookList,
  WebhookWithSecret,
} from '../../../controller/http/api-type.ts';
import { apiUrl, type Filter, getJson, sendJson, sendPlain } from './client.ts';

const id = encodeURIComponent;

export type NoticeFilter = Filter<'unread' | 'type'>;
export type DeliveryFilter = Filter<'channel' | 'state'>;

/** What people are told, and how it leaves. */
export const createNoticeCalls = () => ({
  notices: (filter: NoticeFilter & Filter<'cursor' | 'limit'>, signal?: AbortSignal) =>
    getJson<NoticePage>(apiUrl('/notices', filter), signal),
  /** All of them without ids. */
  markNoticesRead: (ids?: readonly string[]) =>
    sendJson<{ unread: number }>('POST', apiUrl('/notices/read'), ids === undefined ? {} : { ids }),
  noticeSettings: (signal?: AbortSignal) => getJson<NoticeSettings>(apiUrl('/notices/settings'), signal),
  putNoticeSettings: (settings: PutNoticeSettings) =>
    sendJson<NoticeSettings>('PUT', apiUrl('/notices/settings'), settings),
  addBrowser: (browser: AddBrowser) => sendJson<NoticeSettings>('POST', apiUrl('/notices/browsers'), browser),
  removeBrowser: (browserId: string) => sendPlain('DELETE', apiUrl(`/notices/browsers/${id(browserId)}`)),
  testNotice: () => sendPlain('POST', apiUrl('/notices/test')),

  webhooks: (signal?: AbortSignal) => getJson<WebhookList>(apiUrl('/webhooks'), signal),
  createWebhook: (webhook: CreateWebhook) =>
    sendJson<WebhookWithSecret>('POST', apiUrl('/webhooks'), webhook),
  changeWebhook: (webhookId: string, change: ChangeWebhook) =>
    sendJson<Webhook>('PATCH', apiUrl(`/webhooks/${id(webhookId)}`), change),
  rotateWebhook: (webhookId: string) =>
    sendJson<WebhookWithSecret>('POST', apiUrl(`/webhooks/${id(webhookId)}/rotate`), {}),
  testWebhook: (webhookId: string) => sendPlain('POST', apiUrl(`/webhooks/${id(webhookId)}/test`)),
  webhookDeliveries: (webhookId: string, cursor: string, signal?: AbortSignal) =>
    getJson<DeliveryPage>(apiUrl(`/webhooks/${id(webhookId)}/deliveries`, { cursor }), signal),
  outbox: (signal?: AbortSignal) => getJson<Outbox>(apiUrl('/outbox'), signal),
  deliveries: (filter: DeliveryFilter & Filter<'cursor'>, signal?: AbortSignal) =>
    getJson<DeliveryPage>(apiUrl('/outbox/deliveries', filter), signal),
});
