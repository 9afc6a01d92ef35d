import { createRoute, z } from '@hono/zod-openapi';
import type { Bulletins } from '../app/bulletins/bulletins.ts';
import type { Directory } from '../app/directory/directory.ts';
import type { Inbox, SentDispatch } from '../app/inbox/inbox.ts';
import { inboxFaults } from '../app/inbox/inbox-faults.ts';
import type { Store } from '../app/ports/store.ts';
import { areaByCode, areaRefOf } from './area-ref.ts';
import { needs } from './authorisation.ts';
import { isReadableBulletin, unknownBulletin } from './bulletin-reading.ts';
import { decisionOf } from './inbox-view.ts';
import { accepted, json, notFound, problemResponse } from './problem.ts';
import { reads } from './reading.ts';
import { areaCode } from './representations/common.ts';
import { type Dispatch, dispatch, dispatchPage, sendDispatch } from './representations/inbox.ts';
import { createRouter } from './router.ts';
import { createSentView } from './sent-view.ts';

const tags = ['inbox'];

const sendRoute = createRoute({
  method: 'post',
  path: '/dispatches',
  ...needs('dispatches.write'),
  tags,
  summary: "Send a higher level's normal bulletin to communes; each decides whether and when it airs",
  request: { body: { required: true, content: json(sendDispatch) } },
  responses: { 201: { description: 'Sent', content: json(dispatch) }, ...problemResponse },
});
const pageRoute = createRoute({
  method: 'get',
  path: '/dispatches',
  ...reads('area'),
  tags,
  summary: 'What an area, or one below it, has sent, newest first',
  request: {
    query: z.object({
      area: areaCode.optional(),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(30),
    }),
  },
  responses: { 200: { description: 'A page', content: json(dispatchPage) }, ...problemResponse },
});
const oneRoute = createRoute({
  method: 'get',
  path: '/dispatches/{id}',
  ...reads('area'),
  tags,
  summary: 'One dispatch, with what each commune made of it',
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: { 200: { description: 'The dispatch', content: json(dispatch) }, ...problemResponse },
});

export const createDispatchRoutes = (deps: {
  inbox: Inbox;
  bulletins: Pick<Bulletins, 'progress'>;
  store: Pick<Store, 'assets' | 'bulletins' | 'approvals'>;
  directory: Directory;
}) => {
  const { inbox, store, directory } = deps;
  const view = createSentView(deps, ({ dispatch: { id }, entries }: SentDispatch, sent): Dispatch => {
    const count = (state: string) => entries.filter((entry) => entry.state === state).length;
    return {
      id,
      ...sent,
      counts: { waiting: count('waiting'), placed: count('placed'), declined: count('declined') },
      communes: entries.map((entry) => ({
        area: areaRefOf(directory, entry.areaKey),
        ...decisionOf(entry),
      })),
    };
  });

  return createRouter()
    .openapi(sendRoute, async (c) => {
      const { bulletinId, targets, note } = c.req.valid('json');
      const areaKeys = targets.map((target) => areaByCode(directory, target.areaCode).key);
      const bulletin = await store.bulletins.get(bulletinId);
      if (bulletin && !isReadableBulletin(c.get('readable'), bulletin)) throw notFound(unknownBulletin);
      // In whose name it goes out, and to whom.
      c.get('permit')('dispatches.write', [...areaKeys, ...(bulletin ? [bulletin.areaKey] : [])]);
      const wanted = { bulletinId, areaKeys, note: note ?? null };
      return c.json(await view.one(accepted(await inbox.send(wanted, c.get('user')))), 201);
    })
    .openapi(pageRoute, async (c) => {
      const { area, cursor, limit } = c.req.valid('query');
      const page = await inbox.dispatches({
        fromAreaKeys: c.get('readable').within(area),
        cursor: cursor ?? null,
        limit,
      });
      const items = (await view.all(page.items)).map(({ communes: _, ...summary }) => summary);
      return c.json({ items, next: page.next }, 200);
    })
    .openapi(oneRoute, async (c) => {
      const sent = accepted(await inbox.dispatch(c.req.valid('param').id));
      // Its receivers read it in their inbox, each without what the others made of it.
      if (!c.get('readable').covers(sent.dispatch.fromAreaKey)) throw notFound(inboxFaults.dispatchUnknown);
      return c.json(await view.one(sent), 200);
    });
};
