import type { StationStore } from '../../app/ports/store/stations.ts';
import { insertRows, lastByKey } from './insert-rows.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const stations: Table<'stations'> = {
  name: 'stations',
  key: ['areaKey', 'validFrom'],
  columns: {
    areaKey: 'text',
    validFrom: 'text',
    technology: 'text',
    document: 'text',
    isDemo: 'boolean',
  },
};

const publishedFigures: Table<'publishedFigures'> = {
  name: 'publishedFigures',
  key: ['areaKey', 'date'],
  columns: { areaKey: 'text', date: 'text', count: 'bigint', total: 'bigint', document: 'text' },
};

export const createStations = (context: StoreContext): StationStore => ({
  all: async () => {
    const rows = await context.db
      .selectFrom('stations')
      .selectAll()
      .orderBy('areaKey')
      .orderBy('validFrom')
      .execute();
    return rows.map((row) => ({ ...row, isDemo: row.isDemo === 1 }));
  },
  put: (rows) =>
    insertRows(
      context,
      stations,
      lastByKey(rows, (row) => `${row.areaKey} ${row.validFrom}`),
      {},
    ),
  figures: () =>
    context.db.selectFrom('publishedFigures').selectAll().orderBy('areaKey').orderBy('date').execute(),
  putFigures: (rows) =>
    insertRows(
      context,
      publishedFigures,
      lastByKey(rows, (row) => `${row.areaKey} ${row.date}`),
      {},
    ),
});
