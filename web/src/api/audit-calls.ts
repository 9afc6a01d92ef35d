import { infiniteQueryOptions } from '@tanstack/react-query';
import type { AuditPage } from '../../../controller/http/api-type.ts';
import type { Api } from './api.ts';
import { apiUrl, type Filter, getJson } from './client.ts';

export type AuditFilter = Filter<'area' | 'actor' | 'action' | 'subject' | 'from' | 'to'>;

export const createAuditCalls = () => ({
  audit: (filter: AuditFilter & Filter<'cursor'>, signal?: AbortSignal) =>
    getJson<AuditPage>(apiUrl('/audit', filter), signal),
});

export const auditQuery = (api: Api, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) => api.audit({ ...filter, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
