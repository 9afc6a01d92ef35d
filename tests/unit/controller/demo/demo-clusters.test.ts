import { describe, expect, it } from 'vitest';
import { chooseDemoStations } from '../../../../controller/data/demo-stations.ts';
import { loadAreas, loadStations } from '../../../../controller/data/load-areas.ts';
import { planDemoClusters } from '../../../../controller/demo/demo-clusters.ts';
import { stationsOn } from '../../../../controller/domain/station.ts';

const areas = loadAreas();
const stations = stationsOn([...loadStations(), ...chooseDemoStations(areas)], '2026-11-22');
const enabled = areas.filter(({ key }) => stations.get(key)?.technology === 'it-enabled');
const now = Date.UTC(2026, 10, 22);
const inServiceFrom = now - 365 * 86_400_000;
const planned = planDemoClusters(enabled, now, inServiceFrom);

const countBy = (keys: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};
const perCommune = countBy(planned.map(({ cluster }) => cluster.areaKey));
/** Communes in which every cluster has that kind of trouble. */
const communesAllIn = (faults: readonly (string | null)[]): number =>
  [...perCommune].filter(
    ([areaKey, count]) =>
      planned.filter(({ cluster, fault }) => cluster.areaKey === areaKey && faults.includes(fault)).length ===
      count,
  ).length;

describe('the clusters of the demo', () => {
  it('are 1,000 over the 144 IT-enabled communes, with 30 in Cao Xá', () => {
    expect(enabled).toHaveLength(144);
    expect(planned).toHaveLength(1_000);
    expect(perCommune.size).toBe(144);
    const caoXa = enabled.find(({ name, type }) => name === 'Cao Xá' && type === 'xã');
    expect(perCommune.get(caoXa?.key ?? '')).toBe(30);
    expect(Math.min(...perCommune.values())).toBeGreaterThan(0);
  });

  it('hold 14 that will not be ready: five communes silent, eight without proof', () => {
    expect(communesAllIn(['offline'])).toBe(5);
    expect(communesAllIn(['offline', 'card-full', 'clock-94s'])).toBe(8);
    const notReady = planned.filter(
      ({ fault }) => fault === 'offline' || fault === 'card-full' || fault === 'clock-94s',
    );
    expect(notReady).toHaveLength(14);
  });

  it('hold others that play or fail visibly', () => {
    const faults = countBy(planned.flatMap(({ fault }) => fault ?? []));
    expect(Object.fromEntries(faults)).toEqual({
      offline: 9,
      'card-full': 3,
      'clock-94s': 2,
      'no-mains': 2,
      'wire-cut': 2,
      'amplifier-dead': 2,
    });
  });

  it('are marked as invented, each with a name, a receiver and a serial of its own', () => {
    expect(planned.every(({ cluster }) => cluster.isDemo)).toBe(true);
    expect(new Set(planned.map(({ cluster }) => cluster.id)).size).toBe(1_000);
    expect(new Set(planned.map(({ cluster }) => `${cluster.areaKey} ${cluster.name}`)).size).toBe(1_000);
    expect(new Set(planned.map(({ device }) => device.serial)).size).toBe(1_000);
    for (const { cluster, device } of planned) {
      expect(device).toMatchObject({ clusterId: cluster.id, status: 'waiting', inServiceFrom });
      expect(cluster.name).toMatch(/^Khu \d+ – \S/);
      expect(cluster.horns).toBeGreaterThanOrEqual(1);
      expect(cluster.horns).toBeLessThanOrEqual(4);
    }
  });

  it('are the same at every start', () => {
    expect(planDemoClusters(enabled, now, inServiceFrom)).toEqual(planned);
  });
});
