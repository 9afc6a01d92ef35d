import type { ApiTokenRow, ApiTokenStore } from '../../app/ports/store/api-tokens.ts';
import { insertRows } from './insert-rows.ts';
import { fromJson } from './json-column.ts';
import type { Database } from './schema.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const apiTokens: Table<'apiTokens'> = {
  name: 'apiTokens',
  key: ['id'],
  columns: {
    id: 'text',
    userId: 'text',
    name: 'text',
    tokenHash: 'text',
    actions: 'json',
    areaKeys: 'json',
    wideEmergency: 'boolean',
    createdAt: 'bigint',
    expiresAt: 'bigint',
    lastUsedAt: 'bigint',
    revokedAt: 'bigint',
  },
};

const toToken = (row: Database['apiTokens']): ApiTokenRow => ({
  ...row,
  actions: fromJson(row.actions),
  areaKeys: fromJson(row.areaKeys),
  wideEmergency: row.wideEmergency === 1,
});

export const createApiTokens = (context: StoreContext): ApiTokenStore => {
  const { db } = context;
  return {
    put: (token) => insertRows(context, apiTokens, [token], {}),
    byHash: async (tokenHash) => {
      const row = await db
        .selectFrom('apiTokens')
        .selectAll()
        .where('tokenHash', '=', tokenHash)
        .executeTakeFirst();
      return row === undefined ? null : toToken(row);
    },
    ofUser: async (userId) => {
      const rows = await db
        .selectFrom('apiTokens')
        .selectAll()
        .where('userId', '=', userId)
        .orderBy('createdAt', 'desc')
        .orderBy('id')
        .execute();
      return rows.map(toToken);
    },
    touch: async (id, at) => {
      await db.updateTable('apiTokens').set({ lastUsedAt: at }).where('id', '=', id).execute();
    },
  };
};
