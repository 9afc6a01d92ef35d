import { sql } from 'kysely';
import { z } from 'zod';
import type { NoticeRow, NoticeStore } from '../../app/ports/store/notices.ts';
import { insertRows } from './insert-rows.ts';
import { fromJson, fromJsonOrNull } from './json-column.ts';
import { decodeCursor, toPage } from './page-cursor.ts';
import type { Database } from './schema.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const notices: Table<'notices'> = {
  name: 'notices',
  key: ['id'],
  columns: {
    id: 'text',
    key: 'text',
    type: 'text',
    areaKey: 'text',
    areaKeys: 'json',
    subjectId: 'text',
    title: 'json',
    body: 'json',
    path: 'text',
    at: 'bigint',
    toUserIds: 'json',
    byUserId: 'text',
    storedAt: 'bigint',
    routedAt: 'bigint',
  },
};

const entries: Table<'noticeEntries'> = {
  name: 'noticeEntries',
  key: ['userId', 'noticeId'],
  columns: { userId: 'text', noticeId: 'text', at: 'bigint', readAt: 'bigint' },
};

const position = z.tuple([z.int(), z.string()]);

export const toNotice = (row: Database['notices']): NoticeRow => ({
  ...row,
  title: fromJson(row.title),
  body: fromJson(row.body),
  areaKeys: fromJsonOrNull(row.areaKeys),
  toUserIds: fromJsonOrNull(row.toUserIds),
});

export const createNotices = (context: StoreContext): NoticeStore => {
  const { db, json } = context;
  return {
    insert: (rows) => insertRows(context, notices, rows, 'ignore'),
    get: async (id) => {
      const row = await db.selectFrom('notices').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toNotice(row);
    },
    unrouted: async (limit) => {
      const rows = await db
        .selectFrom('notices')
        .selectAll()
        .where('routedAt', 'is', null)
        .orderBy('storedAt')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(toNotice);
    },
    markRouted: async (ids, at) => {
      await db.updateTable('notices').set({ routedAt: at }).where('id', 'in', json.texts(ids)).execute();
    },
    lastRouted: (since) =>
      db
        .selectFrom('notices')
        .select((eb) => ['type', 'areaKey', eb.fn.max<number>('routedAt').as('at')])
        .where('routedAt', '>=', since)
        .groupBy(['type', 'areaKey'])
        .execute(),
    putEntries: (rows) => insertRows(context, entries, rows, 'ignore'),
    page: async ({ userId, isUnread, type, cursor, limit }) => {
      let query = db
        .selectFrom('noticeEntries')
        .innerJoin('notices', 'notices.id', 'noticeEntries.noticeId')
        .selectAll('notices')
        .select('noticeEntries.readAt')
        .where('noticeEntries.userId', '=', userId)
        .orderBy('noticeEntries.at', 'desc')
        .orderBy('noticeEntries.noticeId', 'desc')
        .limit(limit + 1);
      if (isUnread) query = query.where('noticeEntries.readAt', 'is', null);
      if (type !== null) query = query.where('notices.type', '=', type);
      if (cursor !== null) {
        const [at, id] = decodeCursor(cursor, position);
        query = query.where(sql<boolean>`(notice_entries.at, notice_entries.notice_id) < (${at}, ${id})`);
      }
      const rows = await query.execute();
      const read = rows.map(({ readAt, ...row }) => ({ ...toNotice(row), readAt }));
      return toPage(read, limit, (row) => [row.at, row.id]);
    },
    countUnread: async (userId) => {
      const row = await db
        .selectFrom('noticeEntries')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('userId', '=', userId)
        .where('readAt', 'is', null)
        .executeTakeFirstOrThrow();
      return row.count;
    },
    markRead: async (userId, ids, at) => {
      let query = db
        .updateTable('noticeEntries')
        .set({ readAt: at })
        .where('userId', '=', userId)
        .where('readAt', 'is', null);
      if (ids !== null) query = query.where('noticeId', 'in', json.texts(ids));
      await query.execute();
    },
    prune: (before) =>
      context.atomic(async (joined) => {
        const waiting = joined.db.selectFrom('deliveries').select('noticeId').where('state', '=', 'waiting');
        const old = joined.db
          .selectFrom('notices')
          .select('id')
          .where('routedAt', '<', before)
          .where('id', 'not in', waiting);
        await joined.db.deleteFrom('deliveries').where('noticeId', 'in', old).execute();
        await joined.db.deleteFrom('noticeEntries').where('noticeId', 'in', old).execute();
        await joined.db
          .deleteFrom('notices')
          .where('routedAt', '<', before)
          .where('id', 'not in', waiting)
          .execute();
      }),
  };
};
