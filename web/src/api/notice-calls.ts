import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
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
import type { Api } from './api.ts';
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

export const unreadQuery = (api: Api) =>
  queryOptions({
    queryKey: ['notices', 'unread'],
    queryFn: async ({ signal }) => (await api.notices({ unread: 'true', limit: 1 }, signal)).unread,
  });

export const noticesQuery = (api: Api, filter: NoticeFilter) =>
  infiniteQueryOptions({
    queryKey: ['notices', 'list', filter],
    queryFn: ({ pageParam, signal }) => api.notices({ ...filter, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });

export const noticeSettingsQuery = (api: Api) =>
  queryOptions({
    queryKey: ['notice-settings'],
    queryFn: ({ signal }) => api.noticeSettings(signal),
  });

export const webhooksQuery = (api: Api) =>
  queryOptions({ queryKey: ['webhooks'], queryFn: ({ signal }) => api.webhooks(signal) });

export const webhookDeliveriesQuery = (api: Api, webhookId: string) =>
  infiniteQueryOptions({
    queryKey: ['outbox', 'webhook', webhookId],
    queryFn: ({ pageParam, signal }) => api.webhookDeliveries(webhookId, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });

export const outboxQuery = (api: Api) =>
  queryOptions({ queryKey: ['outbox', 'channels'], queryFn: ({ signal }) => api.outbox(signal) });

export const deliveriesQuery = (api: Api, filter: DeliveryFilter) =>
  infiniteQueryOptions({
    queryKey: ['outbox', 'deliveries', filter],
    queryFn: ({ pageParam, signal }) => api.deliveries({ ...filter, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
