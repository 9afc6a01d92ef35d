import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Api } from './api.ts';
import type { AuditFilter } from './audit-calls.ts';

export const auditQuery = (api: Api, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) => api.audit({ ...filter, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
