import type { ClusterRow, ClusterStore, PlacementRow } from '../../app/ports/store/clusters.ts';
import { StoreError } from '../../app/ports/store-error.ts';
import { auditedWrite } from './audited-write.ts';
import { insertRows } from './insert-rows.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

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
    retiredAt: 'bigint',
    isDemo: 'boolean',
  },
};

const placements: Table<'clusterPlacements'> = {
  name: 'clusterPlacements',
  key: ['clusterId', 'fromAt'],
  columns: { clusterId: 'text', areaKey: 'text', zoneKey: 'text', fromAt: 'bigint', toAt: 'bigint' },
};

const photos: Table<'clusterPhotos'> = {
  name: 'clusterPhotos',
  key: ['clusterId'],
  columns: { clusterId: 'text', sha256: 'text', sizeBytes: 'bigint', takenAt: 'bigint', takenBy: 'text' },
};

const placementOf = ({ id, areaKey, zoneKey, createdAt }: ClusterRow): PlacementRow => ({
  clusterId: id,
  areaKey,
  zoneKey,
  fromAt: createdAt,
  toAt: null,
});

export const createClusters = (context: StoreContext): ClusterStore => ({
  all: async () => {
    const rows = await context.db.selectFrom('clusters').selectAll().orderBy('id').execute();
    return rows.map((row) => ({ ...row, isDemo: row.isDemo === 1 }));
  },
  insert: (rows) =>
    context.atomic(async (joined) => {
      await insertRows(joined, clusters, rows);
      await insertRows(joined, placements, rows.map(placementOf));
    }),
  update: ({ id, areaKey: _, isDemo, ...fields }) =>
    auditedWrite(context, clusters, [{ id }], async ({ db }) => {
      const [result] = await db
        .updateTable('clusters')
        .set({ ...fields, isDemo: isDemo ? 1 : 0 })
        .where('id', '=', id)
        .execute();
      if (result?.numUpdatedRows !== 1n) {
        throw new StoreError('Store_Reference', `There is no cluster ${id} to update.`);
      }
      await db
        .updateTable('clusterPlacements')
        .set({ zoneKey: fields.zoneKey })
        .where('clusterId', '=', id)
        .where('toAt', 'is', null)
        .execute();
    }),
  move: ({ clusterId, areaKey, zoneKey, at }) =>
    auditedWrite(context, clusters, [{ id: clusterId }], async (joined) => {
      const { db } = joined;
      const [result] = await db
        .updateTable('clusters')
        .set({ areaKey, zoneKey })
        .where('id', '=', clusterId)
        .execute();
      if (result?.numUpdatedRows !== 1n) {
        throw new StoreError('Store_Reference', `There is no cluster ${clusterId} to move.`);
      }
      // Made and moved within one millisecond: it never stood there.
      await db
        .deleteFrom('clusterPlacements')
        .where('clusterId', '=', clusterId)
        .where('fromAt', '>=', at)
        .execute();
      await db
        .updateTable('clusterPlacements')
        .set({ toAt: at })
        .where('clusterId', '=', clusterId)
        .where('toAt', 'is', null)
        .execute();
      await insertRows(joined, placements, [{ clusterId, areaKey, zoneKey, fromAt: at, toAt: null }]);
    }),
  pastPlacements: () =>
    context.db
      .selectFrom('clusterPlacements')
      .selectAll()
      .where('toAt', 'is not', null)
      .orderBy('fromAt')
      .orderBy('clusterId')
      .execute(),
  putPhoto: (photo) => insertRows(context, photos, [photo], {}),
  photo: async (clusterId) =>
    (await context.db
      .selectFrom('clusterPhotos')
      .selectAll()
      .where('clusterId', '=', clusterId)
      .executeTakeFirst()) ?? null,
});
