import { createRoute, z } from '@hono/zod-openapi';
import { identifier } from '#protocol';
import type { Directory } from '../app/directory/directory.ts';
import type { NowPlaying as NowPlayingLookup } from '../app/ledger/now-playing.ts';
import type { Clock } from '../app/ports/runtime.ts';
import type { AnnouncementRow } from '../app/ports/store/announcements.ts';
import type { AssetRow } from '../app/ports/store/assets.ts';
import type { ClusterRow } from '../app/ports/store/clusters.ts';
import type { DeviceRow } from '../app/ports/store/devices.ts';
import type { PlaybackRow } from '../app/ports/store/playbacks.ts';
import type { Store } from '../app/ports/store.ts';
import type { Presence } from '../app/presence/presence.ts';
import { readableIntervals } from '../domain/presence-intervals.ts';
import { localDateOf } from '../domain/vietnam-date.ts';
import { areaRefOf } from './area-ref.ts';
import { clusterSummaryOf, deviceOf } from './cluster-view.ts';
import { json, notFound, problemResponse } from './problem.ts';
import type { Readable } from './readable.ts';
import { reads } from './reading.ts';
import {
  type ClusterDetail,
  type ClusterSummary,
  clusterDetail,
  clusterPage,
  type NowPlaying,
  nowPlaying,
} from './representations/cluster.ts';
import { areaCode, type PresenceCounts, presenceState } from './representations/common.ts';
import { iso, isoOrNull } from './representations/time.ts';
import { createRouter } from './router.ts';

const day = 24 * 60 * 60 * 1_000;
const shortestIntervalMs = 1_000;

const pageRoute = createRoute({
  method: 'get',
  path: '/clusters',
  ...reads('area'),
  tags: ['clusters'],
  summary: 'Clusters by area, presence and words of their name',
  request: {
    query: z.object({
      area: areaCode.optional(),
      presence: presenceState.optional(),
      search: z.string().max(100).optional(),
      cursor: identifier.optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: { 200: { description: 'A page', content: json(clusterPage) }, ...problemResponse },
});
const id = z.object({ id: z.string().max(64) });
const oneRoute = createRoute({
  method: 'get',
  path: '/clusters/{id}',
  ...reads('area'),
  tags: ['clusters'],
  summary: 'One cluster: health, presence of the last day and of 30 days',
  request: { params: id },
  responses: { 200: { description: 'The cluster', content: json(clusterDetail) }, ...problemResponse },
});
const nowPlayingRoute = createRoute({
  method: 'get',
  path: '/clusters/{id}/now-playing',
  ...reads('area'),
  tags: ['clusters'],
  summary: 'What the loudspeakers play by their own report, and where in the audio they are',
  request: { params: id },
  responses: {
    200: { description: 'Playing, or what comes next', content: json(nowPlaying) },
    ...problemResponse,
  },
});

const unknown = { code: 'Cluster_Unknown', vi: 'Không có cụm loa này.', en: 'There is no such cluster.' };
/** Where the audio is so long after its beginning; one that repeats is always somewhere within. */
const positionIn = ({ durationMs }: AssetRow, repeat: boolean, sinceMs: number): number => {
  const since = Math.max(0, sinceMs);
  return repeat ? since % durationMs : Math.min(durationMs, since);
};

type Served = { cluster: ClusterRow; device: DeviceRow | undefined };

const addCounts = (one: PresenceCounts, other: PresenceCounts): PresenceCounts => ({
  clusters: one.clusters + other.clusters,
  online: one.online + other.online,
  late: one.late + other.late,
  offline: one.offline + other.offline,
  unknown: one.unknown + other.unknown,
});

export const createClusterRoutes = (deps: {
  store: Store;
  directory: Directory;
  presence: Presence;
  playing: NowPlayingLookup;
  missingOf: (deviceId: string) => readonly { sha256: string; reason: string }[];
  clock: Clock;
}) => {
  const { store, directory, presence, playing, missingOf, clock } = deps;
  const summariesOf = async (clusters: readonly ClusterRow[]): Promise<ClusterSummary[]> => {
    const rows = await playing.rowsOf(clusters.map((cluster) => cluster.id));
    return clusters.map((cluster) =>
      clusterSummaryOf({ directory, presence }, cluster, rows.get(cluster.id)),
    );
  };
  const summaryOf = async (cluster: ClusterRow): Promise<ClusterSummary> => {
    const [summary] = await summariesOf([cluster]);
    if (!summary) throw notFound(unknown);
    return summary;
  };
  const find = (clusterId: string, readable: Readable): Served => {
    const cluster = directory.clusters.get(clusterId);
    if (!cluster || !readable.covers(cluster.areaKey)) throw notFound(unknown);
    return { cluster, device: directory.devices.ofCluster(clusterId) };
  };

  const heartbeatOf = (deviceId: string): ClusterDetail['heartbeat'] => {
    const beat = presence.of(deviceId)?.heartbeat;
    return beat
      ? {
          uptimeMs: beat.uptimeMs,
          clockOffsetMs: beat.clock?.offsetMs ?? null,
          clockErrorMs: beat.clock?.errorMs ?? null,
          volume: beat.volume,
          cachedAssets: beat.cache.assets,
          missingAssets: beat.cache.missing,
          freeBytes: beat.cache.freeBytes,
          mains: beat.supply?.mains ?? null,
          volts: beat.supply?.volts ?? null,
          temperatureC: beat.temperatureC,
          signalDbm: beat.signalDbm,
          firmware: beat.firmware,
        }
      : null;
  };
  const historyOf = async (
    deviceId: string,
    now: number,
  ): Promise<Pick<ClusterDetail, 'intervals' | 'days'>> => {
    const intervals = await store.presence.intervals({ deviceId, from: now - day, to: now });
    const days = await store.presence.days({
      deviceId,
      fromDay: localDateOf(now - 30 * day),
      toDay: localDateOf(now),
    });
    return {
      intervals: readableIntervals(intervals, shortestIntervalMs).map(({ state, fromAt, toAt }) => ({
        state,
        from: iso(fromAt),
        to: toAt === null ? null : iso(toAt),
      })),
      days: days.map(({ deviceId: _, ...rollUp }) => rollUp),
    };
  };
  const detailOf = async ({ cluster, device }: Served): Promise<ClusterDetail> => {
    const history = device ? await historyOf(device.id, clock.now()) : { intervals: [], days: [] };
    const { latitude, longitude, horns, watts } = cluster;
    const waiting = directory.devices.historyOf(cluster.id).findLast(({ status }) => status === 'waiting');
    const photo = await store.clusters.photo(cluster.id);
    return {
      ...(await summaryOf(cluster)),
      ...{ latitude, longitude, horns, watts },
      zone: cluster.zoneKey === null ? null : areaRefOf(directory, cluster.zoneKey),
      retiredAt: isoOrNull(cluster.retiredAt),
      waiting: waiting ? deviceOf(waiting) : null,
      photo: photo && {
        url: `/api/v1/clusters/${cluster.id}/photo?of=${photo.sha256.slice(0, 16)}`,
        takenAt: iso(photo.takenAt),
        takenBy: photo.takenBy,
      },
      heartbeat: device ? heartbeatOf(device.id) : null,
      missing: device ? [...missingOf(device.id)] : [],
      ...history,
    };
  };
  /** By the device's word; as planned until its first heartbeat within the item. */
  const volumeOf = async (
    row: PlaybackRow,
    device: DeviceRow | undefined,
    announced: AnnouncementRow | undefined,
  ): Promise<number> => {
    const beat = presence.ofCluster(row.clusterId)?.heartbeat;
    if (beat?.playing?.itemId === row.itemId) return beat.volume;
    const session = row.sessionId === null ? null : await store.sessions.get(row.sessionId);
    return Math.min(announced?.volume ?? session?.volume ?? 100, device?.maxVolume ?? 100);
  };
  const nowPlayingAt = async ({ cluster, device }: Served): Promise<NowPlaying> => {
    const now = clock.now();
    const row = (await playing.rowsOf([cluster.id])).get(cluster.id);
    const asset = row?.sha256 ? await store.assets.get(row.sha256) : null;
    const [announced] = row?.sessionId === null ? await store.announcements.many([row.itemId]) : [];
    const next = await playing.next(cluster.id);
    return {
      clusterId: cluster.id,
      serverTime: iso(now),
      playing:
        row && asset
          ? {
              itemId: row.itemId,
              title: row.title,
              url: `/media/${asset.sha256}.mp3`,
              peaks: asset.peaks,
              startedAt: iso(row.startedAt ?? row.plannedStart),
              // Items keep to the wall clock: who joins late enters in the middle.
              positionMs: positionIn(asset, announced?.repeat ?? false, now - row.plannedStart),
              durationMs: asset.durationMs,
              repeat: announced?.repeat ?? false,
              announcementKind: announced?.kind ?? null,
              volume: await volumeOf(row, device, announced),
            }
          : null,
      next: next && { itemId: next.itemId, title: next.title, startAt: iso(next.startAt) },
    };
  };

  return createRouter()
    .openapi(pageRoute, async (c) => {
      const { area, presence: state, search, cursor, limit } = c.req.valid('query');
      const readable = c.get('readable');
      const areaKey = area === undefined ? null : readable.area(area);
      const where = (cluster: ClusterRow): boolean =>
        (areaKey !== null || readable.covers(cluster.areaKey)) &&
        (state === undefined || (presence.ofCluster(cluster.id)?.state ?? 'unknown') === state);
      const page = directory.clusters.search({
        areaKey,
        text: search ?? null,
        where,
        cursor: cursor ?? null,
        limit,
      });
      const parts = areaKey === null ? (readable.tops ?? [null]) : [areaKey];
      const counts = parts.map(presence.counts).reduce(addCounts);
      return c.json({ items: await summariesOf(page.items), next: page.next, counts }, 200);
    })
    .openapi(oneRoute, async (c) =>
      c.json(await detailOf(find(c.req.valid('param').id, c.get('readable'))), 200),
    )
    .openapi(nowPlayingRoute, async (c) =>
      c.json(await nowPlayingAt(find(c.req.valid('param').id, c.get('readable'))), 200),
    );
};
