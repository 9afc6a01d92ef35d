import { createRoute, z } from '@hono/zod-openapi';
import { identifier } from '#protocol';
import type { Directory } from '../app/directory/directory.ts';
import type { AsRunLog } from '../app/ledger/as-run-log.ts';
import type { Clock, Fault } from '../app/ports/runtime.ts';
import type { SessionRow } from '../app/ports/store/sessions.ts';
import type { Store } from '../app/ports/store.ts';
import type { Readiness as ReadinessCheck } from '../app/sessions/readiness.ts';
import type { ScheduleEntry, Sessions } from '../app/sessions/sessions.ts';
import { nextStart } from '../domain/next-occurrence.ts';
import { createRuleCache } from '../domain/recurrence.ts';
import { areaByCode, areaRefOf } from './area-ref.ts';
import { needs } from './authorisation.ts';
import { refuseForeignBulletins } from './bulletin-reading.ts';
import { accepted, json, notFound, problemResponse } from './problem.ts';
import type { Readable } from './readable.ts';
import { readinessView } from './readiness-view.ts';
import { reads } from './reading.ts';
import { areaCode, localDate } from './representations/common.ts';
import {
  createSession,
  putRunningOrder,
  readiness,
  type Session,
  schedule,
  session,
  sessionList,
  updateSession,
} from './representations/session.ts';
import { iso, isoOrNull } from './representations/time.ts';
import { createRouter } from './router.ts';
import { createScheduleView, spansOf, targetNamesOf } from './schedule-view.ts';
import { heardIn, placesOf, targetsIn, targetsOut, targetsSeen } from './targets.ts';

const day = 24 * 60 * 60 * 1_000;
const id = z.object({ id: z.string().max(64) });
const tags = ['sessions'];

const listRoute = createRoute({
  method: 'get',
  path: '/sessions',
  ...reads('area'),
  tags,
  summary: 'Sessions that have not ended and that reach an area',
  request: { query: z.object({ area: areaCode.optional() }) },
  responses: { 200: { description: 'Sessions', content: json(sessionList) }, ...problemResponse },
});
const createSessionRoute = createRoute({
  method: 'post',
  path: '/sessions',
  ...needs('sessions.write'),
  tags,
  summary: 'A recurring session, or one on a single date with its bulletins',
  request: { body: { required: true, content: json(createSession) } },
  responses: { 201: { description: 'Saved', content: json(session) }, ...problemResponse },
});
const oneRoute = createRoute({
  method: 'get',
  path: '/sessions/{id}',
  ...reads('area'),
  tags,
  summary: 'One session',
  request: { params: id },
  responses: { 200: { description: 'The session', content: json(session) }, ...problemResponse },
});
const updateRoute = createRoute({
  method: 'patch',
  path: '/sessions/{id}',
  ...needs('sessions.write'),
  tags,
  summary: 'Change a session from now on',
  request: { params: id, body: { required: true, content: json(updateSession) } },
  responses: { 200: { description: 'Saved', content: json(session) }, ...problemResponse },
});
const endRoute = createRoute({
  method: 'delete',
  path: '/sessions/{id}',
  ...needs('sessions.write'),
  tags,
  summary: 'End a session: nothing of it airs any more',
  request: { params: id },
  responses: { 204: { description: 'Ended' }, ...problemResponse },
});
const runningOrderRoute = createRoute({
  method: 'put',
  path: '/sessions/{id}/running-orders/{date}',
  ...needs('sessions.write'),
  tags,
  summary: 'What airs on one date, and on further dates in the same step',
  request: {
    params: id.extend({ date: localDate }),
    body: { required: true, content: json(putRunningOrder) },
  },
  responses: {
    200: { description: 'The occurrences as they are now', content: json(schedule) },
    ...problemResponse,
  },
});
const readinessRoute = createRoute({
  method: 'get',
  path: '/sessions/{id}/readiness',
  ...reads('area'),
  tags,
  summary: 'Which loudspeakers are prepared for one occurrence, and what the others lack',
  request: {
    params: id,
    query: z.object({
      date: localDate,
      area: areaCode.optional(),
      cursor: identifier.optional().openapi({ description: 'Of the list of those not ready' }),
      limit: z.coerce.number().int().min(1).max(1_000).default(200),
    }),
  },
  responses: { 200: { description: 'Readiness', content: json(readiness) }, ...problemResponse },
});

const unknown = {
  code: 'Session_Unknown',
  vi: 'Không có buổi phát thanh này.',
  en: 'There is no such session.',
};
const standingIn = ({ standing }: { standing?: SessionRow['standing'] | undefined }): string[] =>
  (standing ?? []).map(({ bulletinId }) => bulletinId);
const noOccurrence = {
  code: 'Session_DateNotOccurring',
  vi: 'Buổi phát thanh không diễn ra vào ngày này.',
  en: 'The session does not occur on this date.',
};

export const createSessionRoutes = (deps: {
  approvalCutOffMs: number;
  store: Store;
  asRun: AsRunLog;
  directory: Directory;
  sessions: Sessions;
  readiness: ReadinessCheck;
  clock: Clock;
}) => {
  const { store, directory, sessions, clock } = deps;
  const view = createScheduleView(deps);
  const parse = createRuleCache();

  const communesOf = (row: SessionRow): Set<string> =>
    new Set(
      heardIn(directory, row.targets).flatMap((areaKey) =>
        directory.areas.communesUnder(areaKey).map((commune) => commune.key),
      ),
    );
  const nextStartOf = (row: SessionRow): number | null => {
    const parsed = row.endedAt === null ? parse(row) : null;
    return parsed?.ok ? nextStart(parsed.recurrence, clock.now()) : null;
  };
  const describe = (row: SessionRow, readable: Readable, warnings: readonly Fault[] = []): Session => ({
    id: row.id,
    area: areaRefOf(directory, row.areaKey),
    title: row.title,
    targets: targetsOut(directory, targetsSeen(directory, readable, row)),
    targetNames: targetNamesOf(directory, { targets: targetsSeen(directory, readable, row) }),
    class: row.class,
    volume: row.volume,
    startsLocal: row.startsLocal,
    timeZone: row.timeZone,
    rrule: row.rrule,
    durationMs: row.durationMs,
    late: row.late,
    resume: row.resume,
    standing: row.standing,
    exception: row.exception,
    createdBy: row.createdBy,
    createdAt: iso(row.createdAt),
    endedAt: isoOrNull(row.endedAt),
    communes: communesOf(row).size,
    startAt: isoOrNull(nextStartOf(row)),
    demo: row.isDemo,
    warnings: [...warnings],
  });
  const find = async (sessionId: string): Promise<SessionRow> => {
    const row = await store.sessions.get(sessionId);
    if (!row) throw notFound(unknown);
    return row;
  };
  /** Its own, and those of others that are heard there. */
  const findReadable = async (sessionId: string, readable: Readable): Promise<SessionRow> => {
    const row = await find(sessionId);
    const isHeard = [...communesOf(row)].some(readable.covers);
    if (!isHeard && !readable.covers(row.areaKey)) throw notFound(unknown);
    return row;
  };
  /** Occurrences of a session on some local dates, in order, in the communes that may be read. */
  const occurrencesOn = async (
    sessionId: string,
    dates: readonly string[],
    { tops }: Readable,
  ): Promise<ScheduleEntry[]> => {
    const found: ScheduleEntry[] = [];
    for (const span of spansOf(dates)) {
      const first = Date.parse(span[0]);
      const last = Date.parse(span.at(-1) ?? span[0]);
      const entries = accepted(
        await sessions.schedule({ areaKeys: tops, from: first - day, to: last + 2 * day }),
      );
      found.push(...entries.filter((entry) => entry.session.id === sessionId && span.includes(entry.date)));
    }
    return found;
  };

  return createRouter()
    .openapi(listRoute, async (c) => {
      const { area } = c.req.valid('query');
      const readable = c.get('readable');
      const within = readable.communes(area);
      const rows = (await store.sessions.active()).filter((row) => {
        const reached = communesOf(row);
        const isOwn = area === undefined && readable.covers(row.areaKey);
        return isOwn || within === null || within.some((key) => reached.has(key));
      });
      return c.json({ items: rows.map((row) => describe(row, readable)) }, 200);
    })
    .openapi(createSessionRoute, async (c) => {
      const { areaCode: code, targets, ...rest } = c.req.valid('json');
      const area = areaByCode(directory, code);
      const wanted = { ...rest, areaKey: area.key, targets: targetsIn(directory, targets) };
      c.get('permit')('sessions.write', placesOf(directory, wanted));
      await refuseForeignBulletins(store, c.get('readable'), [
        ...(wanted.bulletinIds ?? []),
        ...standingIn(wanted),
      ]);
      const saved = accepted(await sessions.createSession(wanted, c.get('user')));
      return c.json(describe(saved.session, c.get('readable'), saved.warnings), 201);
    })
    .openapi(oneRoute, async (c) => {
      const row = await findReadable(c.req.valid('param').id, c.get('readable'));
      return c.json(describe(row, c.get('readable')), 200);
    })
    .openapi(updateRoute, async (c) => {
      const { targets, ...rest } = c.req.valid('json');
      const row = await find(c.req.valid('param').id);
      const change = { ...rest, targets: targets && targetsIn(directory, targets) };
      c.get('permit')('sessions.write', [
        ...placesOf(directory, row),
        ...heardIn(directory, change.targets ?? []),
      ]);
      await refuseForeignBulletins(store, c.get('readable'), standingIn(change), standingIn(row));
      const saved = accepted(await sessions.updateSession(c.req.valid('param').id, change, c.get('user')));
      return c.json(describe(saved.session, c.get('readable'), saved.warnings), 200);
    })
    .openapi(endRoute, async (c) => {
      const row = await find(c.req.valid('param').id);
      c.get('permit')('sessions.write', placesOf(directory, row));
      accepted(await sessions.endSession(row.id));
      return c.body(null, 204);
    })
    .openapi(runningOrderRoute, async (c) => {
      const { id: sessionId, date } = c.req.valid('param');
      const { bulletinIds, copyTo } = c.req.valid('json');
      const dates = [date, ...(copyTo ?? [])];
      c.get('permit')('sessions.write', placesOf(directory, await find(sessionId)));
      const span = [...dates].sort();
      const before = await store.sessions.runningOrders({
        sessionIds: [sessionId],
        fromDate: span[0] ?? date,
        toDate: span.at(-1) ?? date,
      });
      await refuseForeignBulletins(
        store,
        c.get('readable'),
        bulletinIds,
        before.flatMap((order) => order.bulletinIds),
      );
      accepted(await sessions.setRunningOrder(sessionId, dates, bulletinIds));
      const entries = await occurrencesOn(sessionId, dates, c.get('readable'));
      return c.json({ items: await Promise.all(entries.map((entry) => view(entry, clock.now()))) }, 200);
    })
    .openapi(readinessRoute, async (c) => {
      const { date, area, cursor, limit } = c.req.valid('query');
      const readable = c.get('readable');
      const row = await findReadable(c.req.valid('param').id, readable);
      const asked = area === undefined ? null : readable.communes(area);
      const [entry] = await occurrencesOn(row.id, [date], readable);
      if (!entry) throw notFound(noOccurrence);
      const areaKeys = asked ?? entry.plannedCommunes;
      const report = await deps.readiness({ areaKeys, sessionId: row.id, startAt: entry.startAt });
      return c.json(readinessView(directory, report, { cursor: cursor ?? null, limit }), 200);
    });
};
