import type { SpoolStore } from '../../app/ports/store/spools.ts';
import { insertRows, lastByKey } from './insert-rows.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const spoolCursors: Table<'spoolCursors'> = {
  name: 'spoolCursors',
  key: ['deviceId', 'spoolId'],
  columns: { deviceId: 'text', spoolId: 'text', seq: 'bigint' },
};

const playEvents: Table<'playEvents'> = {
  name: 'playEvents',
  key: ['deviceId', 'spoolId', 'seq'],
  columns: { deviceId: 'text', spoolId: 'text', seq: 'bigint', receivedAt: 'bigint', event: 'json' },
};

export const createSpools = (context: StoreContext): SpoolStore => ({
  cursors: (deviceIds) =>
    context.db
      .selectFrom('spoolCursors')
      .selectAll()
      .where('deviceId', 'in', context.json.texts(deviceIds))
      .orderBy('deviceId')
      .orderBy('spoolId')
      .execute(),
  append: (events, cursors) =>
    context.atomic(async (joined) => {
      await insertRows(joined, playEvents, events, 'ignore');
      await insertRows(
        joined,
        spoolCursors,
        lastByKey(cursors, (cursor) => `${cursor.deviceId} ${cursor.spoolId}`),
        {},
      );
    }),
});
