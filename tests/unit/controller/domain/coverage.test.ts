import { describe, expect, it } from 'vitest';
import { type Area, createArea } from '../../../../controller/domain/area.ts';
import { createAreaTree } from '../../../../controller/domain/area-tree.ts';
import { type CoverageInput, computeCoverage } from '../../../../controller/domain/coverage.ts';
import type { CommuneFacts } from '../../../../controller/domain/coverage-tally.ts';
import type { PublishedFigure } from '../../../../controller/domain/published-figure.ts';
import { endOfLocalDate } from '../../../../controller/domain/vietnam-date.ts';

const area = (code: string, level: Area['level'], type: Area['type'], name: string, parent: string | null) =>
  createArea({
    code,
    level,
    type,
    name,
    parentKey: parent === null ? null : `${parent}.20200101`,
    validFrom: '2020-01-01',
    validTo: null,
  });

const DATE = '2022-12-31';
const PROVINCE = '25.20200101';
const register = [
  area('25', 'province', 'tỉnh', 'Phú Thọ', null),
  area('237', 'district', 'huyện', 'Lâm Thao', '25'),
  area('228', 'district', 'thị xã', 'Phú Thọ', '25'),
  area('08533', 'commune', 'xã', 'Cao Xá', '237'),
  area('08494', 'commune', 'thị trấn', 'Lâm Thao', '237'),
  area('07945', 'commune', 'phường', 'Phong Châu', '228'),
  area('08533-03', 'zone', 'khu', 'Khu 3', '08533'),
];

const commune = (code: string, facts: Partial<CommuneFacts>): CommuneFacts => ({
  areaKey: `${code}.20200101`,
  station: null,
  devicesInService: 0,
  clusters: 0,
  clustersOnline: null,
  clustersProven: null,
  ...facts,
});

const published = (areaKey: string, date: string, count: number, total: number): PublishedFigure => ({
  areaKey,
  date,
  count,
  total,
  document: 'a report',
});

const cover = (input: Partial<CoverageInput>) => {
  const report = computeCoverage({
    tree: createAreaTree(register, DATE),
    areaKey: PROVINCE,
    at: endOfLocalDate(DATE),
    facts: [],
    published: [],
    ...input,
  });
  if (report === undefined) throw new Error('the area is in force in this test');
  return report;
};

const recorded = [
  commune('08533', { station: 'it-enabled' }),
  commune('08494', { station: 'fm' }),
  commune('07945', { station: 'none' }),
];

describe('computeCoverage', () => {
  it('describes area, instant and direct children in code order, down to the communes', () => {
    const report = cover({});
    expect(report.area).toEqual({
      key: PROVINCE,
      code: '25',
      name: 'Phú Thọ',
      level: 'province',
      type: 'tỉnh',
    });
    expect(report.asOf).toBe('2022-12-31T23:59:59.999+07:00');
    expect(report.children.map((child) => child.area.code)).toEqual(['228', '237']);
    expect(report.children[1]?.children.map((child) => child.area.code)).toEqual(['08494', '08533']);
    expect(report.children[1]?.children[1]?.children).toEqual([]);
  });

  it('knows the way up from a commune, and nothing of areas that are not in force or are zones', () => {
    expect(cover({ areaKey: '08533.20200101' }).ancestors.map(({ code }) => code)).toEqual(['237', '25']);
    const input = { tree: createAreaTree(register, DATE), at: 0, facts: [], published: [] };
    expect(computeCoverage({ ...input, areaKey: '99.20200101' })).toBeUndefined();
    expect(computeCoverage({ ...input, areaKey: '08533-03.20200101' })).toBeUndefined();
    const before = createAreaTree(register, '2019-12-31');
    expect(computeCoverage({ ...input, tree: before, areaKey: PROVINCE })).toBeUndefined();
  });

  describe('official', () => {
    it('counts station records when every commune has one', () => {
      const report = cover({ facts: recorded });
      expect(report.official).toEqual({ count: 1, total: 3, percent: 33.3 });
      expect(report.officialSource).toEqual({ kind: 'records' });
      expect(report.children.map(({ official }) => official?.count)).toEqual([0, 1]);
    });

    it('takes the published figure of exactly that area when a commune lacks its record', () => {
      const facts = recorded.slice(0, 2);
      const figures = [
        published(PROVINCE, '2022-06-30', 143, 225),
        published(PROVINCE, '2023-01-01', 200, 225),
      ];
      const report = cover({ facts, published: figures });
      expect(report.official).toEqual({ count: 143, total: 225, percent: 63.6 });
      expect(report.officialSource).toEqual({ kind: 'published', figure: figures[0] });
      const [townPhuTho, lamThao] = report.children;
      expect(townPhuTho?.official).toBeNull();
      expect(townPhuTho?.officialSource).toBeNull();
      expect(lamThao?.official).toEqual({ count: 1, total: 2, percent: 50 });
    });

    it('is null without evidence, and takes "unknown" for no evidence', () => {
      expect(cover({}).official).toBeNull();
      const facts = [...recorded.slice(0, 2), commune('07945', { station: 'unknown' })];
      expect(cover({ facts }).official).toBeNull();
      expect(cover({ facts }).evidence.stations).toBe(2);
    });

    it('lists a published figure that full records do not confirm, and prefers the records', () => {
      const figure = published('237.20200101', '2022-12-31', 2, 2);
      const agreeing = published(PROVINCE, '2022-12-31', 1, 3);
      const report = cover({ facts: recorded, published: [figure, agreeing] });
      expect(report.children[1]?.official?.count).toBe(1);
      expect(report.differences.published).toEqual([
        {
          area: expect.objectContaining({ code: '237' }),
          figure,
          counted: { count: 1, total: 2, percent: 50 },
        },
      ]);
    });
  });

  it('counts communes with a device in service as equipped, zero included', () => {
    expect(cover({}).equipped).toEqual({ count: 0, total: 3, percent: 0 });
    const facts = [commune('08533', { devicesInService: 30 }), commune('07945', { devicesInService: 1 })];
    expect(cover({ facts }).equipped).toEqual({ count: 2, total: 3, percent: 66.7 });
  });

  it('says null, not zero, for reachable and proven where no evidence exists', () => {
    const report = cover({ facts: [commune('08533', { clusters: 30, devicesInService: 30 })] });
    expect([report.reachable, report.proven]).toEqual([null, null]);
    expect(report.clusters).toEqual({ total: 30, reachable: null, proven: null });
  });

  it('counts communes and clusters that are reachable and proven', () => {
    const facts = [
      commune('08533', { clusters: 30, clustersOnline: 27, clustersProven: 24 }),
      commune('08494', { clusters: 4, clustersOnline: 0, clustersProven: 0 }),
      commune('07945', { clustersOnline: 0, clustersProven: null }),
    ];
    const report = cover({ facts });
    expect(report.reachable).toEqual({ count: 1, total: 3, percent: 33.3 });
    expect(report.proven).toEqual({ count: 1, total: 3, percent: 33.3 });
    expect(report.clusters).toEqual({
      total: 34,
      reachable: { count: 27, total: 34, percent: 79.4 },
      proven: { count: 24, total: 34, percent: 70.6 },
    });
    expect(report.evidence).toEqual({ stations: 0, presence: 3, plays: 2 });
    const [townPhuTho, lamThao] = report.children;
    expect(townPhuTho?.reachable).toEqual({ count: 0, total: 1, percent: 0 });
    expect(townPhuTho?.proven).toBeNull();
    expect(lamThao?.children[1]?.clusters.reachable).toEqual({ count: 27, total: 30, percent: 90 });
  });

  it('lists where record and equipment differ, with the parent that tells namesakes apart', () => {
    const facts = [
      commune('08533', { station: 'it-enabled', devicesInService: 0 }),
      commune('08494', { station: 'it-enabled', devicesInService: 2 }),
      commune('07945', { station: 'wired', devicesInService: 1 }),
    ];
    const { differences } = cover({ facts });
    expect(differences.officialNotEquipped).toEqual([
      {
        area: expect.objectContaining({ code: '08533', type: 'xã' }),
        parent: expect.objectContaining({ code: '237' }),
        station: 'it-enabled',
      },
    ]);
    expect(differences.equippedNotOfficial).toEqual([
      {
        area: expect.objectContaining({ code: '07945' }),
        parent: expect.objectContaining({ code: '228' }),
        station: 'wired',
      },
    ]);
  });

  it('has no percentage for an area without communes', () => {
    const empty = createAreaTree([area('25', 'province', 'tỉnh', 'Phú Thọ', null)], DATE);
    const report = cover({ tree: empty });
    expect(report.equipped).toEqual({ count: 0, total: 0, percent: null });
    expect(report.official).toEqual({ count: 0, total: 0, percent: null });
    expect(report.reachable).toBeNull();
  });

  it('refuses two sets of facts for one commune', () => {
    expect(() => cover({ facts: [commune('08533', {}), commune('08533', {})] })).toThrow(/08533/);
  });

  it('says which window the proof was gathered over', () => {
    expect(cover({}).provenDays).toBe(7);
    expect(cover({ provenDays: 30 }).provenDays).toBe(30);
  });
});
