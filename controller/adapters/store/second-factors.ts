import type { SecondFactorStore } from '../../app/ports/store/second-factors.ts';
import { auditedWrite } from './audited-write.ts';
import { insertRows } from './insert-rows.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const secondFactors: Table<'secondFactors'> = {
  name: 'secondFactors',
  key: ['userId'],
  columns: { userId: 'text', sealedSecret: 'text', confirmedAt: 'bigint', lastStep: 'bigint' },
};

const recoveryCodes: Table<'recoveryCodes'> = {
  name: 'recoveryCodes',
  key: ['userId', 'codeHash'],
  columns: { userId: 'text', codeHash: 'text' },
};

export const createSecondFactors = (context: StoreContext): SecondFactorStore => {
  const { db } = context;
  const count = async (userId: string): Promise<number> => {
    const row = await db
      .selectFrom('recoveryCodes')
      .select((eb) => eb.fn.countAll<number | string>().as('count'))
      .where('userId', '=', userId)
      .executeTakeFirstOrThrow();
    return Number(row.count);
  };
  return {
    get: async (userId) =>
      (await db.selectFrom('secondFactors').selectAll().where('userId', '=', userId).executeTakeFirst()) ??
      null,
    confirmed: async () => {
      const rows = await db
        .selectFrom('secondFactors')
        .select('userId')
        .where('confirmedAt', 'is not', null)
        .execute();
      return rows.map(({ userId }) => userId);
    },
    put: (row) => insertRows(context, secondFactors, [row], {}),
    useStep: async (userId, step) => {
      const row = await db
        .updateTable('secondFactors')
        .set({ lastStep: step })
        .where('userId', '=', userId)
        .where('lastStep', '<', step)
        .returning('userId')
        .executeTakeFirst();
      return row !== undefined;
    },
    remove: (userId) =>
      auditedWrite(context, secondFactors, [{ userId }], async (joined) => {
        await joined.db.deleteFrom('recoveryCodes').where('userId', '=', userId).execute();
        await joined.db.deleteFrom('secondFactors').where('userId', '=', userId).execute();
      }),
    replaceRecoveryCodes: (userId, codeHashes) =>
      context.atomic(async (joined) => {
        await joined.db.deleteFrom('recoveryCodes').where('userId', '=', userId).execute();
        await insertRows(
          joined,
          recoveryCodes,
          codeHashes.map((codeHash) => ({ userId, codeHash })),
        );
      }),
    takeRecoveryCode: async (userId, codeHash) => {
      const row = await db
        .deleteFrom('recoveryCodes')
        .where('userId', '=', userId)
        .where('codeHash', '=', codeHash)
        .returning('userId')
        .executeTakeFirst();
      return row !== undefined;
    },
    countRecoveryCodes: count,
  };
};
