import { createRoute, z } from '@hono/zod-openapi';
import type { Directory } from '../app/directory/directory.ts';
import type { DryRuns } from '../app/sessions/dry-run.ts';
import { type PriorityOrders, spanOfDate } from '../app/sessions/priority-orders.ts';
import { areaByCode, areaRefOf } from './area-ref.ts';
import { needs } from './authorisation.ts';
import { createDryRunView } from './dry-run-view.ts';
import { accepted, json, problemResponse } from './problem.ts';
import { reads } from './reading.ts';
import { areaCode, localDate } from './representations/common.ts';
import { dryRun } from './representations/dry-run.ts';
import { priorityOrder, putPriorityOrder } from './representations/priority-order.ts';
import { iso, isoOrNull } from './representations/time.ts';
import { createRouter } from './router.ts';

const path = '/priority-orders/{areaCode}/{date}';
const params = z.object({ areaCode, date: localDate });
const tags = ['sessions'];

const readRoute = createRoute({
  method: 'get',
  path,
  ...reads('area'),
  tags,
  summary: 'The priority items of a commune and date, in the order that holds',
  request: { params },
  responses: { 200: { description: 'The order', content: json(priorityOrder) }, ...problemResponse },
});
const setRoute = createRoute({
  method: 'put',
  path,
  ...needs('inbox.place'),
  tags,
  summary: 'Put the priority items of a commune and date in order, whoever placed them',
  request: { params, body: { required: true, content: json(putPriorityOrder) } },
  responses: {
    200: { description: 'Saved; what the commune will hear that day', content: json(dryRun) },
    ...problemResponse,
  },
});

export const createPriorityOrderRoutes = (deps: {
  approvalCutOffMs: number;
  directory: Directory;
  priorityOrders: PriorityOrders;
  dryRuns: DryRuns;
}) => {
  const { directory, priorityOrders, dryRuns } = deps;
  const view = createDryRunView(directory, deps.approvalCutOffMs);
  return createRouter()
    .openapi(readRoute, async (c) => {
      const { areaCode: code, date } = c.req.valid('param');
      const { areaKey, items, decided } = accepted(
        await priorityOrders.read(c.get('readable').area(code), date),
      );
      return c.json(
        {
          area: areaRefOf(directory, areaKey),
          date,
          items: items.map(({ item, session }) => ({
            itemId: item.id,
            title: item.title,
            sessionId: session.id,
            sessionTitle: session.title,
            ownerArea: areaRefOf(directory, session.areaKey),
            startAt: iso(item.startAt),
            endAt: iso(item.endAt),
          })),
          isOrdered: decided !== null && decided.itemIds.length > 0,
          updatedBy: decided?.updatedBy ?? null,
          updatedAt: isoOrNull(decided?.updatedAt ?? null),
        },
        200,
      );
    })
    .openapi(setRoute, async (c) => {
      const { areaCode: code, date } = c.req.valid('param');
      const areaKey = areaByCode(directory, code).key;
      c.get('permit')('inbox.place', [areaKey]);
      const { itemIds } = c.req.valid('json');
      accepted(await priorityOrders.set(areaKey, date, itemIds, c.get('user')));
      return c.json(view(accepted(await dryRuns({ areaKey, clusterId: null, ...spanOfDate(date) }))), 200);
    });
};
