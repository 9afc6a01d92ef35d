import { createRoute, z } from '@hono/zod-openapi';
import type { Directory } from '../app/directory/directory.ts';
import type { Notices } from '../app/notices/notices.ts';
import type { WebhookRow } from '../app/ports/store/notice-settings.ts';
import { areaByCode, areaRefOf } from './area-ref.ts';
import { needs } from './authorisation.ts';
import { deliveryOut } from './delivery-view.ts';
import type { Permit } from './permit.ts';
import { accepted, json, notFound, problemResponse } from './problem.ts';
import { reads } from './reading.ts';
import {
  changeWebhook,
  createWebhook,
  deliveryPage,
  type Webhook,
  webhook,
  webhookList,
  webhookWithSecret,
} from './representations/notice.ts';
import { iso, isoOrNull } from './representations/time.ts';
import { createRouter } from './router.ts';

const tags = ['webhooks'];
const params = z.object({ id: z.string().max(64) });

const listRoute = createRoute({
  method: 'get',
  path: '/webhooks',
  ...reads('area', 'webhooks.write'),
  tags,
  summary: 'Where notices are posted to',
  responses: { 200: { description: 'Webhooks', content: json(webhookList) }, ...problemResponse },
});
const createRouteOf = createRoute({
  method: 'post',
  path: '/webhooks',
  ...needs('webhooks.write'),
  tags,
  summary:
    'Posts notices of an area to an address, signed as Standard Webhooks; its secret is shown this once',
  request: { body: { required: true, content: json(createWebhook) } },
  responses: {
    201: { description: 'With its secret', content: json(webhookWithSecret) },
    ...problemResponse,
  },
});
const changeRoute = createRoute({
  method: 'patch',
  path: '/webhooks/{id}',
  ...needs('webhooks.write'),
  tags,
  summary: 'Changes a webhook, or switches it off and on',
  request: { params, body: { required: true, content: json(changeWebhook) } },
  responses: { 200: { description: 'The webhook', content: json(webhook) }, ...problemResponse },
});
const rotateRoute = createRoute({
  method: 'post',
  path: '/webhooks/{id}/rotate',
  ...needs('webhooks.write'),
  tags,
  summary: 'A new secret, shown this once; the old one signs as well for a day',
  request: { params },
  responses: {
    200: { description: 'With its secret', content: json(webhookWithSecret) },
    ...problemResponse,
  },
});
const testRoute = createRoute({
  method: 'post',
  path: '/webhooks/{id}/test',
  ...needs('webhooks.write'),
  tags,
  summary: 'Posts a test; what became of it stands among the deliveries',
  request: { params },
  responses: { 202: { description: 'On its way' }, ...problemResponse },
});
const deliveriesRoute = createRoute({
  method: 'get',
  path: '/webhooks/{id}/deliveries',
  ...reads('area', 'webhooks.write'),
  tags,
  summary: 'What was posted there: newest first',
  request: {
    params,
    query: z.object({
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
  },
  responses: { 200: { description: 'A page', content: json(deliveryPage) }, ...problemResponse },
});

const unknown = { code: 'Webhook_Unknown', vi: 'Không có webhook này.', en: 'There is no such webhook.' };

export const createWebhookRoutes = ({ notices, directory }: { notices: Notices; directory: Directory }) => {
  const { webhooks } = notices;
  const describe = (row: WebhookRow): Webhook => ({
    id: row.id,
    name: row.name,
    area: areaRefOf(directory, row.areaKey),
    url: row.url,
    types: row.types,
    isOn: row.disabledAt === null,
    rotatedAt: isoOrNull(row.rotatedAt),
    createdAt: iso(row.createdAt),
    createdBy: row.createdBy,
  });
  const permitted = async (permit: Permit, id: string): Promise<string> => {
    const row = accepted(await webhooks.get(id));
    permit('webhooks.write', [row.areaKey]);
    return row.id;
  };

  return createRouter()
    .openapi(listRoute, async (c) => {
      const { covers } = c.get('readable');
      const rows = (await webhooks.all()).filter(({ areaKey }) => covers(areaKey));
      return c.json({ items: rows.map(describe) }, 200);
    })
    .openapi(createRouteOf, async (c) => {
      const { areaCode, ...input } = c.req.valid('json');
      const { key: areaKey } = areaByCode(directory, areaCode);
      c.get('permit')('webhooks.write', [areaKey]);
      const made = accepted(await webhooks.add({ ...input, areaKey }, c.get('user').username));
      return c.json({ ...describe(made.webhook), secret: made.secret }, 201);
    })
    .openapi(changeRoute, async (c) => {
      const id = await permitted(c.get('permit'), c.req.valid('param').id);
      const { name, url, types, isOn } = c.req.valid('json');
      const change = {
        ...(name === undefined ? {} : { name }),
        ...(url === undefined ? {} : { url }),
        ...(types === undefined ? {} : { types }),
        ...(isOn === undefined ? {} : { isOn }),
      };
      return c.json(describe(accepted(await webhooks.change(id, change))), 200);
    })
    .openapi(rotateRoute, async (c) => {
      const id = await permitted(c.get('permit'), c.req.valid('param').id);
      const made = accepted(await webhooks.rotate(id));
      return c.json({ ...describe(made.webhook), secret: made.secret }, 200);
    })
    .openapi(testRoute, async (c) => {
      accepted(await webhooks.test(await permitted(c.get('permit'), c.req.valid('param').id)));
      return c.body(null, 202);
    })
    .openapi(deliveriesRoute, async (c) => {
      const row = accepted(await webhooks.get(c.req.valid('param').id));
      if (!c.get('readable').covers(row.areaKey)) throw notFound(unknown);
      const { cursor, limit } = c.req.valid('query');
      const page = await webhooks.deliveries(row.id, cursor ?? null, limit);
      return c.json({ items: page.items.map((one) => deliveryOut(one, row.name)), next: page.next }, 200);
    });
};
