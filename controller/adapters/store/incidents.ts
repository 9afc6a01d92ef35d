import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { IncidentFilter, IncidentRow, IncidentStore } from '../../app/ports/store/incidents.ts';
import { insertRows, lastByKey } from './insert-rows.ts';
import { fromJson } from './json-column.ts';
import type { JsonRows } from './json-rows.ts';
import { decodeCursor, toPage } from './page-cursor.ts';
import type { Database } from './schema.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const incidents: Table<'incidents'> = {
  name: 'incidents',
  key: ['id'],
  columns: {
    id: 'text',
    type: 'text',
    severity: 'text',
    areaKey: 'text',
    subject: 'text',
    clusterId: 'text',
    deviceId: 'text',
    sessionId: 'text',
    announcementId: 'text',
    itemId: 'text',
    openedAt: 'bigint',
    lastAt: 'bigint',
    count: 'bigint',
    acknowledgedAt: 'bigint',
    acknowledgedBy: 'text',
    closedAt: 'bigint',
    closedBy: 'text',
    closedReason: 'text',
    notes: 'json',
    detail: 'json',
  },
};

const position = z.tuple([z.int(), z.string()]);

const toIncident = (row: Database['incidents']): IncidentRow => ({
  ...row,
  notes: fromJson(row.notes),
  detail: fromJson(row.detail),
});

const matching =
  ({ areaKeys, type, state }: IncidentFilter, json: JsonRows) =>
  (eb: ExpressionBuilder<Database, 'incidents'>): Expression<SqlBool> => {
    const conditions: Expression<SqlBool>[] = [];
    if (areaKeys !== null) conditions.push(eb('areaKey', 'in', json.texts(areaKeys)));
    if (type !== null) conditions.push(eb('type', '=', type));
    if (state === 'closed') conditions.push(eb('closedAt', 'is not', null));
    else if (state !== null) conditions.push(eb('closedAt', 'is', null));
    if (state === 'open') conditions.push(eb('acknowledgedAt', 'is', null));
    if (state === 'acknowledged') conditions.push(eb('acknowledgedAt', 'is not', null));
    return eb.and(conditions);
  };

export const createIncidentRows = (context: StoreContext): IncidentStore => {
  const { db, json } = context;
  return {
    put: (rows) =>
      insertRows(
        context,
        incidents,
        lastByKey(rows, (row) => row.id),
        {},
      ),
    get: async (id) => {
      const row = await db.selectFrom('incidents').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toIncident(row);
    },
    current: async (closedSince) => {
      const rows = await db
        .selectFrom('incidents')
        .selectAll()
        .where((eb) => eb.or([eb('closedAt', 'is', null), eb('closedAt', '>=', closedSince)]))
        .orderBy('openedAt')
        .orderBy('id')
        .execute();
      return rows.map(toIncident);
    },
    page: async (filter, cursor, limit) => {
      let query = db
        .selectFrom('incidents')
        .selectAll()
        .where(matching(filter, json))
        .orderBy('openedAt', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1);
      if (cursor !== null) {
        const [openedAt, id] = decodeCursor(cursor, position);
        query = query.where(sql<boolean>`(opened_at, id) < (${openedAt}, ${id})`);
      }
      const rows = await query.execute();
      return toPage(rows.map(toIncident), limit, (row) => [row.openedAt, row.id]);
    },
  };
};
