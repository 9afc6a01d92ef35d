import {
  type Announcement,
  type AssetInfo,
  type Candidate,
  type PlaceQuestion,
  type ProgramItem,
  planPlace,
  rank,
  type Segment,
} from '#protocol';
import { type Listed, listAnnouncements, listItems } from './listed.ts';

/**
 * Sound is committed to the output this long before its start; afterwards samples count, not timers. Long
 * enough for a process with thousands of devices that all start at once.
 */
export const commitAheadMs = 5_000;

/** One thing that is meant to sound here, and what became of it on paper. */
export type Planned = Listed & {
  candidate: Candidate | null;
  /** Why there is no candidate: known before its time, from the documents alone. */
  refused: 'quiet-hours' | 'expired' | null;
  /** From here on it can no longer sound: its outcome is due. */
  overAt: number;
};

/** Everything that the documents say of one place. Frozen, so that devices of one place may share it. */
export type Plan = Readonly<{
  segments: readonly Segment[];
  planned: ReadonlyMap<string, Planned>;
  /** The same by `overAt`, ascending. */
  byEnd: readonly Planned[];
  /** Assets that the documents name for this place, with their size. */
  assets: ReadonlyMap<string, number | null>;
  /** Assets to hold although nothing planned names them: clips for emergencies. */
  preload: readonly string[];
  /** Every area followed has its program: what is not named here is not needed. */
  isComplete: boolean;
  /** Instants at which something may be due, ascending. */
  edges: readonly number[];
}>;

export type PlanFunction = (question: PlaceQuestion) => Plan;

export const emptyPlan: Plan = {
  segments: [],
  planned: new Map(),
  byEnd: [],
  assets: new Map(),
  preload: [],
  isComplete: false,
  edges: [],
};

/** The end of each candidate's last segment. Segments are in order; a stop may have no end. */
const lastEnds = (segments: readonly Segment[]): ReadonlyMap<string, number> => {
  const ends = new Map<string, number>();
  for (const { candidate, endAt } of segments) if (Number.isFinite(endAt)) ends.set(candidate.id, endAt);
  return ends;
};

const overAt = ({ facts }: Listed, candidate: Candidate | null, lastEnd: number | undefined): number => {
  const lastSound = Math.max(facts.endAt, lastEnd ?? 0);
  if (candidate?.late !== 'restart') return lastSound;
  return Math.max(lastSound, candidate.latestEndAt - candidate.lengthMs);
};

type Naming = Readonly<{
  entries: readonly (ProgramItem | Announcement)[];
  assets: Readonly<Record<string, AssetInfo>>;
}>;

/** Documents that name assets, each by itself: what one names for others another may want held in any case. */
const namingsOf = ({ areas, ancestors }: PlaceQuestion): Naming[] => [
  ...areas.flatMap(({ program }) => (program ? [{ entries: program.items, assets: program.assets }] : [])),
  ...[...areas.flatMap(({ announcements }) => announcements ?? []), ...ancestors].map(
    ({ announcements, assets }) => ({ entries: announcements, assets }),
  ),
];

const assetsOf = (namings: readonly Naming[], listed: readonly Listed[]) => {
  const assets = new Map<string, number | null>();
  const preload = new Set<string>();
  for (const naming of namings) {
    const named = new Set<string>();
    for (const entry of naming.entries) {
      if (!('source' in entry)) continue;
      const sha256 = entry.source.kind === 'asset' ? entry.source.sha256 : entry.source.fallbackSha256;
      if (sha256 !== undefined) named.add(sha256);
    }
    for (const [sha256, { sizeBytes }] of Object.entries(naming.assets)) {
      if (named.has(sha256)) continue;
      preload.add(sha256);
      assets.set(sha256, sizeBytes);
    }
  }
  for (const { facts, sizeBytes } of listed) {
    if (facts.sha256 !== null) assets.set(facts.sha256, sizeBytes);
  }
  return { assets, preload: [...preload] };
};

/** What this place hears and needs, from the documents alone. */
export const planOf: PlanFunction = (question) => {
  const { areas, ancestors, place } = question;
  const { segments, candidates, refused } = planPlace(question);
  const refusals = new Map(refused.map(({ id, reason }) => [id, reason]));
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const communePolicy = areas[0]?.policy ?? null;
  const listed = [
    ...areas.flatMap((area) => [...listItems(area, place), ...listAnnouncements(area, place)]),
    ...ancestors.flatMap((announcements) =>
      listAnnouncements({ program: null, policy: communePolicy, announcements }, place),
    ),
  ];
  const planned = new Map<string, Planned>();
  const ends = lastEnds(segments);
  for (const entry of listed) {
    const { id } = entry.facts;
    if (planned.has(id)) continue;
    const candidate = byId.get(id) ?? null;
    // Written out: copying objects by `...` would cost more than all the rest of a plan.
    planned.set(id, {
      facts: entry.facts,
      audioMs: entry.audioMs,
      sizeBytes: entry.sizeBytes,
      loop: entry.loop,
      volume: entry.volume,
      policy: entry.policy,
      expiresAt: entry.expiresAt,
      viaFallback: entry.viaFallback,
      candidate,
      refused: candidate ? null : (refusals.get(id) ?? null),
      overAt: overAt(entry, candidate, ends.get(id)),
    });
  }
  const edges = new Set<number>();
  for (const { startAt, endAt } of segments) {
    for (const at of [startAt - commitAheadMs, startAt, endAt - commitAheadMs, endAt]) edges.add(at);
  }
  for (const { facts, overAt: at } of planned.values()) edges.add(facts.startAt).add(at);
  for (const { program } of areas) if (program) edges.add(program.expiresAt);
  return {
    segments,
    planned,
    byEnd: [...planned.values()].sort((a, b) => a.overAt - b.overAt),
    ...assetsOf(namingsOf(question), listed),
    isComplete: areas.length > 0 && areas.every(({ program }) => program !== null),
    edges: [...edges].filter(Number.isFinite).sort((a, b) => a - b),
  };
};

/** The first edge after `t`; null when nothing more is due. */
export const nextEdge = ({ edges }: Plan, t: number): number | null => {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[middle] ?? 0) > t) high = middle;
    else low = middle + 1;
  }
  return edges[low] ?? null;
};

/** The first start of a sound after `t`; null when none is planned. */
export const nextStart = ({ segments }: Plan, t: number): number | null => {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((segments[middle]?.startAt ?? 0) > t) high = middle;
    else low = middle + 1;
  }
  return segments.slice(low, low + 8).find(({ candidate }) => candidate.rank !== rank.stop)?.startAt ?? null;
};

/** Segments that share an instant with [from, to), in order. */
export const segmentsDuring = ({ segments }: Plan, from: number, to: number): Segment[] => {
  const found: Segment[] = [];
  for (const segment of segments) {
    if (segment.startAt >= to) break;
    if (segment.endAt > from) found.push(segment);
  }
  return found;
};
