import { type SelectQueryBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Delivery, DeliveryRow, DeliveryStore } from '../../app/ports/store/deliveries.ts';
import { insertRows } from './insert-rows.ts';
import { toNotice } from './notices.ts';
import { decodeCursor, toPage } from './page-cursor.ts';
import type { Database } from './schema.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const columns = {
  id: 'text',
  noticeId: 'text',
  channel: 'text',
  lane: 'text',
  target: 'text',
  userId: 'text',
  state: 'text',
  attempts: 'bigint',
  dueAt: 'bigint',
  nextAt: 'bigint',
  fault: 'text',
  createdAt: 'bigint',
  doneAt: 'bigint',
} as const satisfies Table<'deliveries'>['columns'];

const deliveries: Table<'deliveries'> = { name: 'deliveries', key: ['id'], columns };

const position = z.tuple([z.int(), z.string()]);

export const createDeliveries = (context: StoreContext): DeliveryStore => {
  const { db, json } = context;

  const withNotices = async (rows: readonly DeliveryRow[]): Promise<Delivery[]> => {
    const ids = [...new Set(rows.map(({ noticeId }) => noticeId))];
    const found = await db.selectFrom('notices').selectAll().where('id', 'in', json.texts(ids)).execute();
    const byId = new Map(found.map((row) => [row.id, toNotice(row)]));
    return rows.flatMap((row) => {
      const notice = byId.get(row.noticeId);
      return notice ? { ...row, notice } : [];
    });
  };

  const waitingElsewhere = <O>(
    query: SelectQueryBuilder<Database, 'deliveries', O>,
    busyLanes: readonly string[],
  ): SelectQueryBuilder<Database, 'deliveries', O> =>
    query.where('state', '=', 'waiting').where('lane', 'not in', json.texts(busyLanes));

  return {
    insert: (rows) => insertRows(context, deliveries, rows, 'ignore'),
    due: async ({ now, busyLanes, perLane, limit }) => {
      const ranked = waitingElsewhere(
        db
          .selectFrom('deliveries')
          .selectAll()
          .select(sql<number>`row_number() over (partition by lane order by next_at, id)`.as('place')),
        busyLanes,
      ).where('nextAt', '<=', now);
      const rows = await db
        .selectFrom(ranked.as('ranked'))
        .selectAll()
        .where('place', '<=', perLane)
        .orderBy('nextAt')
        .orderBy('id')
        .limit(limit)
        .execute();
      return withNotices(rows.map(({ place: _, ...row }) => row));
    },
    nextAt: async (busyLanes) => {
      const row = await waitingElsewhere(
        db.selectFrom('deliveries').select((eb) => eb.fn.min<number | null>('nextAt').as('at')),
        busyLanes,
      ).executeTakeFirst();
      return row?.at ?? null;
    },
    put: (row) => insertRows(context, deliveries, [row], {}),
    page: async ({ channel, state, target }, cursor, limit) => {
      let query = db
        .selectFrom('deliveries')
        .selectAll()
        .orderBy('createdAt', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1);
      if (channel !== null) query = query.where('channel', '=', channel);
      if (state !== null) query = query.where('state', '=', state);
      if (target !== null) query = query.where('target', '=', target);
      if (cursor !== null) {
        const [createdAt, id] = decodeCursor(cursor, position);
        query = query.where(sql<boolean>`(created_at, id) < (${createdAt}, ${id})`);
      }
      const page = toPage(await query.execute(), limit, (row) => [row.createdAt, row.id]);
      return { items: await withNotices(page.items), next: page.next };
    },
    counts: (since) =>
      db
        .selectFrom('deliveries')
        .select((eb) => ['channel', 'state', eb.fn.countAll<number>().as('count')])
        .where((eb) => eb.or([eb('createdAt', '>=', since), eb('state', '=', 'waiting')]))
        .groupBy(['channel', 'state'])
        .execute(),
    giveUp: async (dueBefore, at) => {
      const rows = await db
        .updateTable('deliveries')
        .set({ state: 'failed', doneAt: at })
        .where('state', '=', 'waiting')
        .where('dueAt', '<', dueBefore)
        .returning(['lane', 'target'])
        .execute();
      return [...new Map(rows.map((row) => [row.lane, row])).values()];
    },
    forget: async (target, at) => {
      await db
        .updateTable('deliveries')
        .set({ state: 'gone', doneAt: at })
        .where('target', '=', target)
        .where('state', '=', 'waiting')
        .execute();
    },
  };
};
