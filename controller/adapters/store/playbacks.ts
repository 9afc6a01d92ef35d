import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { PlaybackFilter, PlaybackRow, PlaybackStore } from '../../app/ports/store/playbacks.ts';
import { insertRows, lastByKey } from './insert-rows.ts';
import type { JsonRows } from './json-rows.ts';
import { decodeCursor, toPage } from './page-cursor.ts';
import type { Database } from './schema.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const playbacks: Table<'playbacks'> = {
  name: 'playbacks',
  key: ['itemId', 'deviceId'],
  columns: {
    itemId: 'text',
    deviceId: 'text',
    clusterId: 'text',
    areaKey: 'text',
    sessionId: 'text',
    title: 'text',
    class: 'text',
    sha256: 'text',
    programVersion: 'bigint',
    plannedStart: 'bigint',
    plannedEnd: 'bigint',
    startedAt: 'bigint',
    finishedAt: 'bigint',
    outcome: 'text',
    reason: 'text',
    grade: 'text',
    clockErrorMs: 'double',
    deviation: 'text',
    lateEvidence: 'boolean',
    updatedAt: 'bigint',
    isDemo: 'boolean',
  },
};

/** From the planned start to the end, however late a play began. */
const longestPlayMs = 2 * 24 * 60 * 60 * 1_000;

const position = z.tuple([z.int(), z.string(), z.string()]);

const toPlayback = (row: Database['playbacks']): PlaybackRow => ({
  ...row,
  lateEvidence: row.lateEvidence === 1,
  isDemo: row.isDemo === 1,
});

const keyOf = (row: { itemId: string; deviceId: string }): string => `${row.itemId} ${row.deviceId}`;

const matching =
  (filter: PlaybackFilter, json: JsonRows) =>
  (eb: ExpressionBuilder<Database, 'playbacks'>): Expression<SqlBool> => {
    const { areaKeys, from, to, outcomes, itemId, sessionId, clusterId, begunBy } = filter;
    const [onlyArea] = areaKeys ?? [];
    const conditions: Expression<SqlBool>[] = [];
    // One commune by equality: its index then gives the order too.
    if (areaKeys?.length === 1 && onlyArea !== undefined) conditions.push(eb('areaKey', '=', onlyArea));
    else if (areaKeys !== null) conditions.push(eb('areaKey', 'in', json.texts(areaKeys)));
    if (from !== null) conditions.push(eb('plannedStart', '>=', from));
    if (to !== null) conditions.push(eb('plannedStart', '<', to));
    if (outcomes !== null) conditions.push(eb('outcome', 'in', json.texts(outcomes)));
    if (itemId !== null) conditions.push(eb('itemId', '=', itemId));
    if (sessionId !== null) conditions.push(eb('sessionId', '=', sessionId));
    if (clusterId !== null) conditions.push(eb('clusterId', '=', clusterId));
    if (begunBy !== undefined)
      conditions.push(eb.or([eb('plannedStart', '<=', begunBy), eb('startedAt', 'is not', null)]));
    return eb.and(conditions);
  };

export const createPlaybacks = (context: StoreContext): PlaybackStore => {
  const { db, json } = context;
  return {
    insert: (rows) => insertRows(context, playbacks, rows, 'ignore'),
    many: async (keys) => {
      const pairs = json.rows(keys.map(({ itemId, deviceId }) => [itemId, deviceId]));
      const rows = await db
        .selectFrom('playbacks')
        .selectAll()
        .where(sql<boolean>`(item_id, device_id) in (select value->>0, value->>1 from ${pairs})`)
        .orderBy('itemId')
        .orderBy('deviceId')
        .execute();
      return rows.map(toPlayback);
    },
    put: (rows) => insertRows(context, playbacks, lastByKey(rows, keyOf), {}),
    close: async (endedBefore, at) => {
      // Literals, not parameters: only then is the index of awaiting rows used.
      const closed = await db
        .updateTable('playbacks')
        .set({ reason: 'no-report', updatedAt: at })
        .where(sql<boolean>`outcome = 'unknown' and reason = 'awaiting'`)
        .where('plannedEnd', '<', endedBefore)
        .where(
          sql<boolean>`not (started_at is not null and exists (
            select 1 from sessions where sessions.id = playbacks.session_id
              and (sessions.late = 'restart' or sessions.resume = 'restart')
              and playbacks.planned_start + sessions.duration_ms >= ${endedBefore}))`,
        )
        .returning(['itemId', 'areaKey'])
        .execute();
      return lastByKey(closed, (row) => `${row.itemId} ${row.areaKey}`);
    },
    endEarly: async (itemId, at, most) => {
      const [result] = await db
        .updateTable('playbacks')
        .set({ plannedEnd: at })
        .where(
          sql<boolean>`(item_id, device_id) in (
            select item_id, device_id from playbacks
            where item_id = ${itemId} and planned_end > ${at}
            limit ${most})`,
        )
        .execute();
      return Number(result?.numUpdatedRows ?? 0n);
    },
    ofItem: (itemId) =>
      db
        .selectFrom('playbacks')
        .select(['deviceId', 'startedAt', 'outcome'])
        .where('itemId', '=', itemId)
        .orderBy('deviceId')
        .execute(),
    page: async (filter, cursor, limit) => {
      let query = db
        .selectFrom('playbacks')
        .selectAll()
        .where(matching(filter, json))
        .orderBy('plannedStart', 'desc')
        .orderBy('itemId')
        .orderBy('deviceId')
        .limit(limit + 1);
      if (cursor !== null) {
        const [plannedStart, itemId, deviceId] = decodeCursor(cursor, position);
        query = query
          .where('plannedStart', '<=', plannedStart)
          .where(
            sql<boolean>`(planned_start < ${plannedStart} or (item_id, device_id) > (${itemId}, ${deviceId}))`,
          );
      }
      const rows = await query.execute();
      return toPage(rows.map(toPlayback), limit, (row) => [row.plannedStart, row.itemId, row.deviceId]);
    },
    tally: (filter) =>
      db
        .selectFrom('playbacks')
        .select(['itemId', 'areaKey', 'outcome', 'reason'])
        .select(({ fn }) => [
          fn.countAll<number>().as('count'),
          // The same in every row of an item; an aggregate spares them in the key.
          fn.max('sessionId').as('sessionId'),
          fn.max('title').as('title'),
          fn.max('class').as('class'),
          fn.max('plannedStart').as('plannedStart'),
          fn.max('plannedEnd').as('plannedEnd'),
          fn.sum<number>('lateEvidence').as('lateEvidence'),
        ])
        .where(matching(filter, json))
        .groupBy(['itemId', 'areaKey', 'outcome', 'reason'])
        .orderBy('itemId')
        .orderBy('areaKey')
        .orderBy('outcome')
        .execute(),
    provenClusters: async (clusterIds, from, to) => {
      const older = await db
        .selectFrom('playbacks')
        .select('itemId')
        .where('plannedStart', '<', to)
        .limit(1)
        .executeTakeFirst();
      if (older === undefined) return null;
      // Newest first, so that nearly every cluster is found proven by its first row.
      const proven = await sql<{ clusterId: string }>`
        select value->>0 as cluster_id from ${json.rows(clusterIds.map((id) => [id]))}
        where exists (
          select 1 from playbacks
          where cluster_id = value->>0 and planned_start < ${to} and planned_start >= ${from - longestPlayMs}
            and outcome = 'played' and grade is not null and finished_at >= ${from} and finished_at < ${to})
        order by cluster_id
      `.execute(db);
      return proven.rows.map((row) => row.clusterId);
    },
    lastProven: (from) =>
      db
        .selectFrom('playbacks')
        .select(['clusterId', ({ fn }) => fn.max<number>('finishedAt').as('at')])
        .where(sql<boolean>`outcome = 'played' and grade is not null`)
        .where('finishedAt', '>=', from)
        .groupBy('clusterId')
        .orderBy('clusterId')
        .execute(),
  };
};
