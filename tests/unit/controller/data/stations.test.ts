import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chooseDemoStations } from '../../../../controller/data/demo-stations.ts';
import { loadAreas, loadPublishedFigures, loadStations } from '../../../../controller/data/load-areas.ts';
import { stationsCsv } from '../../../../controller/data/make-stations.ts';
import { createAreaTree } from '../../../../controller/domain/area-tree.ts';
import { computeCoverage } from '../../../../controller/domain/coverage.ts';
import { type StationRecord, stationsOn } from '../../../../controller/domain/station.ts';
import { endOfLocalDate } from '../../../../controller/domain/vietnam-date.ts';

const areas = loadAreas();
const communes = areas.filter(({ level }) => level === 'commune');
const documented = loadStations();
const demo = chooseDemoStations(communes);
const withDemo = [...documented, ...demo];
const FULL = ['Việt Trì', 'Phú Thọ', 'Tam Nông', 'Lâm Thao'];

const coverageOn = (date: string, records: readonly StationRecord[]) => {
  const stations = stationsOn(records, date);
  const report = computeCoverage({
    tree: createAreaTree(areas, date),
    areaKey: '25.20200101',
    at: endOfLocalDate(date),
    published: loadPublishedFigures(),
    facts: communes.map(({ key }) => ({
      areaKey: key,
      station: stations.get(key)?.technology ?? null,
      devicesInService: 0,
      clusters: 0,
      clustersOnline: null,
      clustersProven: null,
    })),
  });
  if (report === undefined) throw new Error(`the province is in force on ${date}`);
  return report;
};

describe('stations.csv', () => {
  it('is, byte for byte, what its script makes', () => {
    const shipped = readFileSync(
      new URL('../../../../controller/data/stations.csv', import.meta.url),
      'utf8',
    );
    expect(stationsCsv(areas)).toBe(shipped);
  });

  it('documents the 55 communes of the four full districts, and no others', () => {
    expect(documented).toHaveLength(55);
    expect(
      new Set(documented.map(({ technology, validFrom, isDemo }) => `${technology} ${validFrom} ${isDemo}`)),
    ).toEqual(new Set(['it-enabled 2022-12-31 false']));
    const { children } = coverageOn('2022-12-31', documented);
    const known = children.filter(({ official }) => official !== null);
    expect(known.map(({ area, official }) => [area.name, official?.percent])).toEqual(
      FULL.map((name) => [name, 100]),
    );
  });
});

describe('coverage from documented records alone', () => {
  it.each([
    ['2022-06-29', null],
    ['2022-06-30', { count: 143, total: 225, percent: 63.6 }],
    ['2022-12-30', { count: 143, total: 225, percent: 63.6 }],
    ['2022-12-31', { count: 144, total: 225, percent: 64 }],
    ['2024-12-31', { count: 144, total: 225, percent: 64 }],
  ])('on %s is the figure then published', (date, official) => {
    const report = coverageOn(date, documented);
    expect(report.official).toEqual(official);
    expect(report.officialSource?.kind).toBe(official === null ? undefined : 'published');
    expect([report.reachable, report.proven]).toEqual([null, null]);
  });
});

describe('chooseDemoStations', () => {
  it.each([
    ['2022-06-30', 143],
    ['2022-12-30', 143],
    ['2022-12-31', 144],
    ['2026-06-01', 144],
  ])('makes the records of %s count %i of 225, as published', (date, count) => {
    const report = coverageOn(date, withDemo);
    expect(report.officialSource).toEqual({ kind: 'records' });
    expect(report.official).toMatchObject({ count, total: 225 });
    expect(report.differences.published).toEqual([]);
  });

  it('invents nothing before the first published figure', () => {
    expect(coverageOn('2022-06-29', withDemo).official).toBeNull();
  });

  it('leaves the four documented districts as the only full ones, and serves every district', () => {
    const { children } = coverageOn('2022-12-31', withDemo);
    const full = children.filter(({ official }) => official?.percent === 100);
    expect(full.map(({ area }) => area.name)).toEqual(FULL);
    for (const { official } of children) expect(official?.percent ?? 0).toBeGreaterThan(45);
  });

  it('makes the other 81 a mix of FM and wired', () => {
    const technologies = [...stationsOn(withDemo, '2022-12-31').values()].map(({ technology }) => technology);
    const count = (wanted: string) => technologies.filter((technology) => technology === wanted).length;
    expect(count('it-enabled') + count('fm') + count('wired')).toBe(225);
    expect(count('wired')).toBeGreaterThan(15);
    expect(count('fm')).toBeGreaterThan(40);
  });

  it('marks every record as demo, and gives way where a documented record begins', () => {
    expect(demo.every(({ isDemo }) => isDemo)).toBe(true);
    const inForce = stationsOn(withDemo, '2022-12-31');
    expect(documented.map(({ areaKey }) => inForce.get(areaKey))).toEqual(documented);
  });

  it('chooses the same whatever the order of the communes', () => {
    expect(chooseDemoStations([...communes].reverse())).toEqual(demo);
  });
});
