import type { DeviceRow, DeviceStore } from '../../app/ports/store/devices.ts';
import { StoreError } from '../../app/ports/store-error.ts';
import { auditedWrite } from './audited-write.ts';
import { insertRows } from './insert-rows.ts';
import { fromJson, fromJsonOrNull } from './json-column.ts';
import type { Database } from './schema.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const devices: Table<'devices'> = {
  name: 'devices',
  key: ['id'],
  columns: {
    id: 'text',
    clusterId: 'text',
    serial: 'text',
    model: 'text',
    status: 'text',
    secretHash: 'text',
    publicKey: 'json',
    maxVolume: 'bigint',
    createdAt: 'bigint',
    inServiceFrom: 'bigint',
    inServiceTo: 'bigint',
    configVersion: 'bigint',
  },
};

const claims: Table<'claims'> = {
  name: 'claims',
  key: ['codeHash'],
  columns: { codeHash: 'text', deviceId: 'text', expiresAt: 'bigint', usedAt: 'bigint' },
};

const events: Table<'deviceEvents'> = {
  name: 'deviceEvents',
  key: ['id'],
  columns: {
    id: 'text',
    clusterId: 'text',
    deviceId: 'text',
    at: 'bigint',
    type: 'text',
    doneBy: 'text',
    reason: 'text',
    detail: 'json',
  },
};

const toDevice = (row: Database['devices']): DeviceRow => ({
  ...row,
  publicKey: fromJsonOrNull(row.publicKey),
});

export const createDevices = (context: StoreContext): DeviceStore => {
  const { db } = context;
  return {
    all: async () => (await db.selectFrom('devices').selectAll().orderBy('id').execute()).map(toDevice),
    insert: (rows) => insertRows(context, devices, rows),
    update: (device) =>
      auditedWrite(
        context,
        devices,
        [device],
        async (joined) => {
          const { id, ...fields } = device;
          const publicKey = fields.publicKey === null ? null : JSON.stringify(fields.publicKey);
          const [result] = await joined.db
            .updateTable('devices')
            .set({ ...fields, publicKey })
            .where('id', '=', id)
            .execute();
          if (result?.numUpdatedRows !== 1n) {
            throw new StoreError('Store_Reference', `There is no device ${id} to update.`);
          }
        },
        { given: [device] },
      ),
    insertClaims: (rows) => insertRows(context, claims, rows),
    claim: async (codeHash) =>
      (await db.selectFrom('claims').selectAll().where('codeHash', '=', codeHash).executeTakeFirst()) ?? null,
    useClaim: (codeHash, usedAt) =>
      auditedWrite(context, claims, [{ codeHash }], async (joined) => {
        const [result] = await joined.db
          .updateTable('claims')
          .set({ usedAt })
          .where('codeHash', '=', codeHash)
          .where('usedAt', 'is', null)
          .execute();
        return result?.numUpdatedRows === 1n;
      }),
    addEvents: (rows) => insertRows(context, events, rows),
    events: async (clusterId, limit) => {
      const rows = await db
        .selectFrom('deviceEvents')
        .selectAll()
        .where('clusterId', '=', clusterId)
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ ...row, detail: fromJson(row.detail) }));
    },
  };
};
