import type { Store } from '../../app/ports/store.ts';
import { insertRows, type Table } from './insert-rows.ts';
import { fromJson } from './json-column.ts';
import type { StoreContext } from './store-context.ts';

const policyRules: Table<'policyRules'> = {
  name: 'policyRules',
  key: ['areaKey', 'position'],
  columns: {
    areaKey: 'text',
    position: 'bigint',
    weekdays: 'json',
    from: 'text',
    to: 'text',
    maxVolume: 'bigint',
  },
};

export const createPolicies = (context: StoreContext): Store['policies'] => ({
  all: async () => {
    const rows = await context.db
      .selectFrom('policyRules')
      .selectAll()
      .orderBy('areaKey')
      .orderBy('position')
      .execute();
    return rows.map(({ position: _, ...row }) => ({ ...row, weekdays: fromJson(row.weekdays) }));
  },
  replace: (areaKey, rules) =>
    context.atomic(async (joined) => {
      await joined.db.deleteFrom('policyRules').where('areaKey', '=', areaKey).execute();
      await insertRows(
        joined,
        policyRules,
        rules.map((rule, position) => ({ ...rule, areaKey, position })),
      );
    }),
});
