import { setImmediate as othersTurn } from 'node:timers/promises';
import { createRoute, z } from '@hono/zod-openapi';
import type { AnnouncementProgress } from '../app/announcements/announcement-progress.ts';
import type { AnnouncementRequests } from '../app/announcements/announcement-requests.ts';
import type { Announced } from '../app/announcements/announcements.ts';
import type { LiveAnnouncements } from '../app/announcements/live-announcements.ts';
import type { Directory } from '../app/directory/directory.ts';
import type { Clock } from '../app/ports/runtime.ts';
import type { AnnouncementRequestRow } from '../app/ports/store/announcement-requests.ts';
import type { AnnouncementRow } from '../app/ports/store/announcements.ts';
import type { Store } from '../app/ports/store.ts';
import { concernsParts } from './announcement-list.ts';
import { createRequestView, permitStart } from './announcement-request-view.ts';
import { createAnnouncementView } from './announcement-view.ts';
import { needs, permitPerson } from './authorisation.ts';
import { accepted, json, notFound, ProblemError, problemResponse } from './problem.ts';
import type { Readable } from './readable.ts';
import { reads } from './reading.ts';
import {
  announcement,
  announcementRequest,
  announcementRequestList,
  breakGlass,
  refuseRequest,
} from './representations/announcement.ts';
import { createRouter } from './router.ts';

const tags = ['announcements'];
const params = z.object({ id: z.string().max(64) });
const decided = {
  200: { description: 'As it is now', content: json(announcementRequest) },
  ...problemResponse,
};

const listRoute = createRoute({
  method: 'get',
  path: '/announcement-requests',
  ...reads('area'),
  tags,
  summary: 'Emergencies wider than a commune that wait for a second approver, or did; newest first',
  request: { query: z.object({ state: z.enum(['waiting']).optional() }) },
  responses: {
    200: { description: 'The last fifty', content: json(announcementRequestList) },
    ...problemResponse,
  },
});
const oneRoute = createRoute({
  method: 'get',
  path: '/announcement-requests/{id}',
  ...reads('area'),
  tags,
  summary: 'One of them',
  request: { params },
  responses: decided,
});
const confirmRoute = createRoute({
  method: 'post',
  path: '/announcement-requests/{id}/confirm',
  ...needs('announcements.emergency'),
  tags,
  summary: 'Start what another person asked for, at once; for people, not for tokens',
  request: { params },
  responses: { 201: { description: 'In force', content: json(announcement) }, ...problemResponse },
});
const breakGlassRoute = createRoute({
  method: 'post',
  path: '/announcement-requests/{id}/break-glass',
  ...needs('announcements.emergency'),
  tags,
  summary: 'Start at once what one asked for oneself, without the second person; everybody sees the reason',
  request: { params, body: { required: true, content: json(breakGlass) } },
  responses: { 201: { description: 'In force', content: json(announcement) }, ...problemResponse },
});
const refuseRoute = createRoute({
  method: 'post',
  path: '/announcement-requests/{id}/refuse',
  ...needs('announcements.emergency'),
  tags,
  summary: 'Refuse it; it never starts',
  request: { params, body: { required: true, content: json(refuseRequest) } },
  responses: decided,
});
const withdrawRoute = createRoute({
  method: 'post',
  path: '/announcement-requests/{id}/withdraw',
  ...needs('announcements.emergency'),
  tags,
  summary: 'Take back what one asked for oneself',
  request: { params },
  responses: decided,
});

const unknown = {
  code: 'Request_Unknown',
  vi: 'Không có yêu cầu phát khẩn cấp này.',
  en: 'There is no such request.',
};
const listed = 50;

/** What began; a refusal names the stops in its way. */
const startedBy = (started: Announced): AnnouncementRow => {
  if (!started.ok && started.stopIds) {
    const stops = started.stopIds.map((stopId) => ({ path: 'liftStopIds', message: stopId }));
    throw new ProblemError(started.status, started.fault, stops);
  }
  return accepted(started);
};

export const createAnnouncementRequestRoutes = (deps: {
  store: Pick<Store, 'assets'>;
  directory: Directory;
  requests: AnnouncementRequests;
  live: Pick<LiveAnnouncements, 'get'>;
  progress: AnnouncementProgress;
  clock: Clock;
}) => {
  const { directory, requests } = deps;
  const view = createRequestView(deps);
  const announcementView = createAnnouncementView(deps);
  const find = async (id: string, readable: Readable): Promise<AnnouncementRequestRow> => {
    const row = await requests.get(id);
    const isSeen = row && concernsParts(directory, readable.tops)({ targets: [...row.input.targets] });
    if (!isSeen) throw notFound(unknown);
    return row;
  };

  return createRouter()
    .openapi(listRoute, async (c) => {
      const concerns = concernsParts(directory, c.get('readable').tops);
      const rows = (await requests.list(listed)).filter(
        ({ state, input }) =>
          (c.req.valid('query').state ?? state) === state && concerns({ targets: [...input.targets] }),
      );
      return c.json({ items: await Promise.all(rows.map((row) => view(row, c))) }, 200);
    })
    .openapi(oneRoute, async (c) =>
      c.json(await view(await find(c.req.valid('param').id, c.get('readable')), c), 200),
    )
    .openapi(confirmRoute, async (c) => {
      permitPerson(c.get('signedInAs'));
      const row = await find(c.req.valid('param').id, c.get('readable'));
      permitStart(c.get('permit'), row, deps);
      const begun = startedBy(await requests.confirm(row.id, c.get('user')));
      // The document goes out to every loudspeaker before anything is counted for this answer.
      await othersTurn();
      return c.json(await announcementView(begun, c.get('readable')), 201);
    })
    .openapi(breakGlassRoute, async (c) => {
      permitPerson(c.get('signedInAs'));
      const row = await find(c.req.valid('param').id, c.get('readable'));
      permitStart(c.get('permit'), row, deps);
      const { reason } = c.req.valid('json');
      const begun = startedBy(await requests.breakGlass(row.id, reason, c.get('user')));
      await othersTurn();
      return c.json(await announcementView(begun, c.get('readable')), 201);
    })
    .openapi(refuseRoute, async (c) => {
      const row = await find(c.req.valid('param').id, c.get('readable'));
      permitStart(c.get('permit'), row, deps);
      const reason = c.req.valid('json').reason ?? null;
      return c.json(await view(accepted(await requests.refuse(row.id, reason, c.get('user'))), c), 200);
    })
    .openapi(withdrawRoute, async (c) => {
      const row = await find(c.req.valid('param').id, c.get('readable'));
      permitStart(c.get('permit'), row, deps);
      return c.json(await view(accepted(await requests.withdraw(row.id, c.get('user'))), c), 200);
    });
};
