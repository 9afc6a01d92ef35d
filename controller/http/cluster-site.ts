import { createRoute, z } from '@hono/zod-openapi';
import type { ClusterPhotos } from '../app/devices/cluster-photos.ts';
import { deviceFaults } from '../app/devices/device-faults.ts';
import type { Hearings } from '../app/devices/hearings.ts';
import type { Directory } from '../app/directory/directory.ts';
import type { ClusterRow } from '../app/ports/store/clusters.ts';
import type { Presence } from '../app/presence/presence.ts';
import { metresBetween, type Position } from '../domain/position.ts';
import { needs } from './authorisation.ts';
import { clusterSummaryOf } from './cluster-view.ts';
import { accepted, json, notFound, problemResponse } from './problem.ts';
import { reads } from './reading.ts';
import { clusterSites } from './representations/cluster.ts';
import { areaCode } from './representations/common.ts';
import { createRouter } from './router.ts';

const id = z.object({ id: z.string().max(64) });

const putRoute = createRoute({
  method: 'put',
  path: '/clusters/{id}/photo',
  ...needs('devices.write'),
  tags: ['clusters'],
  summary: 'A picture of the place: JPEG of at most 700 KB and 2000 pixels a side',
  request: {
    params: id,
    body: { required: true, content: json(z.strictObject({ jpeg: z.base64().max(960_000) })) },
  },
  responses: { 204: { description: 'Kept, without what tells where it was taken' }, ...problemResponse },
});
const getRoute = createRoute({
  method: 'get',
  path: '/clusters/{id}/photo',
  ...reads('area'),
  tags: ['clusters'],
  summary: 'The picture of the place',
  request: { params: id },
  responses: {
    200: {
      description: 'JPEG',
      content: { 'image/jpeg': { schema: { type: 'string', format: 'binary' } } },
    },
    ...problemResponse,
  },
});
const hearingRoute = createRoute({
  method: 'post',
  path: '/clusters/{id}/hearings',
  ...needs('devices.write'),
  tags: ['clusters'],
  summary: 'Whether somebody before the loudspeaker heard a test tone: evidence of grade confirmed',
  request: {
    params: id,
    body: {
      required: true,
      content: json(z.strictObject({ announcementId: z.string().max(64), heard: z.boolean() })),
    },
  },
  responses: {
    200: { description: 'Recorded', content: json(z.object({ outcome: z.string() })) },
    ...problemResponse,
  },
});

const nearestRoute = createRoute({
  method: 'get',
  path: '/cluster-sites',
  ...reads('area'),
  tags: ['clusters'],
  summary: 'Clusters nearest to a position, or in an area; those without a position come last',
  request: {
    query: z.object({
      area: areaCode.optional(),
      latitude: z.coerce.number().min(-90).max(90).optional(),
      longitude: z.coerce.number().min(-180).max(180).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
  },
  responses: {
    200: {
      description: 'Nearest first',
      content: json(clusterSites),
    },
    ...problemResponse,
  },
});

const noPhoto = { code: 'Photo_Unknown', vi: 'Cụm loa chưa có ảnh.', en: 'The cluster has no photo.' };

const farAway = Number.MAX_SAFE_INTEGER;
const metresTo = (here: Position, { latitude, longitude }: ClusterRow): number | null =>
  latitude === null || longitude === null ? null : Math.round(metresBetween(here, { latitude, longitude }));

/** What is found out at a place: how it looks, and whether it is heard. */
export const createClusterSiteRoutes = (deps: {
  directory: Directory;
  photos: ClusterPhotos;
  hearings: Hearings;
  presence: Presence;
}) => {
  const { directory, photos, hearings } = deps;
  const find = (clusterId: string): ClusterRow => {
    const cluster = directory.clusters.get(clusterId);
    if (!cluster) throw notFound(deviceFaults.noCluster);
    return cluster;
  };
  return createRouter()
    .openapi(putRoute, async (c) => {
      const cluster = find(c.req.valid('param').id);
      c.get('permit')('devices.write', [cluster.areaKey]);
      const bytes = Buffer.from(c.req.valid('json').jpeg, 'base64');
      accepted(await photos.put(cluster, bytes, c.get('user').username));
      return c.body(null, 204);
    })
    .openapi(getRoute, async (c) => {
      const cluster = find(c.req.valid('param').id);
      if (!c.get('readable').covers(cluster.areaKey)) throw notFound(deviceFaults.noCluster);
      const bytes = await photos.get(cluster.id);
      if (!bytes) throw notFound(noPhoto);
      // Somebody's upload: shown as a picture, never as a document.
      c.header('content-security-policy', "default-src 'none'; sandbox");
      c.header('x-content-type-options', 'nosniff');
      c.header('cache-control', 'private, max-age=3600');
      c.header('content-type', 'image/jpeg');
      return c.body(bytes, 200);
    })
    .openapi(nearestRoute, (c) => {
      const { area, latitude, longitude, limit } = c.req.valid('query');
      const readable = c.get('readable');
      const areaKey = area === undefined ? null : readable.area(area);
      const here = latitude === undefined || longitude === undefined ? null : { latitude, longitude };
      const items = directory.clusters
        .under(areaKey)
        .filter((cluster) => areaKey !== null || readable.covers(cluster.areaKey))
        .map((cluster) => ({ cluster, distanceM: here && metresTo(here, cluster) }))
        .sort((a, b) => (a.distanceM ?? farAway) - (b.distanceM ?? farAway))
        .slice(0, limit)
        .map(({ cluster, distanceM }) => ({ ...clusterSummaryOf(deps, cluster, undefined), distanceM }));
      return c.json({ items }, 200);
    })
    .openapi(hearingRoute, async (c) => {
      const cluster = find(c.req.valid('param').id);
      c.get('permit')('devices.write', [cluster.areaKey]);
      const { announcementId, heard } = c.req.valid('json');
      const said = { announcementId, isHeard: heard };
      const row = accepted(await hearings.record(cluster, said, c.get('user').username));
      return c.json({ outcome: row.outcome }, 200);
    });
};
