import type { Area, AreaLevel } from './area.ts';
import type { AreaTree } from './area-tree.ts';
import {
  addTallies,
  type CommuneFacts,
  emptyTally,
  presenceRatios,
  provenRatios,
  type Tally,
  tallyOf,
} from './coverage-tally.ts';
import { figuresOn, type PublishedFigure } from './published-figure.ts';
import { type Ratio, ratio } from './ratio.ts';
import type { Technology } from './station.ts';
import { vietnamTimestamp } from './vietnam-date.ts';

export interface CoverageArea {
  readonly key: string;
  readonly code: string;
  readonly name: string;
  readonly level: AreaLevel;
  readonly type: string;
}

/** Where the official figure comes from: counted over station records, or taken whole from a publication. */
export type OfficialSource =
  | { readonly kind: 'records' }
  | { readonly kind: 'published'; readonly figure: PublishedFigure };

/** The figures of one area, over all communes in force under it. `null` is "no evidence", never zero. */
export interface CoverageFigures {
  readonly area: CoverageArea;
  /** RFC 3339 with +07:00. */
  readonly asOf: string;
  /** Communes whose station is IT-enabled. */
  readonly official: Ratio | null;
  readonly officialSource: OfficialSource | null;
  /** Communes with at least one device in service. */
  readonly equipped: Ratio;
  /** Communes with at least one device online. */
  readonly reachable: Ratio | null;
  /** Communes with at least one signed `played` in the last `provenDays` days. */
  readonly proven: Ratio | null;
  readonly clusters: {
    readonly total: number;
    readonly reachable: Ratio | null;
    readonly proven: Ratio | null;
  };
  /** For how many of the communes each kind of evidence exists at all. */
  readonly evidence: { readonly stations: number; readonly presence: number; readonly plays: number };
  /** Direct children that hold communes, or are communes, in code order. Zones are below what is counted. */
  readonly children: readonly CoverageFigures[];
}

export interface CommuneDifference {
  readonly area: CoverageArea;
  readonly parent: CoverageArea | null;
  /** What the station record says; `null` without a record. */
  readonly station: Technology | null;
}

export interface CoverageDifferences {
  /** IT-enabled on record, without a device in service. */
  readonly officialNotEquipped: readonly CommuneDifference[];
  /** With a device in service, and not IT-enabled on record (or without a record: see `station`). */
  readonly equippedNotOfficial: readonly CommuneDifference[];
  /** Published figures, anywhere under the area, that the full station records do not confirm. */
  readonly published: readonly {
    readonly area: CoverageArea;
    readonly figure: PublishedFigure;
    readonly counted: Ratio;
  }[];
}

export interface CoverageReport extends CoverageFigures {
  /** The way up, nearest first. */
  readonly ancestors: readonly CoverageArea[];
  readonly provenDays: number;
  readonly differences: CoverageDifferences;
}

export interface CoverageInput {
  /** The areas in force on the date of `at`. */
  readonly tree: AreaTree;
  readonly areaKey: string;
  /** The instant (epoch milliseconds) for which the facts were gathered. */
  readonly at: number;
  /** At most one entry per commune; a commune without one has no records, no devices and no evidence. */
  readonly facts: Iterable<CommuneFacts>;
  readonly published: Iterable<PublishedFigure>;
  /** The window that `clustersProven` was gathered over. */
  readonly provenDays?: number;
}

export const DEFAULT_PROVEN_DAYS = 7;

/**
 * `undefined` when the area is not in force on the tree's date, or is a zone: coverage counts communes.
 * One pass over the areas below.
 */
export const computeCoverage = (input: CoverageInput): CoverageReport | undefined => {
  const { tree } = input;
  const root = tree.get(input.areaKey);
  if (root === undefined || root.level === 'zone') return undefined;

  const facts = indexFacts(input.facts);
  const figures = figuresOn(input.published, tree.date);
  const asOf = vietnamTimestamp(input.at);
  const officialNotEquipped: CommuneDifference[] = [];
  const equippedNotOfficial: CommuneDifference[] = [];
  const published: CoverageDifferences['published'][number][] = [];

  const noteDifference = (area: Area, commune: CommuneFacts): void => {
    const official = commune.station === 'it-enabled';
    const equipped = commune.devicesInService > 0;
    if (official === equipped) return;
    const parent = tree.parent(area.key);
    (official ? officialNotEquipped : equippedNotOfficial).push({
      area: describe(area),
      parent: parent === undefined ? null : describe(parent),
      station: commune.station,
    });
  };

  const visit = (area: Area): { figures: CoverageFigures; tally: Tally } => {
    let tally = emptyTally;
    const children: CoverageFigures[] = [];
    if (area.level === 'commune') {
      const commune = facts.get(area.key) ?? noFacts(area.key);
      tally = tallyOf(commune);
      noteDifference(area, commune);
    } else {
      for (const child of tree.children(area.key)) {
        if (child.level === 'zone') continue;
        const below = visit(child);
        children.push(below.figures);
        tally = addTallies(tally, below.tally);
      }
    }
    const described = describe(area);
    const figure = figures.get(area.key);
    const counted = ratio(tally.itEnabled, tally.communes);
    const presence = presenceRatios(tally);
    const plays = provenRatios(tally);
    const onRecord = tally.onRecord === tally.communes;
    if (onRecord && figure !== undefined && !agrees(figure, counted)) {
      published.push({ area: described, figure, counted });
    }
    return {
      tally,
      figures: {
        area: described,
        asOf,
        ...officialFigure(onRecord, counted, figure),
        equipped: ratio(tally.equipped, tally.communes),
        reachable: presence.communes,
        proven: plays.communes,
        clusters: {
          total: tally.clusters,
          reachable: presence.clusters,
          proven: plays.clusters,
        },
        evidence: {
          stations: tally.onRecord,
          presence: tally.withPresence,
          plays: tally.withPlays,
        },
        children,
      },
    };
  };

  return {
    ...visit(root).figures,
    ancestors: tree.ancestors(root.key).map(describe),
    provenDays: input.provenDays ?? DEFAULT_PROVEN_DAYS,
    differences: { officialNotEquipped, equippedNotOfficial, published },
  };
};

// A publication counts the area as its authority saw it, so its own total stands beside its count.
const officialFigure = (
  onRecord: boolean,
  counted: Ratio,
  figure: PublishedFigure | undefined,
): Pick<CoverageFigures, 'official' | 'officialSource'> => {
  if (onRecord) return { official: counted, officialSource: { kind: 'records' } };
  if (figure === undefined) return { official: null, officialSource: null };
  return {
    official: ratio(figure.count, figure.total),
    officialSource: { kind: 'published', figure },
  };
};

const agrees = (figure: PublishedFigure, counted: Ratio): boolean =>
  figure.count === counted.count && figure.total === counted.total;

const describe = ({ key, code, name, level, type }: Area): CoverageArea => ({ key, code, name, level, type });

const noFacts = (areaKey: string): CommuneFacts => ({
  areaKey,
  station: null,
  devicesInService: 0,
  clusters: 0,
  clustersOnline: null,
  clustersProven: null,
});

const indexFacts = (facts: Iterable<CommuneFacts>): ReadonlyMap<string, CommuneFacts> => {
  const index = new Map<string, CommuneFacts>();
  for (const commune of facts) {
    if (index.has(commune.areaKey)) throw new RangeError(`Facts given twice for commune ${commune.areaKey}.`);
    index.set(commune.areaKey, commune);
  }
  return index;
};
