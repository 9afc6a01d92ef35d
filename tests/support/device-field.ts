import type { Heartbeat, PublicKeyJwk } from '#protocol';
import { openSqliteStore } from '../../controller/adapters/store/sqlite.ts';
import { createDirectory, type Directory } from '../../controller/app/directory/directory.ts';
import type { AreaRow } from '../../controller/app/ports/store/areas.ts';
import type { ClusterRow } from '../../controller/app/ports/store/clusters.ts';
import type { DeviceRow } from '../../controller/app/ports/store/devices.ts';
import type { PlanItemRow } from '../../controller/app/ports/store/plan.ts';
import type { Store } from '../../controller/app/ports/store.ts';
import { createArea } from '../../controller/domain/area.ts';
import { silentLog } from './silent-log.ts';

/** 04:50 in Vietnam on Monday 5 June 2023, ten minutes before the morning session. */
export const beforeMorning = Date.UTC(2023, 5, 4, 21, 50);
/** 05:00. */
export const morning = Date.UTC(2023, 5, 4, 22, 0);
export const minute = 60_000;

const validFrom = '2020-01-01';
const area = (facts: Pick<AreaRow, 'code' | 'level' | 'type' | 'name' | 'parentKey'>): AreaRow =>
  createArea({ ...facts, validFrom, validTo: null });

export const province = area({
  code: '25',
  level: 'province',
  type: 'tỉnh',
  name: 'Phú Thọ',
  parentKey: null,
});
export const district = area({
  code: '237',
  level: 'district',
  type: 'huyện',
  name: 'Lâm Thao',
  parentKey: province.key,
});
export const caoXa = area({
  code: '08521',
  level: 'commune',
  type: 'xã',
  name: 'Cao Xá',
  parentKey: district.key,
});
export const tuXa = area({
  code: '08527',
  level: 'commune',
  type: 'xã',
  name: 'Tứ Xã',
  parentKey: district.key,
});
export const testAreas = [province, district, caoXa, tuXa];

export const clusterRow = (id: string, patch: Partial<ClusterRow> = {}): ClusterRow => ({
  id,
  areaKey: caoXa.key,
  zoneKey: null,
  name: `Khu ${id}`,
  latitude: null,
  longitude: null,
  horns: 2,
  watts: 50,
  createdAt: beforeMorning,
  retiredAt: null,
  isDemo: false,
  ...patch,
});

export const deviceRow = (id: string, clusterId: string, patch: Partial<DeviceRow> = {}): DeviceRow => ({
  id,
  clusterId,
  serial: `SN-${id}`,
  model: 'TT-4G-50',
  status: 'active',
  secretHash: null,
  publicKey: null,
  maxVolume: 100,
  createdAt: 0,
  inServiceFrom: 0,
  inServiceTo: null,
  configVersion: 0,
  ...patch,
});

export const planItem = (itemId: string, patch: Partial<PlanItemRow> = {}): PlanItemRow => ({
  itemId,
  areaKey: caoXa.key,
  sessionId: 'ses_morning',
  title: 'Lịch tiêm phòng dại chó, mèo',
  class: 'normal',
  sha256: 'a'.repeat(64),
  startAt: morning,
  endAt: morning + 5 * minute,
  clusterIds: null,
  programVersion: beforeMorning,
  cancelledAt: null,
  frozenAt: null,
  ...patch,
});

export const heartbeatAt = (at: number, patch: Partial<Heartbeat> = {}): Heartbeat => ({
  at,
  uptimeMs: 3_600_000,
  clock: { offsetMs: 12, errorMs: 20 },
  versions: {
    program: beforeMorning,
    policy: beforeMorning,
    announcements: beforeMorning,
    config: 1,
    keys: 1,
  },
  playing: null,
  volume: 80,
  cache: { assets: 12, missing: 0, freeBytes: 1e9 },
  supply: { mains: true, volts: 13.2 },
  temperatureC: 41,
  signalDbm: -71,
  firmware: '1.4.2',
  ...patch,
});

export type DeviceField = Readonly<{ store: Store; directory: Directory }>;

/** A commune with devices `dev-1`, `dev-2`, ... at clusters `1`, `2`, ...; everything in memory. */
export const createDeviceField = async (
  devices: number,
  publicKey: PublicKeyJwk | null = null,
): Promise<DeviceField> => {
  const store = await openSqliteStore({ path: ':memory:', log: silentLog });
  const directory = createDirectory({ store });
  const ids = Array.from({ length: devices }, (_, index) => String(index + 1));
  await directory.addAreas(testAreas);
  await directory.addClusters(ids.map((id) => clusterRow(id)));
  await directory.addDevices(ids.map((id) => deviceRow(`dev-${id}`, id, { publicKey })));
  return { store, directory };
};
