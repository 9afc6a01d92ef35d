import { createRoute, z } from '@hono/zod-openapi';
import type { Bulletins } from '../app/bulletins/bulletins.ts';
import type { Directory } from '../app/directory/directory.ts';
import type { Inbox, InboxEntry as StoredEntry } from '../app/inbox/inbox.ts';
import type { Store } from '../app/ports/store.ts';
import { sessionFaults } from '../app/sessions/session-faults.ts';
import { areaByCode, areaRefOf } from './area-ref.ts';
import { needs } from './authorisation.ts';
import { decisionOf } from './inbox-view.ts';
import { accepted, json, notFound, problemResponse } from './problem.ts';
import { reads } from './reading.ts';
import { areaCode } from './representations/common.ts';
import {
  declineEntry,
  type InboxEntry,
  inboxEntry,
  inboxPage,
  inboxState,
  placeEntry,
} from './representations/inbox.ts';
import { createRouter } from './router.ts';
import { createSentView } from './sent-view.ts';

const tags = ['inbox'];
const params = z.object({ dispatchId: z.string().max(64), areaCode });

const listRoute = createRoute({
  method: 'get',
  path: '/inbox',
  ...reads('area'),
  tags,
  summary: 'What higher levels sent to the communes of an area, newest first',
  request: {
    query: z.object({
      area: areaCode.optional(),
      state: inboxState.optional(),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(30),
    }),
  },
  responses: { 200: { description: 'A page', content: json(inboxPage) }, ...problemResponse },
});
const placeRoute = createRoute({
  method: 'post',
  path: '/inbox/{dispatchId}/{areaCode}/place',
  ...needs('inbox.place'),
  tags,
  summary: "Place a sent bulletin into one of the commune's own sessions, at the end of each date",
  request: { params, body: { required: true, content: json(placeEntry) } },
  responses: { 200: { description: 'Placed', content: json(inboxEntry) }, ...problemResponse },
});
const declineRoute = createRoute({
  method: 'post',
  path: '/inbox/{dispatchId}/{areaCode}/decline',
  ...needs('inbox.place'),
  tags,
  summary: 'Decline a sent bulletin; the sender sees the reason',
  request: { params, body: { required: true, content: json(declineEntry) } },
  responses: { 200: { description: 'Declined', content: json(inboxEntry) }, ...problemResponse },
});

export const createInboxRoutes = (deps: {
  inbox: Inbox;
  bulletins: Pick<Bulletins, 'progress'>;
  store: Pick<Store, 'assets' | 'sessions' | 'approvals'>;
  directory: Directory;
}) => {
  const { inbox, store, directory } = deps;
  const view = createSentView(
    deps,
    ({ entry, dispatch }: StoredEntry, sent): InboxEntry => ({
      dispatchId: dispatch.id,
      ...sent,
      to: areaRefOf(directory, entry.areaKey),
      ...decisionOf(entry),
    }),
  );
  const placeOf = ({ dispatchId, areaCode: code }: z.infer<typeof params>) => ({
    dispatchId,
    areaKey: areaByCode(directory, code).key,
  });

  return createRouter()
    .openapi(listRoute, async (c) => {
      const { area, state, cursor, limit } = c.req.valid('query');
      const page = await inbox.list({
        areaKeys: c.get('readable').communes(area),
        state: state ?? null,
        cursor: cursor ?? null,
        limit,
      });
      return c.json({ items: await view.all(page.items), next: page.next }, 200);
    })
    .openapi(placeRoute, async (c) => {
      const at = placeOf(c.req.valid('param'));
      c.get('permit')('inbox.place', [at.areaKey]);
      const where = c.req.valid('json');
      const session = await store.sessions.get(where.sessionId);
      if (session && !c.get('readable').covers(session.areaKey)) throw notFound(sessionFaults.unknown);
      const placed = accepted(await inbox.place(at, where, c.get('user')));
      return c.json(await view.one(placed), 200);
    })
    .openapi(declineRoute, async (c) => {
      const at = placeOf(c.req.valid('param'));
      c.get('permit')('inbox.place', [at.areaKey]);
      const declined = accepted(await inbox.decline(at, c.req.valid('json').reason, c.get('user')));
      return c.json(await view.one(declined), 200);
    });
};
