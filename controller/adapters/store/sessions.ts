import type { RunningOrderRow, SessionRow, SessionStore } from '../../app/ports/store/sessions.ts';
import { insertRows } from './insert-rows.ts';
import { fromJson, fromJsonOrNull } from './json-column.ts';
import type { Database } from './schema.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const sessions: Table<'sessions'> = {
  name: 'sessions',
  key: ['id'],
  columns: {
    id: 'text',
    title: 'text',
    areaKey: 'text',
    targets: 'json',
    class: 'text',
    volume: 'bigint',
    startsLocal: 'text',
    timeZone: 'text',
    rrule: 'text',
    durationMs: 'bigint',
    late: 'text',
    resume: 'text',
    standing: 'json',
    exception: 'json',
    createdBy: 'text',
    createdAt: 'bigint',
    updatedAt: 'bigint',
    endedAt: 'bigint',
    isDemo: 'boolean',
  },
};

const runningOrders: Table<'runningOrders'> = {
  name: 'runningOrders',
  key: ['sessionId', 'date'],
  columns: { sessionId: 'text', date: 'text', bulletinIds: 'json', updatedAt: 'bigint' },
};

const toSession = (row: Database['sessions']): SessionRow => ({
  ...row,
  targets: fromJson(row.targets),
  standing: fromJson(row.standing),
  exception: fromJsonOrNull(row.exception),
  isDemo: row.isDemo === 1,
});

const toRunningOrder = (row: Database['runningOrders']): RunningOrderRow => ({
  ...row,
  bulletinIds: fromJson(row.bulletinIds),
});

export const createSessions = (context: StoreContext): SessionStore => {
  const { db, json } = context;
  return {
    get: async (id) => {
      const row = await db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toSession(row);
    },
    active: async () => {
      const rows = await db
        .selectFrom('sessions')
        .selectAll()
        .where('endedAt', 'is', null)
        .orderBy('id')
        .execute();
      return rows.map(toSession);
    },
    put: (session) => insertRows(context, sessions, [session], {}),
    runningOrders: async ({ sessionIds, fromDate, toDate }) => {
      const within = db
        .selectFrom('runningOrders')
        .selectAll()
        .where('date', '>=', fromDate)
        .where('date', '<=', toDate)
        .orderBy('date')
        .orderBy('sessionId');
      const rows = await (sessionIds === null
        ? within
        : within.where('sessionId', 'in', json.texts(sessionIds))
      ).execute();
      return rows.map(toRunningOrder);
    },
    putRunningOrder: (order) => insertRows(context, runningOrders, [order], {}),
  };
};
