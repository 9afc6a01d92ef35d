import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Api, ClusterFilter, CreateSessionInput, Filter, PlaybackFilter } from './api.ts';

/** The first part of every key, so that live events can name what has become stale. */
export const meQuery = (api: Api) =>
  queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) => api.me(signal),
    staleTime: 60_000,
    retry: false,
  });

export const overviewQuery = (api: Api, area: string) =>
  queryOptions({ queryKey: ['overview', area], queryFn: ({ signal }) => api.overview(area, signal) });

export const coverageQuery = (api: Api, area: string, at: string | null) =>
  queryOptions({
    queryKey: ['coverage', area, at],
    queryFn: ({ signal }) => api.coverage({ area, at }, signal),
  });

/** The register of areas changes a few times in a decade. */
export const areasQuery = (api: Api, level: 'district' | 'commune') =>
  queryOptions({
    queryKey: ['areas', level],
    queryFn: ({ signal }) => api.areas({ level }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const areaQuery = (api: Api, code: string) =>
  queryOptions({
    queryKey: ['area', code],
    queryFn: ({ signal }) => api.area(code, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const waitingApprovalsQuery = (api: Api) =>
  queryOptions({ queryKey: ['approvals', 'waiting'], queryFn: ({ signal }) => api.waitingApprovals(signal) });

export const soloApprovalQuery = (api: Api, areaCode: string) =>
  queryOptions({
    queryKey: ['approvals', 'solo', areaCode],
    queryFn: ({ signal }) => api.soloApproval(areaCode, signal),
  });

export const bulletinsQuery = (api: Api, filter: Filter<'area' | 'search' | 'approval'>) =>
  infiniteQueryOptions({
    queryKey: ['bulletins', filter],
    queryFn: ({ pageParam, signal }) => api.bulletins({ ...filter, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });

export const bulletinQuery = (api: Api, bulletinId: string) =>
  queryOptions({
    queryKey: ['bulletin', bulletinId],
    queryFn: ({ signal }) => api.bulletin(bulletinId, signal),
  });

export const sessionsQuery = (api: Api, area: string) =>
  queryOptions({ queryKey: ['sessions', area], queryFn: ({ signal }) => api.sessions(area, signal) });

export const sessionPreviewQuery = (api: Api, session: CreateSessionInput) =>
  queryOptions({
    queryKey: ['session-preview', session],
    queryFn: ({ signal }) => api.previewSession(session, signal),
    // What cannot be saved yet is said when it is sent; a preview of it is none.
    retry: false,
  });

export const scheduleQuery = (api: Api, filter: Filter<'area' | 'from' | 'to'>) =>
  queryOptions({
    queryKey: ['schedule', filter],
    queryFn: ({ signal }) => api.schedule(filter, signal),
  });

/** Of the whole session, or of one commune with its clusters. */
export const readinessQuery = (api: Api, sessionId: string, date: string, area: string | null) =>
  queryOptions({
    queryKey: ['readiness', sessionId, date, area],
    // The whole names its communes; only of one commune every cluster is wanted.
    queryFn: ({ signal }) =>
      api.readiness(sessionId, { date, area, limit: area === null ? 1 : null }, signal),
  });

export const clustersQuery = (api: Api, filter: ClusterFilter) =>
  infiniteQueryOptions({
    queryKey: ['clusters', filter],
    queryFn: ({ pageParam, signal }) => api.clusters({ ...filter, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });

export const clusterQuery = (api: Api, clusterId: string) =>
  queryOptions({ queryKey: ['cluster', clusterId], queryFn: ({ signal }) => api.cluster(clusterId, signal) });

export const clusterHistoryQuery = (api: Api, clusterId: string) =>
  queryOptions({
    queryKey: ['cluster-history', clusterId],
    queryFn: ({ signal }) => api.clusterHistory(clusterId, signal),
  });

export const clusterSitesQuery = (api: Api, filter: Filter<'area' | 'latitude' | 'longitude' | 'limit'>) =>
  queryOptions({
    queryKey: ['cluster-sites', filter],
    queryFn: ({ signal }) => api.clusterSites(filter, signal),
  });

export const nowPlayingQuery = (api: Api, clusterId: string) =>
  queryOptions({
    queryKey: ['now-playing', clusterId],
    queryFn: ({ signal }) => api.nowPlaying(clusterId, signal),
    staleTime: 0,
  });

export const playbacksQuery = (api: Api, filter: PlaybackFilter) =>
  infiniteQueryOptions({
    queryKey: ['playbacks', filter],
    queryFn: ({ pageParam, signal }) => api.playbacks({ ...filter, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });

export const playbackSummariesQuery = (api: Api, filter: Filter<'area' | 'from' | 'to'>) =>
  queryOptions({
    queryKey: ['playback-summaries', filter],
    queryFn: ({ signal }) => api.playbackSummaries(filter, signal),
  });
