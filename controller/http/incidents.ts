import { createRoute, z } from '@hono/zod-openapi';
import type { Directory } from '../app/directory/directory.ts';
import type { Incidents } from '../app/incidents/incidents.ts';
import type { IncidentRow } from '../app/ports/store/incidents.ts';
import type { UserRow } from '../app/ports/store/users.ts';
import type { Store } from '../app/ports/store.ts';
import { stateOf } from '../domain/incident.ts';
import { incidentTitle } from '../domain/incident-title.ts';
import { areaRefOf, districtRefOf } from './area-ref.ts';
import { needs } from './authorisation.ts';
import type { Permit } from './permit.ts';
import { accepted, json, problemResponse } from './problem.ts';
import { reads } from './reading.ts';
import { areaCode } from './representations/common.ts';
import {
  type Incident,
  incident,
  incidentPage,
  incidentState,
  incidentType,
  incidentWord,
} from './representations/incident.ts';
import { iso, isoOrNull } from './representations/time.ts';
import { createRouter } from './router.ts';

const tags = ['incidents'];
const id = z.object({ id: z.string().max(64) });

const pageRoute = createRoute({
  method: 'get',
  path: '/incidents',
  ...reads('area'),
  tags,
  summary: 'What is wrong, and was: newest first',
  request: {
    query: z.object({
      area: areaCode.optional().openapi({ description: 'This area and everything below it' }),
      state: incidentState.optional(),
      type: incidentType.optional(),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: { 200: { description: 'A page', content: json(incidentPage) }, ...problemResponse },
});
const acknowledgeRoute = createRoute({
  method: 'post',
  path: '/incidents/{id}/acknowledge',
  ...needs('incidents.handle'),
  tags,
  summary: 'Somebody has seen it and looks after it',
  request: { params: id, body: { required: false, content: json(incidentWord) } },
  responses: { 200: { description: 'The incident', content: json(incident) }, ...problemResponse },
});
const closeRoute = createRoute({
  method: 'post',
  path: '/incidents/{id}/close',
  ...needs('incidents.handle'),
  tags,
  summary: 'Done with it; should its cause last, it raises no other one until it has gone and come back',
  request: { params: id, body: { required: false, content: json(incidentWord) } },
  responses: { 200: { description: 'The incident', content: json(incident) }, ...problemResponse },
});

const nameOf = (user: UserRow): string => user.displayName || user.username;

export const createIncidentRoutes = (deps: { store: Store; directory: Directory; incidents: Incidents }) => {
  const { store, directory, incidents } = deps;
  const describe = (row: IncidentRow): Incident => ({
    id: row.id,
    type: row.type,
    severity: row.severity,
    state: stateOf(row),
    title: incidentTitle(row),
    area: areaRefOf(directory, row.areaKey),
    district: districtRefOf(directory, row.areaKey),
    clusterId: row.clusterId,
    clusterName: row.clusterId && (directory.clusters.get(row.clusterId)?.name ?? null),
    deviceId: row.deviceId,
    sessionId: row.sessionId,
    announcementId: row.announcementId,
    itemId: row.itemId,
    openedAt: iso(row.openedAt),
    lastAt: iso(row.lastAt),
    count: row.count,
    acknowledgedAt: isoOrNull(row.acknowledgedAt),
    acknowledgedBy: row.acknowledgedBy,
    closedAt: isoOrNull(row.closedAt),
    closedBy: row.closedBy,
    closedReason: row.closedReason,
    notes: row.notes.map(({ at, by, text }) => ({ at: iso(at), by, text })),
    detail: row.detail,
  });

  const permitHandling = async (permit: Permit, incidentId: string): Promise<void> => {
    const row = await store.incidents.get(incidentId);
    if (row) permit('incidents.handle', [row.areaKey]);
  };

  return createRouter()
    .openapi(pageRoute, async (c) => {
      const { area, state, type, cursor, limit } = c.req.valid('query');
      const areaKeys = c.get('readable').within(area);
      const filter = { areaKeys, type: type ?? null, state: state ?? null };
      const page = await store.incidents.page(filter, cursor ?? null, limit);
      const counts = incidents.counts(areaKeys, filter.type);
      return c.json({ items: page.items.map(describe), next: page.next, counts }, 200);
    })
    .openapi(acknowledgeRoute, async (c) => {
      const { note = null } = c.req.valid('json');
      await permitHandling(c.get('permit'), c.req.valid('param').id);
      const by = nameOf(c.get('user'));
      return c.json(describe(accepted(await incidents.acknowledge(c.req.valid('param').id, by, note))), 200);
    })
    .openapi(closeRoute, async (c) => {
      const { note = null } = c.req.valid('json');
      await permitHandling(c.get('permit'), c.req.valid('param').id);
      const by = nameOf(c.get('user'));
      return c.json(describe(accepted(await incidents.close(c.req.valid('param').id, by, note))), 200);
    });
};
