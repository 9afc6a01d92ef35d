import { createRoute, z } from '@hono/zod-openapi';
import type { Clusters } from '../app/devices/clusters.ts';
import { deviceFaults } from '../app/devices/device-faults.ts';
import type { Directory } from '../app/directory/directory.ts';
import type { ClusterRow } from '../app/ports/store/clusters.ts';
import type { DeviceEventRow } from '../app/ports/store/devices.ts';
import type { Store } from '../app/ports/store.ts';
import type { Presence } from '../app/presence/presence.ts';
import { areaByCode, areaRefOf } from './area-ref.ts';
import { needs } from './authorisation.ts';
import { clusterSummaryOf } from './cluster-view.ts';
import { accepted, json, notFound, problemResponse } from './problem.ts';
import { reads } from './reading.ts';
import {
  becauseOf,
  type ClusterHistory,
  clusterHistory,
  clusterSummary,
  createCluster,
  editCluster,
  moveCluster,
} from './representations/cluster.ts';
import { iso } from './representations/time.ts';
import { createRouter } from './router.ts';

const id = z.object({ id: z.string().max(64) });
const changed = {
  responses: { 200: { description: 'As it is now', content: json(clusterSummary) }, ...problemResponse },
};

const createClusterRoute = createRoute({
  method: 'post',
  path: '/clusters',
  ...needs('devices.write'),
  tags: ['clusters'],
  summary: 'A new place with loudspeakers in a commune',
  request: { body: { required: true, content: json(createCluster) } },
  responses: { 201: { description: 'The cluster', content: json(clusterSummary) }, ...problemResponse },
});
const editRoute = createRoute({
  method: 'patch',
  path: '/clusters/{id}',
  ...needs('devices.write'),
  tags: ['clusters'],
  summary: 'Name, position, zone, horns and watts',
  request: { params: id, body: { required: true, content: json(editCluster) } },
  ...changed,
});
const moveRoute = createRoute({
  method: 'post',
  path: '/clusters/{id}/move',
  ...needs('devices.write'),
  tags: ['clusters'],
  summary: 'To another commune; needs both. The past stays with the old one, the receiver connects again',
  request: { params: id, body: { required: true, content: json(moveCluster) } },
  ...changed,
});
const retireRoute = createRoute({
  method: 'post',
  path: '/clusters/{id}/retire',
  ...needs('devices.write'),
  tags: ['clusters'],
  summary: 'Takes a cluster and its receivers out of service for good',
  request: { params: id, body: { required: true, content: json(becauseOf) } },
  ...changed,
});
const historyRoute = createRoute({
  method: 'get',
  path: '/clusters/{id}/history',
  ...reads('area'),
  tags: ['clusters'],
  summary: 'Who did what to the cluster and its receivers, when and why; the newest hundred',
  request: { params: id },
  responses: { 200: { description: 'Newest first', content: json(clusterHistory) }, ...problemResponse },
});

const mostEvents = 100;
const text = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null;

/** Clusters made, changed, moved and retired, and their history. */
export const createClusterChangeRoutes = (deps: {
  store: Pick<Store, 'devices'>;
  directory: Directory;
  clusters: Clusters;
  presence: Presence;
}) => {
  const { store, directory, clusters } = deps;
  const describe = (cluster: ClusterRow) => clusterSummaryOf(deps, cluster, undefined);
  const find = (clusterId: string): ClusterRow => {
    const cluster = directory.clusters.get(clusterId);
    if (!cluster) throw notFound(deviceFaults.noCluster);
    return cluster;
  };
  const zoneKeyOf = (code: string | null): string | null =>
    code === null ? null : areaByCode(directory, code).key;
  const described = (event: DeviceEventRow): ClusterHistory['items'][number] => {
    const { type, detail, deviceId } = event;
    const device = deviceId === null ? undefined : directory.devices.get(deviceId);
    const told = (value: unknown): string | null =>
      type === 'moved' && typeof value === 'string' ? areaRefOf(directory, value).name : text(value);
    return {
      at: iso(event.at),
      type,
      by: event.doneBy,
      reason: event.reason,
      serial: device?.serial ?? null,
      from: told(detail.from),
      to: told(detail.to),
    };
  };

  return createRouter()
    .openapi(createClusterRoute, async (c) => {
      const { areaCode, zoneCode, ...rest } = c.req.valid('json');
      const { key: areaKey } = areaByCode(directory, areaCode);
      c.get('permit')('devices.write', [areaKey]);
      const wanted = { ...rest, areaKey, zoneKey: zoneKeyOf(zoneCode) };
      return c.json(describe(accepted(await clusters.create(wanted, c.get('user').username))), 201);
    })
    .openapi(editRoute, async (c) => {
      const cluster = find(c.req.valid('param').id);
      c.get('permit')('devices.write', [cluster.areaKey]);
      const { zoneCode, ...rest } = c.req.valid('json');
      const change = zoneCode === undefined ? rest : { ...rest, zoneKey: zoneKeyOf(zoneCode) };
      const outcome = await clusters.edit(cluster.id, change, c.get('user').username);
      return c.json(describe(accepted(outcome)), 200);
    })
    .openapi(moveRoute, async (c) => {
      const cluster = find(c.req.valid('param').id);
      const { areaCode, zoneCode, reason } = c.req.valid('json');
      const { key: areaKey } = areaByCode(directory, areaCode);
      c.get('permit')('devices.write', [cluster.areaKey, areaKey]);
      const move = { areaKey, zoneKey: zoneKeyOf(zoneCode), reason };
      const outcome = await clusters.move(cluster.id, move, c.get('user').username);
      return c.json(describe(accepted(outcome)), 200);
    })
    .openapi(retireRoute, async (c) => {
      const cluster = find(c.req.valid('param').id);
      c.get('permit')('devices.write', [cluster.areaKey]);
      const { reason } = c.req.valid('json');
      const outcome = await clusters.retire(cluster.id, reason, c.get('user').username);
      return c.json(describe(accepted(outcome)), 200);
    })
    .openapi(historyRoute, async (c) => {
      const cluster = find(c.req.valid('param').id);
      if (!c.get('readable').covers(cluster.areaKey)) throw notFound(deviceFaults.noCluster);
      const events = await store.devices.events(cluster.id, mostEvents);
      return c.json({ items: events.map(described) }, 200);
    });
};
