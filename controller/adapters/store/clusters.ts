import type { Store } from '../../app/ports/store.ts';
import { insertRows, type Table } from './insert-rows.ts';
import type { StoreContext } from './store-context.ts';

const clusters: Table<'clusters'> = {
  name: 'clusters',
  key: ['id'],
  columns: {
    id: 'text',
    areaKey: 'text',
    zoneKey: 'text',
    name: 'text',
    latitude: 'double',
    longitude: 'double',
    horns: 'bigint',
    watts: 'double',
    createdAt: 'bigint',
    isDemo: 'boolean',
  },
};

export const createClusters = (context: StoreContext): Store['clusters'] => ({
  all: async () => {
    const rows = await context.db.selectFrom('clusters').selectAll().orderBy('id').execute();
    return rows.map((row) => ({ ...row, isDemo: row.isDemo === 1 }));
  },
  insert: (rows) => insertRows(context, clusters, rows),
});
