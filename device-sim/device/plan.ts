import { type Candidate, type PlaceQuestion, rank, type Segment } from '#protocol';
import type { Listed } from './listed.ts';

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

export type PlannedById = Readonly<{
  get: (id: string) => Planned | undefined;
  has: (id: string) => boolean;
  values: () => Iterable<Planned>;
}>;

/** Everything that the documents say of one place. Frozen, so that devices of one place may share it. */
export type Plan = Readonly<{
  segments: readonly Segment[];
  /** By id. */
  planned: PlannedById;
  /** The same by `overAt`, ascending. */
  byEnd: readonly Planned[];
  /** Assets that the documents name for this place, with their size. */
  assets: ReadonlyMap<string, number | null>;
  /** Assets to hold although nothing planned names them: clips for emergencies. */
  preload: readonly string[];
  /** Every area followed has its program: what is not named here is not needed. */
  isComplete: boolean;
  /** Ends of the programs. */
  expiries: readonly number[];
}>;

export type PlanFunction = (question: PlaceQuestion) => Plan;

export const emptyPlan: Plan = {
  segments: [],
  planned: new Map(),
  byEnd: [],
  assets: new Map(),
  preload: [],
  isComplete: false,
  expiries: [],
};

/** Index of the first whose instant is after `t`; they are in order. */
const indexAfter = <T>(all: readonly T[], at: (one: T) => number, t: number): number => {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const one = all[middle];
    if (one !== undefined && at(one) > t) high = middle;
    else low = middle + 1;
  }
  return low;
};

const startOf = ({ startAt }: Segment): number => startAt;
const endOf = ({ endAt }: Segment): number => endAt;
const overAtOf = (one: Planned): number => one.overAt;

/** The next beginning or end of a segment; segments never overlap. */
const nextChange = (segments: readonly Segment[], t: number): number => {
  const starting = segments[indexAfter(segments, startOf, t)]?.startAt ?? Number.POSITIVE_INFINITY;
  const ending = segments[indexAfter(segments, endOf, t)]?.endAt ?? Number.POSITIVE_INFINITY;
  return Math.min(starting, ending);
};

/** The first instant after `t` at which something is due by the documents alone; null when nothing more is. */
export const nextEdge = ({ segments, byEnd, expiries }: Plan, t: number): number | null => {
  const edge = Math.min(
    nextChange(segments, t),
    nextChange(segments, t + commitAheadMs) - commitAheadMs,
    byEnd[indexAfter(byEnd, overAtOf, t)]?.overAt ?? Number.POSITIVE_INFINITY,
    ...expiries.filter((at) => at > t),
  );
  return Number.isFinite(edge) ? edge : null;
};

/** The first start of a sound after `t`; null when none is planned. */
export const nextStart = ({ segments }: Plan, t: number): number | null => {
  const next = indexAfter(segments, startOf, t);
  return (
    segments.slice(next, next + 8).find(({ candidate }) => candidate.rank !== rank.stop)?.startAt ?? null
  );
};

/** Segments that share an instant with [from, to), in order. */
export const segmentsDuring = ({ segments }: Plan, from: number, to: number): Segment[] => {
  const found: Segment[] = [];
  for (let next = indexAfter(segments, endOf, from); ; next += 1) {
    const segment = segments[next];
    if (!segment || segment.startAt >= to) return found;
    found.push(segment);
  }
};
