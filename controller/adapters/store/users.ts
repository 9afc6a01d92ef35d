import type { SignInRow, UserRow } from '../../app/ports/rows.ts';
import type { Store } from '../../app/ports/store.ts';
import { insertRows, type Table } from './insert-rows.ts';
import { fromJson } from './json-column.ts';
import type { Database } from './schema.ts';
import type { StoreContext } from './store-context.ts';

const users: Table<'users'> = {
  name: 'users',
  key: ['id'],
  columns: {
    id: 'text',
    username: 'text',
    displayName: 'text',
    grants: 'json',
    passwordHash: 'text',
    createdAt: 'bigint',
  },
};

const signIns: Table<'signIns'> = {
  name: 'signIns',
  key: ['tokenHash'],
  columns: { tokenHash: 'text', kind: 'text', userId: 'text', expiresAt: 'bigint' },
};

const toUser = (row: Database['users']): UserRow => ({ ...row, grants: fromJson(row.grants) });
const toSignIn = ({ kind: _, ...row }: Database['signIns']): SignInRow => row;

export const createUsers = (context: StoreContext): Store['users'] => {
  const { db } = context;
  return {
    byId: async (id) => {
      const row = await db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toUser(row);
    },
    byUsername: async (username) => {
      const row = await db
        .selectFrom('users')
        .selectAll()
        .where('username', '=', username)
        .executeTakeFirst();
      return row === undefined ? null : toUser(row);
    },
    all: async () => (await db.selectFrom('users').selectAll().orderBy('username').execute()).map(toUser),
    count: async () => {
      const row = await db
        .selectFrom('users')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return row.count;
    },
    put: (user) => insertRows(context, users, [user], {}),
    putSignIn: (kind, signIn) => insertRows(context, signIns, [{ ...signIn, kind }], {}),
    signIn: async (tokenHash, now) => {
      const row = await db
        .selectFrom('signIns')
        .selectAll()
        .where('tokenHash', '=', tokenHash)
        // A link signs in once, by being taken; presented as a cookie it is worth nothing.
        .where('kind', '=', 'cookie')
        .where('expiresAt', '>', now)
        .executeTakeFirst();
      return row === undefined ? null : toSignIn(row);
    },
    takeLink: (tokenHash, now) =>
      context.atomic(async (joined) => {
        await joined.db.deleteFrom('signIns').where('expiresAt', '<=', now).execute();
        const taken = await joined.db
          .deleteFrom('signIns')
          .where('tokenHash', '=', tokenHash)
          .where('kind', '=', 'link')
          .returningAll()
          .executeTakeFirst();
        return taken === undefined ? null : toSignIn(taken);
      }),
    deleteSignIn: async (tokenHash) => {
      await db.deleteFrom('signIns').where('tokenHash', '=', tokenHash).execute();
    },
  };
};
