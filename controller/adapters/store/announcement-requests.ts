import { sql } from 'kysely';
import type {
  AnnouncementRequestRow,
  AnnouncementRequestStore,
} from '../../app/ports/store/announcement-requests.ts';
import { insertRows } from './insert-rows.ts';
import { fromJson } from './json-column.ts';
import type { Database } from './schema.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const announcementRequests: Table<'announcementRequests'> = {
  name: 'announcementRequests',
  key: ['id'],
  columns: {
    id: 'text',
    state: 'text',
    input: 'json',
    title: 'text',
    areaKey: 'text',
    sha256: 'text',
    durationMs: 'bigint',
    requestedBy: 'text',
    requestedAt: 'bigint',
    expiresAt: 'bigint',
    decidedBy: 'text',
    decidedAt: 'bigint',
    decisionReason: 'text',
    announcementId: 'text',
  },
};

const toRequest = (row: Database['announcementRequests']): AnnouncementRequestRow => ({
  ...row,
  input: fromJson(row.input),
});

export const createAnnouncementRequestRows = (context: StoreContext): AnnouncementRequestStore => {
  const { db } = context;
  return {
    putRequest: (request) => insertRows(context, announcementRequests, [request], {}),
    request: async (id) => {
      const row = await db
        .selectFrom('announcementRequests')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : toRequest(row);
    },
    waitingRequests: async () => {
      const rows = await db
        .selectFrom('announcementRequests')
        .selectAll()
        // A literal, not a parameter: only then is the index of those that wait used.
        .where(sql<boolean>`state = 'waiting'`)
        .orderBy('requestedAt')
        .orderBy('id')
        .execute();
      return rows.map(toRequest);
    },
    requests: async (limit) => {
      const rows = await db
        .selectFrom('announcementRequests')
        .selectAll()
        .orderBy('requestedAt', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(toRequest);
    },
  };
};
