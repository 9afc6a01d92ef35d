import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Api } from './api.ts';
import type { DeliveryFilter, NoticeFilter } from './notice-calls.ts';

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
