import type { SettingStore } from '../../app/ports/store/settings.ts';
import { insertRows } from './insert-rows.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const settings: Table<'settings'> = {
  name: 'settings',
  key: ['name'],
  columns: { name: 'text', value: 'text' },
};

export const createSettings = (context: StoreContext): SettingStore => ({
  get: async (name) => {
    const row = await context.db
      .selectFrom('settings')
      .select('value')
      .where('name', '=', name)
      .executeTakeFirst();
    return row?.value ?? null;
  },
  put: (name, value) => insertRows(context, settings, [{ name, value }], {}),
});
