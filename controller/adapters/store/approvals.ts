import type { ApprovalRow, ApprovalStore, SoloApprovalRow } from '../../app/ports/store/approvals.ts';
import { insertRows } from './insert-rows.ts';
import type { Database } from './schema.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const approvals: Table<'approvals'> = {
  name: 'approvals',
  key: ['bulletinId', 'revision'],
  columns: {
    bulletinId: 'text',
    revision: 'bigint',
    step: 'text',
    at: 'bigint',
    by: 'text',
    reason: 'text',
    isSolo: 'boolean',
  },
};

const soloApprovals: Table<'soloApprovals'> = {
  name: 'soloApprovals',
  key: ['areaKey'],
  columns: { areaKey: 'text', isOn: 'boolean', reason: 'text', decidedBy: 'text', decidedAt: 'bigint' },
};

const cutOffMisses: Table<'cutOffMisses'> = {
  name: 'cutOffMisses',
  key: ['sessionId', 'recurrenceAt', 'bulletinId'],
  columns: { sessionId: 'text', recurrenceAt: 'bigint', bulletinId: 'text', foundAt: 'bigint' },
};

const toApproval = (row: Database['approvals']): ApprovalRow => ({ ...row, isSolo: row.isSolo === 1 });
const toSolo = (row: Database['soloApprovals']): SoloApprovalRow => ({ ...row, isOn: row.isOn === 1 });

export const createApprovals = (context: StoreContext): ApprovalStore => {
  const { db, json } = context;
  return {
    add: (step) => insertRows(context, approvals, [step]),
    of: async (bulletinIds) => {
      const rows = await db
        .selectFrom('approvals')
        .selectAll()
        .where('bulletinId', 'in', json.texts(bulletinIds))
        .orderBy('bulletinId')
        .orderBy('revision')
        .execute();
      return rows.map(toApproval);
    },
    solo: async () =>
      (await db.selectFrom('soloApprovals').selectAll().orderBy('areaKey').execute()).map(toSolo),
    putSolo: (solo) => insertRows(context, soloApprovals, [solo], {}),
    noteMisses: (misses) =>
      context.atomic(async (joined) => {
        const known = await joined.db
          .selectFrom('cutOffMisses')
          .select(['sessionId', 'recurrenceAt', 'bulletinId'])
          .where('sessionId', 'in', joined.json.texts(misses.map(({ sessionId }) => sessionId)))
          .execute();
        const keyOf = ({ sessionId, recurrenceAt, bulletinId }: Omit<(typeof misses)[number], 'foundAt'>) =>
          [sessionId, recurrenceAt, bulletinId].join(' ');
        const noted = new Set(known.map(keyOf));
        const fresh = misses.filter((miss) => !noted.has(keyOf(miss)));
        await insertRows(joined, cutOffMisses, fresh, 'ignore');
        return fresh;
      }),
  };
};
