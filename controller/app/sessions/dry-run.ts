import {
  type AnnouncementsDocument,
  type PlacePlan,
  type PolicyDocument,
  type ProgramDocument,
  planPlace,
  type TimeWindow,
} from '#protocol';
import { type DryRun, readPlan, type Sounding, type Unheard } from '../../domain/dry-run.ts';
import { type LikePlaces, likePlaces } from '../../domain/like-places.ts';
import { keepEndedMs, targetedPart } from '../../domain/program.ts';
import type { parseRule } from '../../domain/recurrence.ts';
import type { Unplaced } from '../../domain/slots.ts';
import { createReachOf, type Places } from '../directory/places.ts';
import {
  announcementsDocument,
  type Planner,
  policyDocument,
  programDocument,
} from '../documents/area-documents.ts';
import { type CommunePlanner, loadCommunePlanner } from '../documents/commune-planner.ts';
import type { Clock, Outcome } from '../ports/runtime.ts';
import type { SessionRow } from '../ports/store/sessions.ts';
import type { Store } from '../ports/store.ts';
import { dryRunFaults } from './dry-run-faults.ts';
import { refuse } from './session-faults.ts';

/** Who hears it: some clusters of the commune, or null for all of them. */
type Heard = Readonly<{ clusterIds: readonly string[] | null }>;

/** A slot, or a part of one, that has nothing to play. */
export type NotPlaced = Readonly<{
  session: SessionRow;
  title: string;
  startAt: number;
  endAt: number;
  /** `empty`: the date has no running order. */
  cause: 'empty' | Unplaced['reason'];
  /** It may still be approved. */
  isOpen: boolean;
}>;

export type DryRunReport = Readonly<{
  areaKey: string;
  clusterId: string | null;
  from: number;
  to: number;
  /** When the commune may sound at all. */
  allowed: readonly TimeWindow[];
  sounds: readonly (Sounding & Heard)[];
  silent: readonly (Unheard & Heard)[];
  notPlaced: readonly NotPlaced[];
  stops: readonly (DryRun['stops'][number] & Heard)[];
  sessions: ReadonlyMap<string, SessionRow>;
  /** Key of the area that each announcement is owned by, by its id. */
  announcedBy: ReadonlyMap<string, string>;
}>;

export type DryRunQuery = Readonly<{
  /** A commune. */
  areaKey: string;
  /** One of its clusters; null for all. */
  clusterId: string | null;
  from: number;
  to: number;
}>;

/**
 * What will sound in a commune and what will not, by whom and why, as the store says now: the documents that
 * would be issued, judged by the function that devices play from (`planPlace`).
 */
export type DryRuns = (query: DryRunQuery) => Promise<Outcome<DryRunReport>>;

const dayMs = 24 * 60 * 60 * 1000;
const longestSpanMs = 14 * dayMs;
const latest = Date.UTC(2101, 0, 1);

const checkSpan = ({ from, to }: DryRunQuery, now: number) => {
  if (!(from < to) || to - from > longestSpanMs || to > latest) return dryRunFaults.span;
  return from < now - keepEndedMs ? dryRunFaults.past : null;
};

/** A commune's documents as they would be issued, in force over the whole span: they are renewed every day. */
const documentsOf = (
  { planner, now, until }: CommunePlanner,
  [areaKey, ...above]: readonly [string, ...string[]],
): {
  program: ProgramDocument;
  policy: PolicyDocument;
  announcements: readonly [AnnouncementsDocument, ...AnnouncementsDocument[]];
} => {
  const issue = { version: 1, now };
  const expiresAt = until + dayMs;
  const announced = (key: string) => ({
    ...announcementsDocument(key, planner.announcements(key), issue),
    expiresAt,
  });
  return {
    program: { ...programDocument(areaKey, planner.program(areaKey), issue), expiresAt },
    policy: { ...policyDocument(areaKey, planner.policy(areaKey), issue), expiresAt },
    announcements: [announced(areaKey), ...above.map(announced)],
  };
};

type Judged = Readonly<{ group: LikePlaces; run: DryRun }>;

/** Rows that several groups of clusters have alike become one. */
const joinAlike = <Row>(
  judged: readonly Judged[],
  rowsOf: (run: DryRun) => readonly Row[],
  keyOf: (row: Row) => string,
): (Row & Heard)[] => {
  const rows = new Map<string, { row: Row; groups: LikePlaces[] }>();
  for (const { group, run } of judged) {
    for (const row of rowsOf(run)) {
      const key = keyOf(row);
      const known = rows.get(key);
      if (known) known.groups.push(group);
      else rows.set(key, { row, groups: [group] });
    }
  }
  return [...rows.values()].map(({ row, groups }) => ({
    ...row,
    clusterIds: groups.length === judged.length ? null : groups.flatMap(({ clusterIds }) => clusterIds),
  }));
};

const idOf = ({ subject }: Pick<Unheard, 'subject'>): string =>
  subject.kind === 'item' ? subject.item.id : subject.announcement.id;
const startOf = ({ subject }: Pick<Unheard, 'subject'>): number =>
  subject.kind === 'item' ? subject.item.startAt : subject.announcement.startAt;
const endOf = ({ subject }: Pick<Unheard, 'subject'>): number =>
  (subject.kind === 'item' ? subject.item.endAt : subject.announcement.endAt) ?? Number.POSITIVE_INFINITY;

const clip = (run: DryRun, { from, to }: DryRunQuery): DryRun => ({
  sounds: run.sounds.filter(({ startAt, endAt }) => startAt < to && endAt > from),
  silent: run.silent.filter((one) => startOf(one) < to && endOf(one) > from),
  stops: run.stops.filter(({ startAt, endAt }) => startAt < to && endAt > from),
});

const notPlacedIn = (
  planner: Planner,
  area: Parameters<typeof targetedPart>[1],
  { from, to }: DryRunQuery,
): NotPlaced[] =>
  planner.layouts.flatMap(({ session, occurrences }) => {
    if (!targetedPart(session, area)) return [];
    return occurrences.flatMap(({ occurrence, slots, unplaced }): NotPlaced[] => {
      const { startAt, endAt } = occurrence;
      if (startAt >= to || endAt <= from) return [];
      const slot = { session, startAt, endAt };
      if (slots.length + unplaced.length === 0)
        return [{ ...slot, title: session.title, cause: 'empty', isOpen: false }];
      return unplaced.map(({ title, reason, approval }) => ({
        ...slot,
        title,
        cause: reason,
        isOpen: reason === 'not-approved' && approval !== 'withdrawn',
      }));
    });
  });

export const createDryRuns = (deps: {
  store: Store;
  places: Places;
  parse: typeof parseRule;
  clock: Clock;
}): DryRuns => {
  const { store, places, parse, clock } = deps;
  const reachOf = createReachOf(places);

  return async (query) => {
    const { areaKey, clusterId, from, to } = query;
    const now = clock.now();
    const fault = checkSpan(query, now);
    if (fault) return refuse(422, fault);
    const reach = reachOf(now);
    if (!reach.communes.includes(areaKey)) return refuse(422, dryRunFaults.needsCommune);
    const all = places.clusters().filter((cluster) => cluster.areaKey === areaKey);
    const clusters = clusterId === null ? all : all.filter(({ id }) => id === clusterId);
    if (clusterId !== null && clusters.length === 0) return refuse(404, dryRunFaults.clusterUnknown);

    const planned = await loadCommunePlanner({ store, places, parse, reach, areaKey, now, from, to });
    const { planner } = planned;
    const ancestors = reach.ancestors(areaKey);
    const { program, policy, announcements } = documentsOf(planned, [areaKey, ...ancestors]);
    const announced = announcements.flatMap((document) => document.announcements.map(({ id }) => id));
    const owners = await store.announcements.many(announced);
    const [own, ...above] = announcements;
    const judge = (place: LikePlaces['place']): PlacePlan =>
      planPlace({ place, areas: [{ program, policy, announcements: own }], ancestors: above });
    const sets = [program, ...announcements].flatMap(({ targetSets }) => Object.values(targetSets));
    const judged = likePlaces(clusters, sets).map((group) => ({
      group,
      run: clip(readPlan(judge(group.place), policy), query),
    }));
    const area = { key: areaKey, ancestors, zones: reach.zones(areaKey), clusters };
    return {
      ok: true,
      value: {
        areaKey,
        clusterId,
        from,
        to,
        allowed: policy.allowed.filter(({ startAt, endAt }) => startAt < to && endAt > from),
        sounds: joinAlike(
          judged,
          ({ sounds }) => sounds,
          ({ candidate, startAt, endAt, positionMs, volume, cutBy, by, delayedBy }) =>
            [candidate.id, startAt, endAt, positionMs, volume, cutBy, by?.id, delayedBy?.id].join(' '),
        ).sort((a, b) => a.startAt - b.startAt),
        silent: joinAlike(
          judged,
          ({ silent }) => silent,
          (row) => [idOf(row), row.reason, row.by?.id].join(' '),
        ).sort((a, b) => startOf(a) - startOf(b)),
        notPlaced: notPlacedIn(planner, area, query).sort((a, b) => a.startAt - b.startAt),
        stops: joinAlike(
          judged,
          ({ stops }) => stops,
          ({ id }) => id,
        ),
        sessions: new Map(planner.layouts.map(({ session }) => [session.id, session])),
        announcedBy: new Map(owners.map((row) => [row.id, row.areaKey])),
      },
    };
  };
};
