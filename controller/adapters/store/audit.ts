import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import { z } from 'zod';
import type { AuditFilter, AuditStore } from '../../app/ports/store/audit.ts';
import { insertRows } from './insert-rows.ts';
import type { JsonRows } from './json-rows.ts';
import { decodeCursor, toPage } from './page-cursor.ts';
import type { Database } from './schema.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const checkpoints: Table<'auditCheckpoints'> = {
  name: 'auditCheckpoints',
  key: ['seq'],
  columns: { seq: 'bigint', hash: 'text', at: 'bigint', jws: 'text' },
};

const position = z.tuple([z.int()]);

const matching =
  (filter: AuditFilter, json: JsonRows) =>
  (eb: ExpressionBuilder<Database, 'audit'>): Expression<SqlBool> => {
    const conditions: Expression<SqlBool>[] = [];
    if (filter.areaKeys !== null) conditions.push(eb('areaKey', 'in', json.texts(filter.areaKeys)));
    if (filter.actor !== null) conditions.push(eb('actorName', '=', filter.actor));
    if (filter.action !== null) conditions.push(eb('action', '=', filter.action));
    if (filter.subject !== null) conditions.push(eb('subject', '=', filter.subject));
    if (filter.subjectId !== null) conditions.push(eb('subjectId', '=', filter.subjectId));
    if (filter.from !== null) conditions.push(eb('at', '>=', filter.from));
    if (filter.to !== null) conditions.push(eb('at', '<', filter.to));
    return eb.and(conditions);
  };

export const createAudit = (context: StoreContext): AuditStore => {
  const { db, json } = context;
  return {
    note: ({ fact, ...note }) =>
      context.atomic(async ({ trail }) => trail.enter({ ...note, before: null, after: fact ?? null })),
    page: async (filter, cursor, limit) => {
      let query = db
        .selectFrom('audit')
        .selectAll()
        .where(matching(filter, json))
        .orderBy('seq', 'desc')
        .limit(limit + 1);
      if (cursor !== null) query = query.where('seq', '<', decodeCursor(cursor, position)[0]);
      return toPage(await query.execute(), limit, (row) => [row.seq]);
    },
    following: (seq, limit, filter) => {
      const query = db.selectFrom('audit').selectAll().where('seq', '>', seq).orderBy('seq').limit(limit);
      return (filter ? query.where(matching(filter, json)) : query).execute();
    },
    last: async () =>
      (await db.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst()) ?? null,
    putCheckpoint: (checkpoint) => insertRows(context, checkpoints, [checkpoint]),
    lastCheckpoint: async () =>
      (await db
        .selectFrom('auditCheckpoints')
        .selectAll()
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst()) ?? null,
  };
};
