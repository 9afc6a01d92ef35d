import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Api } from './api.ts';
import type { DryRunFilter, IncidentFilter } from './broadcast-calls.ts';
import type { Filter } from './client.ts';

/** More at once than people would ever start; a longer list still says that there is more. */
const IN_FORCE_LIMIT = 50;

export const inForceQuery = (api: Api, area: string) =>
  queryOptions({
    queryKey: ['announcements', 'in-force', area],
    queryFn: ({ signal }) => api.announcements({ area, state: 'inForce', limit: IN_FORCE_LIMIT }, signal),
    staleTime: 1_000,
  });

export const announcementRequestsQuery = (api: Api) =>
  queryOptions({
    queryKey: ['announcements', 'requests'],
    queryFn: ({ signal }) => api.announcementRequests(signal),
    staleTime: 1_000,
  });

export const endedAnnouncementsQuery = (api: Api, area: string) =>
  infiniteQueryOptions({
    queryKey: ['announcements', 'ended', area],
    queryFn: ({ pageParam, signal }) =>
      api.announcements({ area, state: 'ended', limit: 10, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });

export const announcementQuery = (api: Api, announcementId: string) =>
  queryOptions({
    queryKey: ['announcements', 'one', announcementId],
    queryFn: ({ signal }) => api.announcement(announcementId, signal),
    staleTime: 1_000,
  });

export const announcementDevicesQuery = (api: Api, announcementId: string, state: 'started' | 'notStarted') =>
  infiniteQueryOptions({
    queryKey: ['announcements', 'devices', announcementId, state],
    queryFn: ({ pageParam, signal }) =>
      api.announcementDevices(announcementId, { state, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    staleTime: 1_000,
  });

export const emergencyClipsQuery = (api: Api, area: string) =>
  queryOptions({
    queryKey: ['emergency-clips', area],
    queryFn: ({ signal }) => api.emergencyClips(area, signal),
    staleTime: 30_000,
  });

export const incidentsQuery = (api: Api, filter: IncidentFilter & Filter<'limit'>) =>
  infiniteQueryOptions({
    queryKey: ['incidents', filter],
    queryFn: ({ pageParam, signal }) => api.incidents({ ...filter, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });

export const policyQuery = (api: Api, areaCode: string) =>
  queryOptions({
    queryKey: ['policy', areaCode],
    queryFn: ({ signal }) => api.policy(areaCode, signal),
  });

export const dryRunQuery = (api: Api, filter: DryRunFilter) =>
  queryOptions({
    queryKey: ['dry-run', filter],
    queryFn: ({ signal }) => api.dryRun(filter, signal),
  });

export const priorityOrderQuery = (api: Api, areaCode: string, date: string) =>
  queryOptions({
    queryKey: ['dry-run', 'order', areaCode, date],
    queryFn: ({ signal }) => api.priorityOrder(areaCode, date, signal),
  });

export const inboxQuery = (api: Api, filter: Filter<'area' | 'state'>) =>
  infiniteQueryOptions({
    queryKey: ['inbox', filter],
    queryFn: ({ pageParam, signal }) => api.inbox({ ...filter, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });

export const dispatchesQuery = (api: Api, area: string) =>
  infiniteQueryOptions({
    queryKey: ['inbox', 'dispatches', area],
    queryFn: ({ pageParam, signal }) => api.dispatches({ area, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });

export const dispatchQuery = (api: Api, dispatchId: string) =>
  queryOptions({
    queryKey: ['inbox', 'dispatch', dispatchId],
    queryFn: ({ signal }) => api.dispatch(dispatchId, signal),
  });
