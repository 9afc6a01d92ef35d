import { createRoute, z } from '@hono/zod-openapi';
import type { Notices } from '../app/notices/notices.ts';
import type { Delivery } from '../app/ports/store/deliveries.ts';
import type { Store } from '../app/ports/store.ts';
import { deliveryOut } from './delivery-view.ts';
import { json, problemResponse } from './problem.ts';
import { reads } from './reading.ts';
import { deliveryChannel, deliveryPage, deliveryState, outbox } from './representations/notice.ts';
import { createRouter } from './router.ts';

const tags = ['notices'];

const outboxRoute = createRoute({
  method: 'get',
  path: '/outbox',
  ...reads('area', 'webhooks.write'),
  tags,
  summary: 'The ways out of here: what is set up, what waits, what failed',
  responses: { 200: { description: 'By channel', content: json(outbox) }, ...problemResponse },
});
const deliveriesRoute = createRoute({
  method: 'get',
  path: '/outbox/deliveries',
  ...reads('area', 'webhooks.write'),
  tags,
  summary: 'What left here and what still has to, within the reader’s areas: newest first',
  request: {
    query: z.object({
      channel: deliveryChannel.optional(),
      state: deliveryState.optional(),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(50),
    }),
  },
  responses: { 200: { description: 'A page', content: json(deliveryPage) }, ...problemResponse },
});

/** Pages looked through for one answer: somebody of a small area may have few among many. */
const mostPages = 20;

export const createOutboxRoutes = ({ notices, store }: { notices: Notices; store: Store }) => {
  const nameOf = async ({ channel, target, userId }: Delivery): Promise<string> => {
    if (channel === 'webhook') return (await store.noticeSettings.webhook(target))?.name ?? target;
    const user = userId === null ? null : await store.users.byId(userId);
    return user ? user.displayName || user.username : (userId ?? '');
  };

  return createRouter()
    .openapi(outboxRoute, async (c) => {
      const { setup, counts } = await notices.outbox();
      const channels = deliveryChannel.options.map((channel) => {
        const of = (state: string): number =>
          counts.find((one) => one.channel === channel && one.state === state)?.count ?? 0;
        return {
          channel,
          on: setup.channels[channel],
          waiting: of('waiting'),
          sent: of('sent'),
          failed: of('failed'),
        };
      });
      return c.json({ isOutbox: setup.mode === 'outbox', channels }, 200);
    })
    .openapi(deliveriesRoute, async (c) => {
      const { channel, state, cursor, limit } = c.req.valid('query');
      const { covers } = c.get('readable');
      const filter = { channel: channel ?? null, state: state ?? null, target: null };
      const found: Delivery[] = [];
      let next: string | null = cursor ?? null;
      for (let pages = 0; pages < mostPages; pages += 1) {
        const page = await store.deliveries.page(filter, next, limit - found.length);
        found.push(...page.items.filter(({ notice }) => covers(notice.areaKey)));
        next = page.next;
        if (next === null || found.length >= limit) break;
      }
      const items = await Promise.all(found.map(async (row) => deliveryOut(row, await nameOf(row))));
      return c.json({ items, next }, 200);
    });
};
