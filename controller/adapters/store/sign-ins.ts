import type { SignInRow, SignInStore } from '../../app/ports/store/sign-ins.ts';
import { insertRows } from './insert-rows.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const signIns: Table<'signIns'> = {
  name: 'signIns',
  key: ['id'],
  columns: {
    id: 'text',
    kind: 'text',
    tokenHash: 'text',
    userId: 'text',
    createdAt: 'bigint',
    lastUsedAt: 'bigint',
    expiresAt: 'bigint',
    address: 'text',
    device: 'text',
  },
};

export const createSignIns = (context: StoreContext): SignInStore => {
  const { db } = context;
  return {
    put: (signIn) =>
      context.atomic(async (joined) => {
        await joined.db.deleteFrom('signIns').where('expiresAt', '<=', signIn.createdAt).execute();
        await insertRows(joined, signIns, [signIn]);
      }),
    get: async (kind, tokenHash, now): Promise<SignInRow | null> => {
      const row = await db
        .selectFrom('signIns')
        .selectAll()
        .where('tokenHash', '=', tokenHash)
        // Presented as something else it is worth nothing.
        .where('kind', '=', kind)
        .where('expiresAt', '>', now)
        .executeTakeFirst();
      return row ?? null;
    },
    take: async (kind, tokenHash, now): Promise<SignInRow | null> => {
      const row = await db
        .deleteFrom('signIns')
        .where('tokenHash', '=', tokenHash)
        .where('kind', '=', kind)
        .where('expiresAt', '>', now)
        .returningAll()
        .executeTakeFirst();
      return row ?? null;
    },
    touch: async (id, at) => {
      await db.updateTable('signIns').set({ lastUsedAt: at }).where('id', '=', id).execute();
    },
    ofUser: (userId, kind, now) =>
      db
        .selectFrom('signIns')
        .selectAll()
        .where('userId', '=', userId)
        .where('kind', '=', kind)
        .where('expiresAt', '>', now)
        .orderBy('lastUsedAt', 'desc')
        .orderBy('id')
        .execute(),
    remove: async (ids) => {
      if (ids.length > 0) await db.deleteFrom('signIns').where('id', 'in', ids).execute();
    },
  };
};
