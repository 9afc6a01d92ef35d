import { beforeEach, describe, expect, it } from 'vitest';
import { systemRandom } from '../../../../../controller/adapters/random.ts';
import { type Clusters, createClusters } from '../../../../../controller/app/devices/clusters.ts';
import { createDirectory } from '../../../../../controller/app/directory/directory.ts';
import {
  beforeMorning,
  caoXa,
  createDeviceField,
  type DeviceField,
  deviceRow,
  minute,
  province,
  tuXa,
} from '../../../../support/device-field.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { createVirtualClock, type VirtualClock } from '../../../../support/virtual-clock.ts';

let field: DeviceField;
let clock: VirtualClock;
let clusters: Clusters;
let dropped: string[];
let dismissed: string[];
let published: (readonly string[] | 'all')[];

beforeEach(async () => {
  field = await createDeviceField(2);
  clock = createVirtualClock(beforeMorning + minute);
  dropped = [];
  dismissed = [];
  published = [];
  clusters = createClusters({
    ...field,
    clock,
    random: systemRandom(),
    log: silentLog,
    configVersion: () => 7,
    link: { disconnect: (deviceId) => dropped.push(deviceId) },
    dismiss: (deviceId) => dismissed.push(deviceId),
    publisher: { publishAreas: async (areaKeys) => void published.push(areaKeys) },
  });
});

const wanted = {
  areaKey: caoXa.key,
  zoneKey: null,
  name: 'Khu 9 – Đê sông Thao',
  latitude: 21.32,
  longitude: 105.21,
  horns: 2,
  watts: 50,
};
const move = { areaKey: tuXa.key, zoneKey: null, reason: 'Sắp xếp lại địa giới' };
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
const history = async (clusterId: string) =>
  (await field.store.devices.events(clusterId, 10)).map(({ type, doneBy, reason }) => [type, doneBy, reason]);

describe('a new cluster', () => {
  it('is there at once and after a restart, with who made it', async () => {
    const made = await clusters.create(wanted, 'lan');
    if (!made.ok) throw new Error(made.fault.code);
    const restarted = createDirectory({ store: field.store });
    await restarted.load();
    for (const directory of [field.directory, restarted]) {
      expect(directory.clusters.get(made.value.id)).toMatchObject(wanted);
    }
    expect(await history(made.value.id)).toEqual([['created', 'lan', null]]);
  });

  it.each([
    ['in a district', { areaKey: province.key }, 'Cluster_NeedsCommune'],
    ['with half a position', { longitude: null }, 'Cluster_HalfPosition'],
    ['with latitude and longitude swapped', { latitude: 105.21, longitude: 21.32 }, 'Cluster_OutsideVietnam'],
    ['of the same name but for marks', { name: 'KHU 1' }, 'Cluster_NameTaken'],
    ['in a zone elsewhere', { zoneKey: tuXa.key }, 'Cluster_ZoneElsewhere'],
  ])('is refused %s', async (_, patch, code) => {
    expect(await clusters.create({ ...wanted, ...patch }, 'lan')).toMatchObject({
      ok: false,
      fault: { code },
    });
  });
});

describe('a move to another commune', () => {
  it('leaves the past with the old commune, also after a restart', async () => {
    const movedAt = clock.now();
    expect(await clusters.move('1', move, 'lan')).toMatchObject({ ok: true });
    const restarted = createDirectory({ store: field.store });
    await restarted.load();
    for (const { clusters: there, devices } of [field.directory, restarted]) {
      expect(ids(there.under(caoXa.key))).toEqual(['2']);
      expect(ids(there.under(tuXa.key))).toEqual(['1']);
      expect(ids(there.underAt(caoXa.key, movedAt - 1)).sort()).toEqual(['1', '2']);
      expect(ids(there.underAt(tuXa.key, movedAt - 1))).toEqual([]);
      expect(ids(there.underAt(tuXa.key, movedAt))).toEqual(['1']);
      expect(there.underAt(province.key, movedAt - 1).map(({ areaKey }) => areaKey)).toEqual([
        caoXa.key,
        caoXa.key,
      ]);
      expect(devices.activeIn(caoXa.key, movedAt - 1)).toHaveLength(2);
      expect(devices.activeIn(caoXa.key)).toHaveLength(1);
    }
  });

  it('gives the receiver a newer config, drops its connection, and issues both communes anew', async () => {
    await clusters.move('1', move, 'lan');
    expect(field.directory.devices.get('dev-1')?.configVersion).toBeGreaterThan(7);
    expect(field.directory.devices.get('dev-2')?.configVersion).toBe(0);
    expect(dropped).toEqual(['dev-1']);
    expect(published).toEqual([[caoXa.key, tuXa.key]]);
    expect(await history('1')).toEqual([['moved', 'lan', move.reason]]);
  });

  it('there and back again knows each of the three places', async () => {
    await clusters.move('1', move, 'lan');
    await clock.advance(minute);
    await clusters.move('1', { ...move, areaKey: caoXa.key }, 'lan');
    const cluster = field.directory.clusters.get('1');
    if (!cluster) throw new Error('The cluster is gone.');
    const at = (offset: number) => field.directory.clusters.asAt(cluster, clock.now() + offset).areaKey;
    expect([at(-minute - 1), at(-1), at(0)]).toEqual([caoXa.key, tuXa.key, caoXa.key]);
  });

  it.each([
    ['to where it stands', '1', caoXa.key, 409],
    ['to a province', '1', province.key, 422],
    ['of nothing', 'nowhere', tuXa.key, 404],
  ])('is refused %s', async (_, clusterId, areaKey, status) => {
    expect(await clusters.move(clusterId, { ...move, areaKey }, 'lan')).toMatchObject({ ok: false, status });
    expect(published).toEqual([]);
  });
});

describe('a retired cluster', () => {
  it('is in no list, still has its name, and its receivers are out of service', async () => {
    await field.directory.addDevices([deviceRow('dev-new', '1', { status: 'waiting' })]);
    const before = clock.now() - 1;
    expect(await clusters.retire('1', 'Tháo dỡ', 'lan')).toMatchObject({ ok: true });
    const { clusters: there, devices } = field.directory;
    expect(ids(there.under(caoXa.key))).toEqual(['2']);
    expect(there.get('1')?.name).toBe('Khu 1');
    expect(ids(there.all())).toEqual(['2', '1']);
    expect(ids(there.underAt(caoXa.key, before))).toContain('1');
    expect(['dev-1', 'dev-new'].map((id) => devices.get(id)?.status)).toEqual(['revoked', 'revoked']);
    expect(dismissed.sort()).toEqual(['dev-1', 'dev-new']);
    expect((await history('1')).map(([type]) => type).sort()).toEqual(['retired', 'revoked', 'revoked']);
  });

  it('can no longer be changed', async () => {
    await clusters.retire('1', 'Tháo dỡ', 'lan');
    const refused = { ok: false, status: 409, fault: { code: 'Cluster_Retired' } };
    expect(await clusters.edit('1', { name: 'Khu 1b' }, 'lan')).toMatchObject(refused);
    expect(await clusters.move('1', move, 'lan')).toMatchObject(refused);
    expect(await clusters.retire('1', 'again', 'lan')).toMatchObject(refused);
  });
});

it('an edited cluster keeps what was not named', async () => {
  const outcome = await clusters.edit('1', { horns: 4, name: 'Khu 1 – Đình làng' }, 'lan');
  expect(outcome).toMatchObject({ ok: true, value: { horns: 4, watts: 50, areaKey: caoXa.key } });
  expect(ids(field.directory.clusters.search({ text: 'dinh lang', limit: 5 }).items)).toEqual(['1']);
});
