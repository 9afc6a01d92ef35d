import { createRoute, z } from '@hono/zod-openapi';
import type { Directory } from '../app/directory/directory.ts';
import type { AuditFilter, AuditRow } from '../app/ports/store/audit.ts';
import type { Store } from '../app/ports/store.ts';
import { areaRefOf } from './area-ref.ts';
import { streamLines } from './audit-lines.ts';
import { auditNames, fieldsOf } from './audit-names.ts';
import { noteExport } from './note-export.ts';
import { invalid, json, problemResponse } from './problem.ts';
import type { Readable } from './readable.ts';
import { reads } from './reading.ts';
import { type AuditEntry, auditEntry, auditPage } from './representations/audit.ts';
import { areaCode, instant } from './representations/common.ts';
import { iso } from './representations/time.ts';
import { createRouter } from './router.ts';

const filterQuery = z.object({
  area: areaCode.optional().openapi({ description: 'This area and everything below it' }),
  actor: z
    .string()
    .max(200)
    .optional()
    .openapi({ description: 'User name, serial of a receiver, or name of who else did it' }),
  action: z.string().max(100).optional(),
  subject: z.string().max(100).optional(),
  subjectId: z.string().max(300).optional(),
  from: instant.optional().openapi({ description: 'At or after' }),
  to: instant.optional().openapi({ description: 'Before' }),
});
type FilterQuery = z.infer<typeof filterQuery>;

const pageRoute = createRoute({
  method: 'get',
  path: '/audit',
  ...reads('area', 'audit.read'),
  tags: ['audit'],
  summary: 'Who changed what, when and from where: newest first',
  description:
    'Entries of the areas in which the account has `audit.read`; those of no area for the province.',
  request: {
    query: filterQuery.extend({
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: { 200: { description: 'A page', content: json(auditPage) }, ...problemResponse },
});
const linesRoute = createRoute({
  method: 'get',
  path: '/audit.jsonl',
  ...reads('area', 'audit.read'),
  tags: ['audit'],
  summary: 'The same, oldest first, an entry a line, whatever their number',
  request: { query: filterQuery },
  responses: {
    200: {
      description: 'JSON lines, UTF-8. That they were taken is the last of them.',
      content: { 'application/jsonl': { schema: z.string() } },
    },
    ...problemResponse,
  },
});

const linesPerRead = 500;

const kindOf = (kind: string): AuditEntry['actor']['kind'] =>
  auditEntry.shape.actor.shape.kind.safeParse(kind).data ?? 'system';

const instantOrNull = (text: string | undefined): number | null =>
  text === undefined ? null : Date.parse(text);

const filterOf = (query: FilterQuery, readable: Readable): AuditFilter => ({
  areaKeys: readable.within(query.area),
  actor: query.actor ?? null,
  action: query.action ?? null,
  subject: query.subject ?? null,
  subjectId: query.subjectId ?? null,
  from: instantOrNull(query.from),
  to: instantOrNull(query.to),
});

export const createAuditRoutes = (deps: { store: Store; directory: Directory }) => {
  const { store, directory } = deps;
  const describe = (row: AuditRow, names: ReadonlyMap<number, string>): AuditEntry => ({
    seq: row.seq,
    at: iso(row.at),
    actor: { kind: kindOf(row.actorKind), name: row.actorName, address: row.actorAddress },
    action: row.action,
    subject: row.subject,
    subjectId: row.subjectId,
    name: names.get(row.seq) ?? null,
    area: row.areaKey === null ? null : areaRefOf(directory, row.areaKey),
    before: fieldsOf(row.before),
    after: fieldsOf(row.after),
    hash: row.hash,
  });
  const router = createRouter();
  // Past the types of answers: they know no stream.
  router.openAPIRegistry.registerPath(linesRoute);
  router.get('/audit.jsonl', linesRoute.middleware, async (c) => {
    const query = filterQuery.safeParse(c.req.query());
    if (!query.success) return invalid(query.error);
    const filter = filterOf(query.data, c.get('readable'));
    const readable = c.get('readable');
    await noteExport(store, { subject: 'audit', format: 'jsonl', query: query.data, readable });
    const end = (await store.audit.last())?.seq ?? 0;
    const read = async (after: number): Promise<AuditRow[]> =>
      (await store.audit.following(after, linesPerRead, filter)).filter(({ seq }) => seq <= end);
    return c.body(streamLines(read), 200, {
      'content-type': 'application/jsonl; charset=utf-8',
      'content-disposition': 'attachment; filename="nhat-ky-he-thong.jsonl"',
    });
  });
  return router.openapi(pageRoute, async (c) => {
    const { cursor, limit, ...query } = c.req.valid('query');
    const page = await store.audit.page(filterOf(query, c.get('readable')), cursor ?? null, limit);
    const names = await auditNames(deps, page.items);
    return c.json({ items: page.items.map((row) => describe(row, names)), next: page.next }, 200);
  });
};
