import type { PolicyRule, PolicyStore } from '../../app/ports/store/policies.ts';
import { canonicalJson } from './canonical-json.ts';
import { insertRows } from './insert-rows.ts';
import { fromJson } from './json-column.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

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

const ofArea = async ({ db }: StoreContext, areaKey: string | null): Promise<PolicyRule[]> => {
  const all = db.selectFrom('policyRules').selectAll().orderBy('areaKey').orderBy('position');
  const rows = await (areaKey === null ? all : all.where('areaKey', '=', areaKey)).execute();
  return rows.map(({ position: _, ...row }) => ({ ...row, weekdays: fromJson(row.weekdays) }));
};

/** For the audit trail: the rules of an area are one thing; none at all is nothing. */
const asOne = (rules: readonly PolicyRule[]) =>
  rules.length === 0 ? null : { rules: rules.map(({ areaKey: _, ...rule }) => rule) };

export const createPolicies = (context: StoreContext): PolicyStore => ({
  all: () => ofArea(context, null),
  replace: (areaKey, rules) =>
    context.atomic(async (joined) => {
      const before = await ofArea(joined, areaKey);
      await joined.db.deleteFrom('policyRules').where('areaKey', '=', areaKey).execute();
      await insertRows(
        joined,
        policyRules,
        rules.map((rule, position) => ({ ...rule, areaKey, position })),
      );
      const change = { before: asOne(before), after: asOne(await ofArea(joined, areaKey)) };
      if (canonicalJson(change.before) !== canonicalJson(change.after))
        joined.trail.enter({ subject: 'policyRules', subjectId: areaKey, areaKey, ...change });
    }),
});
