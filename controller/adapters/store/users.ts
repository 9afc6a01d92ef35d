import type { UserRow, UserStore } from '../../app/ports/store/users.ts';
import { insertRows } from './insert-rows.ts';
import { fromJson } from './json-column.ts';
import type { Database } from './schema.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const users: Table<'users'> = {
  name: 'users',
  key: ['id'],
  columns: {
    id: 'text',
    username: 'text',
    displayName: 'text',
    grants: 'json',
    passwordHash: 'text',
    passwordSetAt: 'bigint',
    disabledAt: 'bigint',
    createdAt: 'bigint',
  },
};

const toUser = (row: Database['users']): UserRow => ({ ...row, grants: fromJson(row.grants) });
export const createUsers = (context: StoreContext): UserStore => {
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
  };
};
