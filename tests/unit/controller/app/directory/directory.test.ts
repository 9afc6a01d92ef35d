import { describe, expect, it } from 'vitest';
import { createAreaIndex } from '../../../../../controller/app/directory/area-index.ts';
import { createDirectory } from '../../../../../controller/app/directory/directory.ts';
import { createArea } from '../../../../../controller/domain/area.ts';
import {
  caoXa,
  clusterRow,
  createDeviceField,
  deviceRow,
  district,
  province,
  testAreas,
  tuXa,
} from '../../../../support/device-field.ts';

const names = (areas: readonly { name: string }[]) => areas.map(({ name }) => name);

describe('areas', () => {
  const index = createAreaIndex(testAreas);

  it('are walked up and down', () => {
    expect(names(index.children(district.key))).toEqual(['Cao Xá', 'Tứ Xã']);
    expect(names(index.ancestors(caoXa.key))).toEqual(['Lâm Thao', 'Phú Thọ']);
    expect(names(index.communesUnder(province.key))).toEqual(['Cao Xá', 'Tứ Xã']);
    expect(names(index.communesUnder(caoXa.key))).toEqual(['Cao Xá']);
    expect(names(index.atLevel('district'))).toEqual(['Lâm Thao']);
  });

  it('give the area in force for a code that an ended area bore before', () => {
    const facts = {
      code: '08521',
      level: 'commune',
      type: 'xã',
      name: 'Cao Xá',
      parentKey: district.key,
    } as const;
    const ended = createArea({ ...facts, validFrom: '2010-01-01', validTo: '2020-01-01' });
    expect(createAreaIndex([ended, caoXa]).byCode('08521')).toBe(caoXa);
    expect(createAreaIndex([caoXa, ended]).byCode('08521')).toBe(caoXa);
    expect(createAreaIndex([ended]).byCode('08521')).toBe(ended);
  });

  it('let a zone stand for the commune it lies in', () => {
    const zone = createArea({
      code: '08521-03',
      level: 'zone',
      type: 'khu',
      name: '3',
      parentKey: caoXa.key,
      validFrom: '2020-01-01',
      validTo: null,
    });
    expect(names(createAreaIndex([...testAreas, zone]).communesUnder(zone.key))).toEqual(['Cao Xá']);
  });

  it('that lie within themselves end no walk in a circle', () => {
    const a = { ...district, parentKey: caoXa.key };
    expect(createAreaIndex([a, caoXa]).ancestors(caoXa.key).length).toBeLessThan(3);
  });
});

describe('the directory', () => {
  it('shows what was stored, also after the next start', async () => {
    const { store, directory } = await createDeviceField(3);
    const next = createDirectory({ store });
    await next.load();
    for (const one of [directory, next]) {
      expect(one.clusters.all().map(({ id }) => id)).toEqual(['1', '2', '3']);
      expect(one.devices.placed('dev-2')?.cluster.name).toBe('Khu 2');
      expect(one.devices.activeIn(caoXa.key)).toHaveLength(3);
      expect(one.devices.activeIn(tuXa.key)).toEqual([]);
    }
  });

  it('stores a change before it shows it', async () => {
    const { store, directory } = await createDeviceField(1);
    const before = directory.revision();
    await expect(directory.addDevices([deviceRow('dev-9', 'no such cluster')])).rejects.toThrow();
    expect(directory.devices.get('dev-9')).toBeUndefined();
    expect(directory.revision()).toBe(before);

    await directory.updateDevice(deviceRow('dev-1', '1', { status: 'revoked' }));
    expect(directory.devices.get('dev-1')?.status).toBe('revoked');
    expect((await store.devices.all())[0]?.status).toBe('revoked');
    expect(directory.revision()).toBeGreaterThan(before);
  });

  it('prefers the active receiver of a cluster to one that waits or was revoked', async () => {
    const { directory } = await createDeviceField(1);
    await directory.addDevices([deviceRow('dev-2', '1', { status: 'waiting' })]);
    expect(directory.devices.ofCluster('1')?.id).toBe('dev-1');
    await directory.updateDevice(deviceRow('dev-1', '1', { status: 'revoked' }));
    expect(directory.devices.ofCluster('1')?.id).toBe('dev-2');
    expect(directory.devices.historyOf('1').map(({ id }) => id)).toEqual(['dev-1', 'dev-2']);
  });
});

describe('searching clusters', () => {
  const field = async () => {
    const { directory } = await createDeviceField(0);
    await directory.addClusters([
      clusterRow('c10', { name: 'Khu 10 – Đê sông Thao' }),
      clusterRow('c3', { name: 'Khu 3 – Nhà văn hóa' }),
      clusterRow('c7', { name: 'Khu 7 – Cổng chợ' }),
      clusterRow('t1', { name: 'Khu 1 – Đình làng', areaKey: tuXa.key }),
    ]);
    await directory.addDevices([deviceRow('dev-7', 'c7', { serial: 'TT50-00417' })]);
    return directory;
  };
  const found = (page: { items: readonly { id: string }[] }) => page.items.map(({ id }) => id);

  it.each([
    ['', ['c3', 'c7', 'c10', 't1']],
    ['song thao', ['c10']],
    ['NHÀ văn', ['c3']],
    ['khu 1', ['c10', 't1']],
    ['tu xa', ['t1']],
    ['cho cao xa', ['c7']],
    ['00417', ['c7']],
    ['không có', []],
  ])('for "%s" ignores tone marks and orders as people count', async (text, ids) => {
    expect(found((await field()).clusters.search({ text, limit: 10 }))).toEqual(ids);
  });

  it('keeps to an area and a condition', async () => {
    const directory = await field();
    const { clusters } = directory;
    expect(found(clusters.search({ areaKey: tuXa.key, limit: 10 }))).toEqual(['t1']);
    const where = ({ id }: { id: string }) => id !== 'c3';
    expect(clusters.search({ areaKey: district.key, where, limit: 1 })).toMatchObject({
      total: 3,
      next: 'c7',
    });
  });

  it('pages without losing or repeating a cluster, also when one is added meanwhile', async () => {
    const directory = await field();
    const first = directory.clusters.search({ limit: 2 });
    await directory.addClusters([clusterRow('c1', { name: 'Khu 1' })]);
    const second = directory.clusters.search({ limit: 2, cursor: first.next });
    expect([...found(first), ...found(second)]).toEqual(['c3', 'c7', 'c10', 't1']);
    expect(second.next).toBeNull();
  });
});
