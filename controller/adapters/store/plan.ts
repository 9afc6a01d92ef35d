import { type SqlBool, sql } from 'kysely';
import type { PlanItemRow, PlanStore } from '../../app/ports/store/plan.ts';
import { insertRows, lastByKey } from './insert-rows.ts';
import { fromJsonOrNull } from './json-column.ts';
import type { Database } from './schema.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const planItems: Table<'planItems'> = {
  name: 'planItems',
  key: ['itemId', 'areaKey'],
  columns: {
    itemId: 'text',
    areaKey: 'text',
    sessionId: 'text',
    title: 'text',
    class: 'text',
    sha256: 'text',
    startAt: 'bigint',
    endAt: 'bigint',
    clusterIds: 'json',
    programVersion: 'bigint',
    cancelledAt: 'bigint',
    frozenAt: 'bigint',
  },
};

/** A new row says something else than the one that is there, its version aside. */
const differs = sql<SqlBool>`(plan_items.session_id, plan_items.title, plan_items.class, plan_items.sha256,
  plan_items.start_at, plan_items.end_at, plan_items.cluster_ids, plan_items.cancelled_at) is distinct from
  (excluded.session_id, excluded.title, excluded.class, excluded.sha256,
  excluded.start_at, excluded.end_at, excluded.cluster_ids, excluded.cancelled_at)`;

const toPlanItem = (row: Database['planItems']): PlanItemRow => ({
  ...row,
  clusterIds: fromJsonOrNull(row.clusterIds),
});

export const createPlan = (context: StoreContext): PlanStore => {
  const { db, json } = context;
  return {
    between: async ({ areaKeys, from, to }) => {
      const overlapping = db
        .selectFrom('planItems')
        .selectAll()
        .where('startAt', '<', to)
        .where('endAt', '>', from)
        .orderBy('startAt')
        .orderBy('areaKey')
        .orderBy('itemId');
      const rows = await (areaKeys === null
        ? overlapping
        : overlapping.where('areaKey', 'in', json.texts(areaKeys))
      ).execute();
      return rows.map(toPlanItem);
    },
    replace: (areaKey, items, now) =>
      context.atomic(async (joined) => {
        const current = lastByKey(items, (item) => item.itemId).map((item) => ({ ...item, areaKey }));
        await joined.db
          .updateTable('planItems')
          .set({ cancelledAt: now })
          .where('areaKey', '=', areaKey)
          .where('startAt', '>', now)
          .where('cancelledAt', 'is', null)
          .where('sessionId', 'is not', null)
          .where('itemId', 'not in', joined.json.texts(current.map((item) => item.itemId)))
          .execute();
        // Most of a new program is what the last one was; rewriting rows and their indexes is what costs.
        await insertRows(joined, planItems, current, {
          keep: ['frozenAt'],
          where: sql`plan_items.start_at > ${now} and ${differs}`,
        });
        for (const version of new Set(current.map((item) => item.programVersion))) {
          const ids = current.flatMap((item) => (item.programVersion === version ? item.itemId : []));
          await joined.db
            .updateTable('planItems')
            .set({ programVersion: version })
            .where('areaKey', '=', areaKey)
            .where('startAt', '>', now)
            .where('itemId', 'in', joined.json.texts(ids))
            .execute();
        }
      }),
    insert: (items) => insertRows(context, planItems, items, 'ignore'),
    endEarly: (itemIds, at) =>
      context.atomic(async ({ db, json }) => {
        await db
          .updateTable('planItems')
          .set({ cancelledAt: at })
          .where('itemId', 'in', json.texts(itemIds))
          .where('startAt', '>', at)
          .where('cancelledAt', 'is', null)
          .execute();
        await db
          .updateTable('planItems')
          .set({ endAt: at })
          .where('itemId', 'in', json.texts(itemIds))
          .where('startAt', '<=', at)
          .where('endAt', '>', at)
          .execute();
      }),
    due: async (now) => {
      const rows = await db
        .selectFrom('planItems')
        .selectAll()
        .where('frozenAt', 'is', null)
        .where('startAt', '<=', now)
        .orderBy('startAt')
        .orderBy('areaKey')
        .orderBy('itemId')
        .execute();
      return rows.map(toPlanItem);
    },
    markFrozen: async (items, at) => {
      const keys = json.rows(items.map(({ itemId, areaKey }) => [itemId, areaKey]));
      await sql`
        update plan_items set frozen_at = ${at}
        where (item_id, area_key) in (select value->>0, value->>1 from ${keys}) and frozen_at is null
      `.execute(db);
    },
    nextStart: async (now) => {
      const row = await db
        .selectFrom('planItems')
        .select((eb) => eb.fn.min<number | null>('startAt').as('startAt'))
        .where('frozenAt', 'is', null)
        .where('cancelledAt', 'is', null)
        .where('startAt', '>', now)
        .executeTakeFirst();
      return row?.startAt ?? null;
    },
  };
};
