import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { AnnouncementRow, AnnouncementStore } from '../../app/ports/store/announcements.ts';
import { createAnnouncementRequestRows } from './announcement-requests.ts';
import { insertRows, lastByKey } from './insert-rows.ts';
import { fromJson } from './json-column.ts';
import { decodeCursor, toPage } from './page-cursor.ts';
import type { Database } from './schema.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const announcements: Table<'announcements'> = {
  name: 'announcements',
  key: ['id'],
  columns: {
    id: 'text',
    kind: 'text',
    title: 'text',
    areaKey: 'text',
    targets: 'json',
    bulletinId: 'text',
    sha256: 'text',
    volume: 'bigint',
    repeat: 'boolean',
    startAt: 'bigint',
    endAt: 'bigint',
    reason: 'text',
    startedBy: 'text',
    confirmedBy: 'text',
    isBreakGlass: 'boolean',
    createdAt: 'bigint',
    versions: 'json',
    endedAt: 'bigint',
    endedBy: 'text',
    endReason: 'text',
    isDemo: 'boolean',
  },
};

const preparedClips: Table<'preparedClips'> = {
  name: 'preparedClips',
  key: ['source'],
  columns: { source: 'text', sha256: 'text', createdAt: 'bigint' },
};

const position = z.tuple([z.int(), z.string()]);

const toAnnouncement = (row: Database['announcements']): AnnouncementRow => ({
  ...row,
  targets: fromJson(row.targets),
  versions: fromJson(row.versions),
  repeat: row.repeat === 1,
  isBreakGlass: row.isBreakGlass === 1,
  isDemo: row.isDemo === 1,
});

export const createAnnouncementRows = (context: StoreContext): AnnouncementStore => {
  const { db, json } = context;
  return {
    put: (rows) =>
      insertRows(
        context,
        announcements,
        lastByKey(rows, (row) => row.id),
        {},
      ),
    many: async (ids) => {
      const rows = await db
        .selectFrom('announcements')
        .selectAll()
        .where('id', 'in', json.texts(ids))
        .orderBy('id')
        .execute();
      return rows.map(toAnnouncement);
    },
    unended: async () => {
      const rows = await db
        .selectFrom('announcements')
        .selectAll()
        .where('endedAt', 'is', null)
        .orderBy('startAt')
        .orderBy('id')
        .execute();
      return rows.map(toAnnouncement);
    },
    endedSince: async (at) => {
      const rows = await db.selectFrom('announcements').selectAll().where('endedAt', '>=', at).execute();
      return rows.map(toAnnouncement);
    },
    page: async ({ endedBy, cursor, limit }) => {
      let query = db
        .selectFrom('announcements')
        .selectAll()
        .orderBy('startAt', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1);
      if (endedBy !== null) query = query.where(sql<SqlBool>`(ended_at is not null or end_at <= ${endedBy})`);
      if (cursor !== null) {
        const [startAt, id] = decodeCursor(cursor, position);
        query = query.where(sql<SqlBool>`(start_at, id) < (${startAt}, ${id})`);
      }
      const rows = await query.execute();
      return toPage(rows.map(toAnnouncement), limit, (row) => [row.startAt, row.id]);
    },
    ...createAnnouncementRequestRows(context),
    putClip: (clip) => insertRows(context, preparedClips, [clip], {}),
    clips: (sources) =>
      db
        .selectFrom('preparedClips')
        .selectAll()
        .where('source', 'in', json.texts(sources))
        .orderBy('source')
        .execute(),
  };
};
