import { expect, it } from 'vitest';
import type { Store } from '../../../controller/app/ports/store.ts';
import { aCluster, anArea, MINUTE, MORNING } from './sample-rows.ts';

export const placesContract = (store: () => Store): void => {
  it('gives areas back as they were put, in composed Unicode', async () => {
    const areas = [
      anArea({ key: '07888.20200101', name: 'Cao Xá'.normalize('NFC') }),
      anArea({ key: '25.20200101', code: '25', level: 'province', type: 'tỉnh', parentKey: null }),
      anArea({ key: 'old', validTo: '2020-01-01' }),
    ];
    await store().areas.put(areas);
    expect(await store().areas.all()).toEqual(areas);
  });

  it('replaces an area of the same key, and keeps the last of two in one call', async () => {
    await store().areas.put([anArea(), anArea({ key: 'other' })]);
    await store().areas.put([anArea({ name: 'x' }), anArea({ validTo: '2025-07-01' })]);
    expect(await store().areas.all()).toEqual([anArea({ validTo: '2025-07-01' }), anArea({ key: 'other' })]);
  });

  it('keeps a station record per date it is valid from', async () => {
    const [areaKey, document] = [anArea().key, 'Quyết định 179/QĐ-UBND'];
    const fm = { areaKey, validFrom: '2020-01-01', technology: 'fm', document, isDemo: false } as const;
    const it = {
      areaKey,
      validFrom: '2022-06-01',
      technology: 'it-enabled',
      document,
      isDemo: true,
    } as const;
    await store().areas.put([anArea()]);
    await store().stations.put([it, fm]);
    await store().stations.put([{ ...fm, technology: 'wired' }]);
    expect(await store().stations.all()).toEqual([{ ...fm, technology: 'wired' }, it]);
  });

  it('keeps one published figure per area and date', async () => {
    const figure = { areaKey: anArea().key, date: '2022-12-31', count: 144, total: 225, document: 'x' };
    await store().areas.put([anArea()]);
    await store().stations.putFigures([figure, { ...figure, date: '2022-06-30', count: 143 }]);
    await store().stations.putFigures([{ ...figure, document: 'y' }]);
    expect(await store().stations.figures()).toEqual([
      { ...figure, date: '2022-06-30', count: 143 },
      { ...figure, document: 'y' },
    ]);
  });

  it('gives clusters back as they were inserted', async () => {
    const clusters = [
      aCluster({ id: 'clu_1', latitude: -0.1, watts: 0.30000000000000004 }),
      aCluster({ id: 'clu_2', latitude: null, longitude: null, zoneKey: '07888-03', isDemo: false }),
    ];
    await store().areas.put([anArea()]);
    await store().clusters.insert(clusters);
    expect(await store().clusters.all()).toEqual(clusters);
  });

  it('remembers where a cluster stood before each move', async () => {
    const from = anArea();
    const to = anArea({ key: '07890.20200101', code: '07890', name: 'Tứ Xã' });
    await store().areas.put([from, to]);
    await store().clusters.insert([aCluster(), aCluster({ id: 'clu_2' })]);
    const move = { clusterId: 'clu_1', areaKey: to.key, zoneKey: null, at: MORNING + MINUTE };
    await store().clusters.move(move);
    await store().clusters.move({ ...move, areaKey: from.key, at: MORNING + 2 * MINUTE });
    expect(await store().clusters.all()).toEqual([aCluster(), aCluster({ id: 'clu_2' })]);
    const past = { clusterId: 'clu_1', zoneKey: null };
    expect(await store().clusters.pastPlacements()).toEqual([
      { ...past, areaKey: from.key, fromAt: MORNING, toAt: MORNING + MINUTE },
      { ...past, areaKey: to.key, fromAt: MORNING + MINUTE, toAt: MORNING + 2 * MINUTE },
    ]);
  });

  it('forgets a place where a cluster stood for no time at all', async () => {
    const to = anArea({ key: '07890.20200101', code: '07890', name: 'Tứ Xã' });
    await store().areas.put([anArea(), to]);
    await store().clusters.insert([aCluster()]);
    await store().clusters.move({ clusterId: 'clu_1', areaKey: to.key, zoneKey: null, at: MORNING });
    expect(await store().clusters.pastPlacements()).toEqual([]);
    expect(await store().clusters.all()).toEqual([aCluster({ areaKey: to.key })]);
  });

  it('replaces a cluster but for its commune, and only that one', async () => {
    await store().areas.put([anArea()]);
    await store().clusters.insert([aCluster(), aCluster({ id: 'clu_2' })]);
    const changed = aCluster({ name: 'Khu 7', latitude: null, longitude: null, retiredAt: MORNING });
    await store().clusters.update({ ...changed, areaKey: 'elsewhere' });
    expect(await store().clusters.all()).toEqual([changed, aCluster({ id: 'clu_2' })]);
  });

  it('refuses to change or move a cluster that does not exist', async () => {
    await store().areas.put([anArea()]);
    const refused = { code: 'Store_Reference' };
    await expect(store().clusters.update(aCluster())).rejects.toMatchObject(refused);
    const { id: clusterId, areaKey } = aCluster();
    const move = store().clusters.move({ clusterId, areaKey, zoneKey: null, at: MORNING });
    await expect(move).rejects.toMatchObject(refused);
  });

  it('keeps the last photo of a cluster', async () => {
    await store().areas.put([anArea()]);
    await store().clusters.insert([aCluster()]);
    const photo = {
      clusterId: 'clu_1',
      sha256: 'a'.repeat(64),
      sizeBytes: 9,
      takenAt: MORNING,
      takenBy: 'lan',
    };
    expect(await store().clusters.photo('clu_1')).toBeNull();
    await store().clusters.putPhoto(photo);
    await store().clusters.putPhoto({ ...photo, sha256: 'b'.repeat(64) });
    expect(await store().clusters.photo('clu_1')).toEqual({ ...photo, sha256: 'b'.repeat(64) });
  });

  it('inserts all clusters of a call or none', async () => {
    await store().areas.put([anArea()]);
    await store().clusters.insert([aCluster()]);
    const again = store().clusters.insert([aCluster({ id: 'clu_0' }), aCluster({ name: 'other' })]);
    await expect(again).rejects.toMatchObject({ code: 'Store_Conflict' });
    expect(await store().clusters.all()).toEqual([aCluster()]);
  });

  it('refuses a cluster in an area that does not exist', async () => {
    const insert = store().clusters.insert([aCluster({ areaKey: 'nowhere' })]);
    await expect(insert).rejects.toMatchObject({ code: 'Store_Reference' });
  });

  it('does nothing when given nothing', async () => {
    await store().areas.put([]);
    await store().clusters.insert([]);
    await store().stations.put([]);
    expect(await store().areas.all()).toEqual([]);
  });
};
