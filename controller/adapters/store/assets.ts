import type { AssetRow, AssetStore } from '../../app/ports/store/assets.ts';
import { insertRows } from './insert-rows.ts';
import { fromJson } from './json-column.ts';
import type { Database } from './schema.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const assets: Table<'assets'> = {
  name: 'assets',
  key: ['sha256'],
  columns: {
    sha256: 'text',
    sizeBytes: 'bigint',
    durationMs: 'bigint',
    loudnessLufs: 'double',
    truePeakDbtp: 'double',
    peaks: 'json',
    createdAt: 'bigint',
  },
};

const toAsset = (row: Database['assets']): AssetRow => ({ ...row, peaks: fromJson(row.peaks) });

export const createAssets = (context: StoreContext): AssetStore => {
  const { db, json } = context;
  const many: AssetStore['many'] = async (sha256s) => {
    const rows = await db
      .selectFrom('assets')
      .selectAll()
      .where('sha256', 'in', json.texts(sha256s))
      .orderBy('sha256')
      .execute();
    return rows.map(toAsset);
  };
  return {
    get: async (sha256) => (await many([sha256]))[0] ?? null,
    many,
    areasOf: async (sha256) => {
      const rows = await db
        .selectFrom('bulletins')
        .select('areaKey')
        .distinct()
        .where('sha256', '=', sha256)
        .orderBy('areaKey')
        .execute();
      return rows.map(({ areaKey }) => areaKey);
    },
    put: (asset) => insertRows(context, assets, [asset], {}),
    isServable: async (sha256) => {
      const bulletin = await db
        .selectFrom('bulletins')
        .select('id')
        .where('sha256', '=', sha256)
        .where('approval', '=', 'approved')
        .limit(1)
        .executeTakeFirst();
      if (bulletin !== undefined) return true;
      const item = await db
        .selectFrom('planItems')
        .select('itemId')
        .where('sha256', '=', sha256)
        .limit(1)
        .executeTakeFirst();
      if (item !== undefined) return true;
      const clip = await db
        .selectFrom('preparedClips')
        .select('source')
        .where('sha256', '=', sha256)
        .limit(1)
        .executeTakeFirst();
      return clip !== undefined;
    },
  };
};
