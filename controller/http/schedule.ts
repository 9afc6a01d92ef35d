import { createRoute, z } from '@hono/zod-openapi';
import type { Directory } from '../app/directory/directory.ts';
import type { AsRunLog } from '../app/ledger/as-run-log.ts';
import type { Clock } from '../app/ports/runtime.ts';
import type { Readiness } from '../app/sessions/readiness.ts';
import type { Sessions } from '../app/sessions/sessions.ts';
import { accepted, json, problemResponse } from './problem.ts';
import { reads } from './reading.ts';
import { areaCode, instant } from './representations/common.ts';
import { schedule } from './representations/session.ts';
import { createRouter } from './router.ts';
import { createScheduleView } from './schedule-view.ts';

const hour = 60 * 60 * 1_000;

const scheduleRoute = createRoute({
  method: 'get',
  path: '/schedule',
  ...reads('area'),
  tags: ['sessions'],
  summary: 'Occurrences of sessions in an area, by start, with items, readiness and outcomes',
  request: {
    query: z.object({
      area: areaCode.optional(),
      from: instant.optional().openapi({ description: 'An hour ago when left out' }),
      to: instant.optional().openapi({ description: '36 hours ahead when left out' }),
    }),
  },
  responses: { 200: { description: 'Occurrences', content: json(schedule) }, ...problemResponse },
});

export const createScheduleRoutes = (deps: {
  approvalCutOffMs: number;
  asRun: AsRunLog;
  directory: Directory;
  sessions: Sessions;
  readiness: Readiness;
  clock: Clock;
}) => {
  const { sessions, clock } = deps;
  const view = createScheduleView(deps);
  return createRouter().openapi(scheduleRoute, async (c) => {
    const { area, from, to } = c.req.valid('query');
    const readable = c.get('readable');
    const now = clock.now();
    const entries = accepted(
      await sessions.schedule({
        areaKeys: area === undefined ? readable.tops : [readable.area(area)],
        from: from === undefined ? now - hour : Date.parse(from),
        to: to === undefined ? now + 36 * hour : Date.parse(to),
      }),
    );
    return c.json({ items: await Promise.all(entries.map((entry) => view(entry, now))) }, 200);
  });
};
