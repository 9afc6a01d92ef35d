import type { PriorityOrderStore } from '../../app/ports/store/priority-orders.ts';
import { insertRows } from './insert-rows.ts';
import { fromJson } from './json-column.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const priorityOrders: Table<'priorityOrders'> = {
  name: 'priorityOrders',
  key: ['areaKey', 'date'],
  columns: { areaKey: 'text', date: 'text', itemIds: 'json', updatedBy: 'text', updatedAt: 'bigint' },
};

export const createPriorityOrders = (context: StoreContext): PriorityOrderStore => ({
  between: async ({ areaKeys, fromDate, toDate }) => {
    const { db, json } = context;
    const rows = await db
      .selectFrom('priorityOrders')
      .selectAll()
      .where('date', '>=', fromDate)
      .where('date', '<=', toDate)
      .where('areaKey', 'in', json.texts(areaKeys))
      .orderBy('date')
      .orderBy('areaKey')
      .execute();
    return rows.map((row) => ({ ...row, itemIds: fromJson(row.itemIds) }));
  },
  put: (order) => insertRows(context, priorityOrders, [order], {}),
});
