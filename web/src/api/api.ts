import type {
  Area,
  Bulletin,
  BulletinPage,
  ClusterDetail,
  ClusterPage,
  Coverage,
  CreateSession,
  Me,
  NowPlaying,
  Overview,
  PlaybackPage,
  PlaybackSummaries,
  Readiness,
  Schedule,
  Session,
  SessionList,
  SessionPreview,
  SoloApproval,
  WaitingApprovals,
} from '../../../controller/http/api-type.ts';
import type { ServerClock } from '../live/server-clock.ts';
import { createAuditCalls } from './audit-calls.ts';
import { createBroadcastCalls } from './broadcast-calls.ts';
import { apiUrl, type Filter, getJson, sendJson, sendPlain } from './client.ts';
import { createDeviceCalls } from './device-calls.ts';
import { createKeyCalls } from './key-calls.ts';
import { createNoticeCalls } from './notice-calls.ts';
import { createPeopleCalls } from './people-calls.ts';

export type { Filter } from './client.ts';
export type ClusterFilter = Filter<'area' | 'presence' | 'search' | 'limit'>;
export type PlaybackFilter = Filter<
  'area' | 'from' | 'to' | 'outcome' | 'itemId' | 'sessionId' | 'clusterId' | 'limit'
>;
export type CreateSessionInput = CreateSession;
export type RunningOrder = Readonly<{
  sessionId: string;
  date: string;
  bulletinIds: readonly string[];
  copyTo: readonly string[];
}>;

const id = encodeURIComponent;

/** Every call that the page makes, by the names of the HTTP API. */
export const createApi = ({ clock }: { clock: ServerClock }) => {
  /** For answers with `serverTime`: they also set the clock that countdowns follow. */
  const timed = async <T extends { serverTime: string }>(url: string, signal?: AbortSignal): Promise<T> => {
    const sentAt = Date.now();
    const answer = await getJson<T>(url, signal);
    clock.observe(answer.serverTime, sentAt, Date.now());
    return answer;
  };

  return {
    me: (signal?: AbortSignal) => timed<Me>(apiUrl('/me'), signal),
    cutNetwork: () => sendJson<{ until: string }>('POST', apiUrl('/demo/network-cut'), {}),

    areas: (filter: Filter<'parent' | 'level' | 'search'>, signal?: AbortSignal) =>
      getJson<{ items: Area[] }>(apiUrl('/areas', filter), signal),
    area: (code: string, signal?: AbortSignal) => getJson<Area>(apiUrl(`/areas/${id(code)}`), signal),
    overview: (area: string, signal?: AbortSignal) => timed<Overview>(apiUrl('/overview', { area }), signal),
    coverage: (filter: Filter<'area' | 'at'>, signal?: AbortSignal) =>
      getJson<Coverage>(apiUrl('/coverage', filter), signal),

    bulletins: (filter: Filter<'area' | 'search' | 'approval' | 'cursor'>, signal?: AbortSignal) =>
      getJson<BulletinPage>(apiUrl('/bulletins', filter), signal),
    bulletin: (bulletinId: string, signal?: AbortSignal) =>
      getJson<Bulletin>(apiUrl(`/bulletins/${id(bulletinId)}`), signal),
    withdrawBulletin: (bulletinId: string) => sendPlain('DELETE', apiUrl(`/bulletins/${id(bulletinId)}`)),
    submitBulletin: ({ id: bulletinId, revision }: Pick<Bulletin, 'id' | 'revision'>) =>
      sendJson<Bulletin>('POST', apiUrl(`/bulletins/${id(bulletinId)}/submit`), { revision }),
    approveBulletin: ({ id: bulletinId, revision }: Pick<Bulletin, 'id' | 'revision'>) =>
      sendJson<Bulletin>('POST', apiUrl(`/bulletins/${id(bulletinId)}/approve`), { revision }),
    returnBulletin: ({ id: bulletinId, revision }: Pick<Bulletin, 'id' | 'revision'>, reason: string) =>
      sendJson<Bulletin>('POST', apiUrl(`/bulletins/${id(bulletinId)}/return`), { revision, reason }),
    waitingApprovals: (signal?: AbortSignal) =>
      getJson<WaitingApprovals>(apiUrl('/approvals/waiting'), signal),
    soloApproval: (areaCode: string, signal?: AbortSignal) =>
      getJson<SoloApproval | null>(apiUrl(`/areas/${id(areaCode)}/solo-approval`), signal),
    setSoloApproval: (areaCode: string, solo: { on: boolean; reason: string }) =>
      sendJson<SoloApproval>('PUT', apiUrl(`/areas/${id(areaCode)}/solo-approval`), solo),

    sessions: (area: string, signal?: AbortSignal) =>
      getJson<SessionList>(apiUrl('/sessions', { area }), signal),
    createSession: (session: CreateSessionInput) => sendJson<Session>('POST', apiUrl('/sessions'), session),
    /** What saving it would do; saves nothing. */
    previewSession: (session: CreateSessionInput, signal?: AbortSignal) =>
      sendJson<SessionPreview>('POST', apiUrl('/sessions/preview'), session, signal),
    endSession: (sessionId: string) => sendPlain('DELETE', apiUrl(`/sessions/${id(sessionId)}`)),
    schedule: (filter: Filter<'area' | 'from' | 'to'>, signal?: AbortSignal) =>
      getJson<Schedule>(apiUrl('/schedule', filter), signal),
    putRunningOrder: ({ sessionId, date, bulletinIds, copyTo }: RunningOrder) =>
      sendJson<Schedule>('PUT', apiUrl(`/sessions/${id(sessionId)}/running-orders/${date}`), {
        bulletinIds,
        ...(copyTo.length > 0 ? { copyTo } : {}),
      }),
    readiness: (sessionId: string, filter: Filter<'date' | 'area' | 'limit'>, signal?: AbortSignal) =>
      getJson<Readiness>(apiUrl(`/sessions/${id(sessionId)}/readiness`, filter), signal),

    clusters: (filter: ClusterFilter & Filter<'cursor'>, signal?: AbortSignal) =>
      getJson<ClusterPage>(apiUrl('/clusters', filter), signal),
    cluster: (clusterId: string, signal?: AbortSignal) =>
      getJson<ClusterDetail>(apiUrl(`/clusters/${id(clusterId)}`), signal),
    nowPlaying: (clusterId: string, signal?: AbortSignal) =>
      timed<NowPlaying>(apiUrl(`/clusters/${id(clusterId)}/now-playing`), signal),

    playbacks: (filter: PlaybackFilter & Filter<'cursor'>, signal?: AbortSignal) =>
      getJson<PlaybackPage>(apiUrl('/playbacks', filter), signal),
    playbackSummaries: (filter: Filter<'area' | 'from' | 'to'>, signal?: AbortSignal) =>
      getJson<PlaybackSummaries>(apiUrl('/playbacks/summary', filter), signal),

    ...createAuditCalls(),
    ...createKeyCalls(),
    ...createBroadcastCalls(),
    ...createNoticeCalls(),
    ...createPeopleCalls(),
    ...createDeviceCalls(),
  };
};
export type Api = ReturnType<typeof createApi>;
