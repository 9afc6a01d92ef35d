import { beforeEach, describe, expect, it } from 'vitest';
import {
  type CoverageReports,
  createCoverageReports,
} from '../../../../../controller/app/coverage/coverage.ts';
import type { PresenceState } from '../../../../../controller/app/ports/store/presence.ts';
import {
  caoXa,
  clusterRow,
  createDeviceField,
  type DeviceField,
  deviceRow,
  district,
  minute,
  beforeMorning as now,
  province,
  tuXa,
} from '../../../../support/device-field.ts';
import { played } from '../../../../support/store-contract/sample-rows.ts';

const day = 24 * 60 * minute;

let field: DeviceField;
let states: Map<string, PresenceState>;
let proven: ReadonlySet<string> | null;
let reports: CoverageReports;
beforeEach(async () => {
  field = await createDeviceField(2);
  states = new Map();
  proven = null;
  reports = createCoverageReports({
    ...field,
    presenceOf: (id) => states.get(id) ?? 'unknown',
    proof: { clusters: () => proven },
    clock: { now: () => now, after: () => () => undefined, every: () => () => undefined },
    provenDays: 7,
  });
});

const reportOf = async (areaKey = province.key, at = now) => {
  const report = await reports.report(areaKey, at);
  if (!report) throw new Error('There is no report.');
  return report;
};
const station = (
  areaKey: string,
  technology: 'it-enabled' | 'fm',
  validFrom = '2023-01-01',
  isDemo = false,
) => ({
  areaKey,
  technology,
  validFrom,
  document: 'Quyết định 179',
  isDemo,
});

describe('official coverage', () => {
  it('is null without records, and counted once every commune has one', async () => {
    expect((await reportOf()).official).toBeNull();
    await field.store.stations.put([station(caoXa.key, 'it-enabled')]);
    await reports.load();
    expect((await reportOf()).official).toBeNull();
    await field.store.stations.put([station(tuXa.key, 'fm')]);
    await reports.load();
    expect((await reportOf()).official).toEqual({ count: 1, total: 2, percent: 50 });
    expect((await reportOf(tuXa.key)).official).toEqual({ count: 0, total: 1, percent: 0 });
  });

  it('holds from the date of the record on, in Vietnam', async () => {
    await field.store.stations.put([station(caoXa.key, 'it-enabled'), station(tuXa.key, 'it-enabled')]);
    await reports.load();
    const firstInstant = Date.parse('2023-01-01T00:00:00+07:00');
    expect((await reportOf(province.key, firstInstant)).official?.count).toBe(2);
    expect((await reportOf(province.key, firstInstant - 1)).official).toBeNull();
  });

  it('is the published figure where records are wanting', async () => {
    const figure = { areaKey: province.key, date: '2022-12-31', count: 1, total: 2, document: 'Báo cáo' };
    await field.store.stations.putFigures([figure]);
    await reports.load();
    expect((await reportOf()).officialSource).toEqual({ kind: 'published', figure });
  });

  it('says when it rests on invented records', async () => {
    await field.store.stations.put([station(caoXa.key, 'it-enabled')]);
    await reports.load();
    expect(reports.restsOnDemo()).toBe(false);
    await field.store.stations.put([station(tuXa.key, 'fm', '2023-01-01', true)]);
    await reports.load();
    expect(reports.restsOnDemo()).toBe(true);
  });
});

describe('equipped coverage', () => {
  it('counts communes with a device in service, not one that waits for its claim', async () => {
    await field.directory.addClusters([clusterRow('tu', { areaKey: tuXa.key })]);
    await field.directory.addDevices([deviceRow('dev-tu', 'tu', { status: 'waiting', inServiceFrom: null })]);
    expect((await reportOf()).equipped).toEqual({ count: 1, total: 2, percent: 50 });
    expect((await reportOf()).clusters.total).toBe(2);
    await field.directory.updateDevice(deviceRow('dev-tu', 'tu', { inServiceFrom: now }));
    expect((await reportOf()).equipped.count).toBe(2);
    expect((await reportOf(province.key, now - 1)).equipped.count).toBe(1);
  });

  it('goes on when a receiver is replaced, and ends with the last one', async () => {
    const replacedAt = now - 10 * day;
    for (const id of ['1', '2'])
      await field.directory.updateDevice(
        deviceRow(`dev-${id}`, id, { status: 'revoked', inServiceTo: replacedAt }),
      );
    await field.directory.addDevices([deviceRow('dev-3', '1', { inServiceFrom: replacedAt })]);
    expect((await reportOf(province.key, replacedAt - 1)).clusters.total).toBe(2);
    expect((await reportOf()).clusters.total).toBe(1);
    expect((await reportOf()).equipped.count).toBe(1);
  });
});

describe('reachable coverage', () => {
  it('is what is online or late now', async () => {
    states.set('dev-1', 'late').set('dev-2', 'offline');
    expect((await reportOf()).reachable).toEqual({ count: 1, total: 2, percent: 50 });
    expect((await reportOf()).clusters.reachable).toEqual({ count: 1, total: 2, percent: 50 });
    states.set('dev-1', 'unknown');
    expect((await reportOf()).reachable?.count).toBe(0);
  });

  it('is what was stored of a past instant, and null where nothing was', async () => {
    states.set('dev-1', 'online');
    const since = now - 3 * day;
    await field.store.presence.openIntervals([{ deviceId: 'dev-2', state: 'offline', fromAt: since }]);
    expect((await reportOf(province.key, since - 1)).reachable).toBeNull();
    expect((await reportOf(province.key, since + day)).reachable?.count).toBe(0);
    expect((await reportOf(tuXa.key, since + day)).reachable).toEqual({ count: 0, total: 1, percent: 0 });
    expect((await reportOf(tuXa.key, since - 1)).reachable).toBeNull();
    await field.store.presence.openIntervals([{ deviceId: 'dev-1', state: 'online', fromAt: since + day }]);
    expect((await reportOf(province.key, since + day)).reachable?.count).toBe(1);
  });
});

describe('proven coverage', () => {
  it('is what the memory of plays says now', async () => {
    expect((await reportOf()).proven).toBeNull();
    proven = new Set(['1']);
    expect((await reportOf()).proven).toEqual({ count: 1, total: 2, percent: 50 });
    expect((await reportOf(tuXa.key)).proven).toEqual({ count: 0, total: 1, percent: 0 });
    proven = new Set(['cluster of nobody']);
    expect((await reportOf()).proven?.count).toBe(0);
  });

  it('is what the log says of the seven days before a past instant', async () => {
    proven = new Set(['1']);
    const finishedAt = now - 20 * day;
    const row = { areaKey: caoXa.key, clusterId: '1', deviceId: 'dev-1', plannedStart: finishedAt - minute };
    await field.store.playbacks.insert([played({ ...row, finishedAt })]);
    const provenAt = async (at: number) => (await reportOf(province.key, at)).proven?.count ?? null;
    expect(await provenAt(finishedAt - minute)).toBeNull();
    expect(await provenAt(finishedAt)).toBe(0);
    expect(await provenAt(finishedAt + 1)).toBe(1);
    expect(await provenAt(finishedAt + 7 * day)).toBe(1);
    expect(await provenAt(finishedAt + 7 * day + 1)).toBe(0);
  });
});

describe('a report', () => {
  it('adds up from commune to province', async () => {
    states.set('dev-1', 'online');
    const { children } = await reportOf();
    expect(children.map(({ area }) => area.name)).toEqual(['Lâm Thao']);
    expect(children[0]?.children.map(({ area, reachable }) => [area.name, reachable?.count])).toEqual([
      ['Cao Xá', 1],
      ['Tứ Xã', 0],
    ]);
    expect((await reportOf(district.key)).reachable).toEqual((await reportOf()).reachable);
  });

  it('is not made for what is no area, nor before the area was', async () => {
    expect(await reports.report('99.20200101', now)).toBeUndefined();
    expect(await reports.report(province.key, Date.parse('2019-12-31T12:00:00+07:00'))).toBeUndefined();
  });
});
