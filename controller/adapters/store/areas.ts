import type { AreaStore } from '../../app/ports/store/areas.ts';
import { insertRows, lastByKey } from './insert-rows.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const areas: Table<'areas'> = {
  name: 'areas',
  key: ['key'],
  columns: {
    key: 'text',
    code: 'text',
    level: 'text',
    type: 'text',
    name: 'text',
    nameKey: 'text',
    parentKey: 'text',
    validFrom: 'text',
    validTo: 'text',
  },
};

export const createAreas = (context: StoreContext): AreaStore => ({
  all: () => context.db.selectFrom('areas').selectAll().orderBy('key').execute(),
  put: (rows) =>
    insertRows(
      context,
      areas,
      lastByKey(rows, (row) => row.key),
      {},
    ),
});
