import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Area, createArea, isValidOn } from '../../../../controller/domain/area.ts';
import { createAreaTree } from '../../../../controller/domain/area-tree.ts';
import { type CoverageFigures, computeCoverage } from '../../../../controller/domain/coverage.ts';
import type { CommuneFacts } from '../../../../controller/domain/coverage-tally.ts';
import type { PublishedFigure } from '../../../../controller/domain/published-figure.ts';
import { type Ratio, ratio } from '../../../../controller/domain/ratio.ts';
import { TECHNOLOGIES } from '../../../../controller/domain/station.ts';
import { endOfLocalDate } from '../../../../controller/domain/vietnam-date.ts';

const DATE = '2023-06-01';
const days = fc.constantFrom('2020-01-01', '2023-05-31', '2023-06-01', '2023-06-02');
const period = fc.record({
  validFrom: fc.constantFrom('2020-01-01', '2020-01-01', '2020-01-01', '2023-06-01', '2023-06-02'),
  validTo: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: days }),
});

/** A register of up to three provinces with areas hung anywhere above them in level, some of them ended. */
const register = fc
  .array(
    fc.record({
      level: fc.constantFrom('district' as const, 'commune' as const, 'commune' as const, 'zone' as const),
      parent: fc.nat(),
      period,
    }),
    { maxLength: 60 },
  )
  .map((seeds) => {
    const provinces = [1, 2, 3].map((n) => build('province', `${n}0`, null, ALWAYS));
    const areas: Area[] = [...provinces];
    for (const [index, seed] of seeds.entries()) {
      const wider = areas.filter(({ level }) => RANK[level] < RANK[seed.level]);
      const parent = wider[seed.parent % wider.length];
      areas.push(build(seed.level, `${1000 + index}`, parent?.key ?? null, seed.period));
    }
    return areas;
  });

const RANK = { province: 0, district: 1, commune: 2, zone: 3 };
const ALWAYS = { validFrom: '2020-01-01', validTo: null };
const build = (
  level: Area['level'],
  code: string,
  parentKey: string | null,
  held: { validFrom: string; validTo: string | null },
): Area => createArea({ level, code, parentKey, type: 'xã', name: `Area ${code}`, ...held });

const evidence = fc.option(fc.nat(4), { nil: null, freq: 3 });
const factsOf = (areas: readonly Area[]): fc.Arbitrary<CommuneFacts[]> =>
  fc
    .tuple(
      ...areas.map((area) =>
        fc.option(
          fc.record({
            areaKey: fc.constant(area.key),
            station: fc.option(fc.constantFrom(...TECHNOLOGIES), { nil: null, freq: 12 }),
            devicesInService: fc.nat(3),
            clusters: fc.nat(5),
            clustersOnline: evidence,
            clustersProven: evidence,
          }),
          { nil: undefined, freq: 12 },
        ),
      ),
    )
    .map((facts) => facts.filter((fact) => fact !== undefined));

const figuresOf = (areas: readonly Area[]): fc.Arbitrary<PublishedFigure[]> =>
  fc.array(
    fc.record({
      areaKey: fc.constantFrom(...areas.map(({ key }) => key)),
      date: days,
      count: fc.nat(9),
      total: fc.integer({ min: 9, max: 20 }),
      document: fc.constant('a report'),
    }),
    { maxLength: 8 },
  );

const world = register.chain((areas) =>
  fc.record({ areas: fc.constant(areas), facts: factsOf(areas), figures: figuresOf(areas) }),
);
type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

/** Is `below` inside `above`, by way of whatever areas, ended or not? */
const liesIn = (areas: readonly Area[], below: Area, above: Area): boolean =>
  below.key === above.key ||
  areas.some((parent) => parent.key === below.parentKey && liesIn(areas, parent, above));

/** The figures of one area from first principles: filter and count, for this area alone. */
const recount = ({ areas, facts, figures }: World, area: Area) => {
  const communes = areas.filter(
    (one) => one.level === 'commune' && isValidOn(one, DATE) && liesIn(areas, one, area),
  );
  const known = communes.map((one) => facts.find(({ areaKey }) => areaKey === one.key));
  const count = (holds: (fact: CommuneFacts) => boolean): number =>
    known.filter((fact) => fact !== undefined && holds(fact)).length;
  const sum = (pick: (fact: CommuneFacts) => number | null): number =>
    known.reduce((total, fact) => total + (fact === undefined ? 0 : (pick(fact) ?? 0)), 0);
  const share = (exists: number, counted: number, total: number): Ratio | null =>
    exists === 0 ? null : ratio(counted, total);

  const onRecord = count(({ station }) => station !== null && station !== 'unknown');
  const itEnabled = count(({ station }) => station === 'it-enabled');
  const presence = count(({ clustersOnline }) => clustersOnline !== null);
  const plays = count(({ clustersProven }) => clustersProven !== null);
  const clusters = sum((fact) => fact.clusters);
  const figure = figures
    .filter(({ areaKey, date }) => areaKey === area.key && date <= DATE)
    .reduce<PublishedFigure | undefined>(
      (last, one) => (last && last.date >= one.date ? last : one),
      undefined,
    );
  const published = figure === undefined ? null : ratio(figure.count, figure.total);

  return {
    official: onRecord === communes.length ? ratio(itEnabled, communes.length) : published,
    equipped: ratio(
      count(({ devicesInService }) => devicesInService > 0),
      communes.length,
    ),
    reachable: share(
      presence,
      count(({ clustersOnline }) => (clustersOnline ?? 0) > 0),
      communes.length,
    ),
    proven: share(
      plays,
      count(({ clustersProven }) => (clustersProven ?? 0) > 0),
      communes.length,
    ),
    clusters: {
      total: clusters,
      reachable: share(
        presence,
        sum((fact) => fact.clustersOnline),
        clusters,
      ),
      proven: share(
        plays,
        sum((fact) => fact.clustersProven),
        clusters,
      ),
    },
    evidence: { stations: onRecord, presence, plays },
  };
};

const everyNode = (node: CoverageFigures): CoverageFigures[] => [node, ...node.children.flatMap(everyNode)];

const provinceReports = ({ areas, facts, figures }: World) => {
  const tree = createAreaTree(areas, DATE);
  return tree.roots
    .filter(({ level }) => level === 'province')
    .map((province) =>
      computeCoverage({
        tree,
        areaKey: province.key,
        at: endOfLocalDate(DATE),
        facts,
        published: figures,
      }),
    )
    .filter((report) => report !== undefined);
};

describe('coverage beside a brute-force recount', () => {
  it('gives the recounted figures for every area of any register', () => {
    fc.assert(
      fc.property(world, (drawn) => {
        for (const node of provinceReports(drawn).flatMap(everyNode)) {
          const area = drawn.areas.find(({ key }) => key === node.area.key);
          if (area === undefined) throw new Error(`the report names ${node.area.key}`);
          expect(node).toMatchObject(recount(drawn, area));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('reports every commune in force exactly once, and the same alone as inside its province', () => {
    fc.assert(
      fc.property(world, (drawn) => {
        const nodes = provinceReports(drawn).flatMap(everyNode);
        const reported = nodes.filter(({ area }) => area.level === 'commune').map(({ area }) => area.key);
        const inForce = drawn.areas.filter((area) => area.level === 'commune' && isValidOn(area, DATE));
        expect(reported.sort()).toEqual(inForce.map(({ key }) => key).sort());

        const tree = createAreaTree(drawn.areas, DATE);
        const at = endOfLocalDate(DATE);
        for (const node of nodes) {
          const input = { tree, areaKey: node.area.key, at, facts: drawn.facts, published: drawn.figures };
          expect(computeCoverage(input)).toMatchObject({ ...node });
        }
      }),
      { numRuns: 50 },
    );
  });

  it('lists exactly the communes where record and equipment differ', () => {
    fc.assert(
      fc.property(world, (drawn) => {
        const live = new Set(
          drawn.areas.filter((one) => one.level === 'commune' && isValidOn(one, DATE)).map(({ key }) => key),
        );
        const expected = (official: boolean) =>
          drawn.facts
            .filter((fact) => live.has(fact.areaKey))
            .filter(
              (fact) =>
                (fact.station === 'it-enabled') === official && fact.devicesInService > 0 !== official,
            )
            .map(({ areaKey }) => areaKey)
            .sort();
        const differences = provinceReports(drawn).map((report) => report.differences);
        const listed = (kind: 'officialNotEquipped' | 'equippedNotOfficial') =>
          differences.flatMap((one) => one[kind].map(({ area }) => area.key)).sort();
        expect(listed('officialNotEquipped')).toEqual(expected(true));
        expect(listed('equippedNotOfficial')).toEqual(expected(false));
      }),
      { numRuns: 50 },
    );
  });
});
