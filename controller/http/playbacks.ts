import { createRoute, z } from '@hono/zod-openapi';
import type { Directory } from '../app/directory/directory.ts';
import type { AsRunLog } from '../app/ledger/as-run-log.ts';
import type { Clock } from '../app/ports/runtime.ts';
import type { AnnouncementRow } from '../app/ports/store/announcements.ts';
import type { PlaybackFilter, PlaybackRow, PlaybackTally } from '../app/ports/store/playbacks.ts';
import type { Store } from '../app/ports/store.ts';
import { sumOutcomes } from '../domain/outcome-counts.ts';
import { areaRefOf, districtRefOf } from './area-ref.ts';
import { noteExport } from './note-export.ts';
import { playbackCsvHead, playbackCsvLines } from './playback-csv.ts';
import { json, problemResponse } from './problem.ts';
import type { Readable } from './readable.ts';
import { reads } from './reading.ts';
import { areaCode, instant, playbackOutcome } from './representations/common.ts';
import {
  type Playback,
  type PlaybackSummaries,
  playbackPage,
  playbackSummaries,
} from './representations/playback.ts';
import { iso, isoOrNull } from './representations/time.ts';
import { createRouter } from './router.ts';

const filterQuery = z.object({
  area: areaCode.optional(),
  from: instant.optional().openapi({ description: 'Planned start at or after' }),
  to: instant.optional().openapi({ description: 'Planned start before' }),
  outcome: playbackOutcome.optional(),
  itemId: z.string().max(128).optional(),
  sessionId: z.string().max(64).optional(),
  clusterId: z.string().max(64).optional(),
});
type FilterQuery = z.infer<typeof filterQuery>;

const pageRoute = createRoute({
  method: 'get',
  path: '/playbacks',
  ...reads('area'),
  tags: ['as-run log'],
  summary:
    'One row per item and device: what happened, when, with which evidence; newest planned start first',
  request: {
    query: filterQuery.extend({
      cursor: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(1_000).default(100),
    }),
  },
  responses: { 200: { description: 'A page', content: json(playbackPage) }, ...problemResponse },
});
const summaryRoute = createRoute({
  method: 'get',
  path: '/playbacks/summary',
  ...reads('area'),
  tags: ['as-run log'],
  summary: 'Outcomes per item over all its devices; of the last day when nothing says otherwise',
  request: { query: filterQuery },
  responses: { 200: { description: 'Counts', content: json(playbackSummaries) }, ...problemResponse },
});
const csvRoute = createRoute({
  method: 'get',
  path: '/playbacks.csv',
  ...reads('area'),
  tags: ['as-run log'],
  summary: 'The rows as a table, at most 50,000',
  request: { query: filterQuery },
  responses: {
    200: {
      description: 'CSV, UTF-8. That they were taken is entered in the audit trail.',
      content: { 'text/csv': { schema: z.string() } },
    },
    ...problemResponse,
  },
});

const day = 24 * 60 * 60 * 1_000;
const csvLimit = 50_000;
/** Who asks within the same few seconds asks the same, and shares one count. */
const sharedForMs = 5_000;

const instantOrNull = (text: string | undefined): number | null =>
  text === undefined ? null : Date.parse(text);

type Announced = Pick<AnnouncementRow, 'kind' | 'isBreakGlass' | 'reason'>;

export const createPlaybackRoutes = (deps: {
  store: Store;
  asRun: AsRunLog;
  directory: Directory;
  clock: Clock;
}) => {
  const { store, asRun, directory, clock } = deps;
  /** A summary of everything ever aired would read the whole log: without a question it is the last day's. */
  const summaryFilterOf = (query: FilterQuery, readable: Readable): PlaybackFilter => {
    const filter = filterOf(query, readable);
    const asksForAll = filter.from === null && filter.itemId === null && filter.sessionId === null;
    return asksForAll ? { ...filter, from: clock.now() - day } : filter;
  };
  const filterOf = (query: FilterQuery, readable: Readable): PlaybackFilter => ({
    areaKeys: readable.communes(query.area),
    from: instantOrNull(query.from),
    to: instantOrNull(query.to),
    outcomes: query.outcome === undefined ? null : [query.outcome],
    itemId: query.itemId ?? null,
    sessionId: query.sessionId ?? null,
    clusterId: query.clusterId ?? null,
    begunBy: Math.ceil(clock.now() / sharedForMs) * sharedForMs,
  });
  const titlesOf = async (tallies: readonly PlaybackTally[]): Promise<Map<string, string>> => {
    const ids = [...new Set(tallies.flatMap(({ sessionId }) => sessionId ?? []))];
    const sessions = await Promise.all(ids.map((id) => store.sessions.get(id)));
    return new Map(sessions.flatMap((session) => (session ? [[session.id, session.title]] : [])));
  };
  /** What announcement each item is that belongs to no session. */
  const kindsOf = async (
    rows: readonly Pick<PlaybackRow, 'itemId' | 'sessionId'>[],
  ): Promise<Map<string, Announced>> => {
    const ids = [...new Set(rows.flatMap(({ itemId, sessionId }) => (sessionId === null ? itemId : [])))];
    const found = ids.length === 0 ? [] : await store.announcements.many(ids);
    return new Map(found.map((row) => [row.id, row]));
  };
  const describe = (row: PlaybackRow, kinds: ReadonlyMap<string, Announced>): Playback => {
    const area = areaRefOf(directory, row.areaKey);
    return {
      itemId: row.itemId,
      deviceId: row.deviceId,
      clusterId: row.clusterId,
      clusterName: directory.clusters.get(row.clusterId)?.name ?? row.clusterId,
      areaCode: area.code,
      areaName: area.name,
      areaType: area.type,
      district: districtRefOf(directory, row.areaKey),
      title: row.title,
      class: row.class,
      announcementKind: kinds.get(row.itemId)?.kind ?? null,
      breakGlass: glassOf(kinds.get(row.itemId)),
      plannedStart: iso(row.plannedStart),
      plannedEnd: iso(row.plannedEnd),
      startedAt: isoOrNull(row.startedAt),
      finishedAt: isoOrNull(row.finishedAt),
      outcome: row.outcome,
      reason: row.reason,
      grade: row.grade,
      clockErrorMs: row.clockErrorMs,
      deviation: row.deviation,
      lateEvidence: row.lateEvidence,
      sha256: row.sha256,
      programVersion: row.programVersion,
      demo: row.isDemo,
    };
  };
  return createRouter()
    .openapi(pageRoute, async (c) => {
      const { cursor, limit, ...query } = c.req.valid('query');
      const page = await store.playbacks.page(filterOf(query, c.get('readable')), cursor ?? null, limit);
      const kinds = await kindsOf(page.items);
      return c.json({ items: page.items.map((row) => describe(row, kinds)), next: page.next }, 200);
    })
    .openapi(summaryRoute, async (c) => {
      const tallies = await asRun.tally(summaryFilterOf(c.req.valid('query'), c.get('readable')));
      return c.json(summarise(tallies, await titlesOf(tallies), await kindsOf(tallies)), 200);
    })
    .openapi(csvRoute, async (c) => {
      const parts = [playbackCsvHead()];
      const [query, readable] = [c.req.valid('query'), c.get('readable')];
      const filter = filterOf(query, readable);
      await noteExport(store, { subject: 'playbacks', format: 'csv', query, readable });
      for await (const rows of asRun.read(filter, csvLimit)) {
        const kinds = await kindsOf(rows);
        parts.push(playbackCsvLines(rows.map((row) => describe(row, kinds))));
      }
      return c.body(parts.join(''), 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="nhat-ky-phat-thanh.csv"',
      });
    });
};

/** Why it was started without the second person that it needed. */
const glassOf = (announced: Announced | undefined): string | null =>
  announced?.isBreakGlass ? (announced.reason ?? '') : null;

const summarise = (
  tallies: readonly PlaybackTally[],
  titles: ReadonlyMap<string, string>,
  kinds: ReadonlyMap<string, Announced>,
): PlaybackSummaries => {
  const byItem = new Map<string, PlaybackTally[]>();
  for (const tally of tallies) {
    const group = byItem.get(tally.itemId);
    if (group) group.push(tally);
    else byItem.set(tally.itemId, [tally]);
  }
  const items = [...byItem.values()].flatMap((group) => {
    const [head] = group;
    if (!head) return [];
    return [
      {
        itemId: head.itemId,
        sessionId: head.sessionId,
        sessionTitle: head.sessionId === null ? null : (titles.get(head.sessionId) ?? null),
        title: head.title,
        class: head.class,
        announcementKind: kinds.get(head.itemId)?.kind ?? null,
        breakGlass: glassOf(kinds.get(head.itemId)),
        plannedStart: iso(head.plannedStart),
        plannedEnd: iso(head.plannedEnd),
        devices: group.reduce((sum, tally) => sum + tally.count, 0),
        outcomes: sumOutcomes(group),
        lateEvidence: group.reduce((sum, tally) => sum + tally.lateEvidence, 0),
      },
    ];
  });
  items.sort((a, b) => (a.plannedStart < b.plannedStart ? 1 : a.plannedStart > b.plannedStart ? -1 : 0));
  return { items, totals: sumOutcomes(tallies) };
};
