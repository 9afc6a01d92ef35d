import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { DispatchStore, InboxRow } from '../../app/ports/store/dispatches.ts';
import { insertRows } from './insert-rows.ts';
import { fromJson } from './json-column.ts';
import { decodeCursor, toPage } from './page-cursor.ts';
import type { Database } from './schema.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const dispatches: Table<'dispatches'> = {
  name: 'dispatches',
  key: ['id'],
  columns: {
    id: 'text',
    bulletinId: 'text',
    fromAreaKey: 'text',
    note: 'text',
    sentBy: 'text',
    sentAt: 'bigint',
  },
};
const inbox: Table<'inbox'> = {
  name: 'inbox',
  key: ['dispatchId', 'areaKey'],
  columns: {
    dispatchId: 'text',
    areaKey: 'text',
    sentAt: 'bigint',
    state: 'text',
    reason: 'text',
    decidedBy: 'text',
    decidedAt: 'bigint',
    sessionId: 'text',
    dates: 'json',
  },
};

const sentPosition = z.tuple([z.int(), z.string()]);
const inboxPosition = z.tuple([z.int(), z.string(), z.string()]);

const toEntry = (row: Database['inbox']): InboxRow => ({ ...row, dates: fromJson(row.dates) });

export const createDispatches = (context: StoreContext): DispatchStore => {
  const { db, json } = context;
  return {
    insert: (dispatch, areaKeys) =>
      context.atomic(async (joined) => {
        await insertRows(joined, dispatches, [dispatch]);
        const undecided = {
          state: 'waiting',
          reason: null,
          decidedBy: null,
          decidedAt: null,
          sessionId: null,
        };
        const { id: dispatchId, sentAt } = dispatch;
        await insertRows(
          joined,
          inbox,
          areaKeys.map((areaKey) => ({ dispatchId, areaKey, sentAt, ...undecided, dates: [] })),
        );
      }),
    many: (ids) =>
      db.selectFrom('dispatches').selectAll().where('id', 'in', json.texts(ids)).orderBy('id').execute(),
    page: async ({ fromAreaKeys, cursor, limit }) => {
      let query = db
        .selectFrom('dispatches')
        .selectAll()
        .orderBy('sentAt', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1);
      if (fromAreaKeys !== null) query = query.where('fromAreaKey', 'in', json.texts(fromAreaKeys));
      if (cursor !== null) {
        const [sentAt, id] = decodeCursor(cursor, sentPosition);
        query = query.where(sql<SqlBool>`(sent_at, id) < (${sentAt}, ${id})`);
      }
      return toPage(await query.execute(), limit, (row) => [row.sentAt, row.id]);
    },
    entries: async (dispatchIds) => {
      const rows = await db
        .selectFrom('inbox')
        .selectAll()
        .where('dispatchId', 'in', json.texts(dispatchIds))
        .orderBy('dispatchId')
        .orderBy('areaKey')
        .execute();
      return rows.map(toEntry);
    },
    entry: async (dispatchId, areaKey) => {
      const row = await db
        .selectFrom('inbox')
        .selectAll()
        .where('dispatchId', '=', dispatchId)
        .where('areaKey', '=', areaKey)
        .executeTakeFirst();
      return row === undefined ? null : toEntry(row);
    },
    putEntry: (entry) => insertRows(context, inbox, [entry], {}),
    inbox: async ({ areaKeys, state, cursor, limit }) => {
      let query = db
        .selectFrom('inbox')
        .selectAll()
        .orderBy('sentAt', 'desc')
        .orderBy('dispatchId', 'desc')
        .orderBy('areaKey', 'desc')
        .limit(limit + 1);
      if (areaKeys !== null) query = query.where('areaKey', 'in', json.texts(areaKeys));
      if (state !== null) query = query.where('state', '=', state);
      if (cursor !== null) {
        const [sentAt, dispatchId, areaKey] = decodeCursor(cursor, inboxPosition);
        query = query.where(
          sql<SqlBool>`(sent_at, dispatch_id, area_key) < (${sentAt}, ${dispatchId}, ${areaKey})`,
        );
      }
      const rows = await query.execute();
      return toPage(rows.map(toEntry), limit, (row) => [row.sentAt, row.dispatchId, row.areaKey]);
    },
  };
};
