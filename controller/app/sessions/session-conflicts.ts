import { planPlace } from '#protocol';
import { type Displacement, displacementsOf } from '../../domain/dry-run.ts';
import { likePlaces } from '../../domain/like-places.ts';
import { planPolicy } from '../../domain/policy.ts';
import { type PlannedArea, planArea, targetedPart } from '../../domain/program.ts';
import type { Reach } from '../../domain/reach.ts';
import type { parseRule } from '../../domain/recurrence.ts';
import {
  concerns,
  isConflict,
  newDisplacements,
  type SessionDisplacement,
} from '../../domain/session-displacement.ts';
import type { SessionLayout } from '../../domain/session-layout.ts';
import { nameOfTarget } from '../../domain/session-target.ts';
import {
  contentOf,
  type ListedAnnouncement,
  loadListed,
  targetPlacesOf,
} from '../announcements/listed-announcements.ts';
import type { Places } from '../directory/places.ts';
import {
  announcementsDocument,
  clustersByArea,
  loadPriorityOrders,
  policyDocument,
  programDocument,
} from '../documents/area-documents.ts';
import { inSlices } from '../in-slices.ts';
import type { Clock } from '../ports/runtime.ts';
import type { ClusterRow } from '../ports/store/clusters.ts';
import type { PolicyRule } from '../ports/store/policies.ts';
import type { SessionRow } from '../ports/store/sessions.ts';
import type { Store } from '../ports/store.ts';
import { type ConflictSpan, loadConflictLayouts } from './conflict-layouts.ts';

export type ConflictQuestion = Readonly<{
  /** As stored; null for a new session. */
  before: SessionRow | null;
  after: SessionRow;
  /** Bulletins that are placed on one date in the same step. */
  placed: Readonly<{ date: string; bulletinIds: readonly string[] }> | null;
  /** Communes that it reaches, or reached. */
  communes: readonly string[];
  span: ConflictSpan;
  now: number;
}>;

export type SessionConflicts = Readonly<{
  displacements: readonly SessionDisplacement[];
  /** Stops that hold where it reaches: nothing of it sounds until they are lifted. */
  stops: readonly Readonly<{ id: string; title: string }>[];
  sessions: ReadonlyMap<string, SessionRow>;
}>;

type Layouts = readonly SessionLayout<SessionRow>[];
type Sides = Readonly<{ before: Layouts; after: Layouts }>;
type AlikeCommunes = Readonly<{ area: PlannedArea; sides: Sides; communes: string[] }>;

/** Communes judged in one turn, about 10 ms; heartbeats get theirs in between. */
const sliceSize = 10;

/** Sessions by what they name, so that a commune finds its own without asking all. */
const indexTargets = (layouts: Layouts): ((names: readonly string[]) => Layouts) => {
  const byName = new Map<string, Set<SessionLayout<SessionRow>>>();
  for (const layout of layouts) {
    for (const target of layout.session.targets) {
      const name = nameOfTarget(target);
      const named = byName.get(name) ?? new Set();
      byName.set(name, named.add(layout));
    }
  }
  return (names) => [...new Set(names.flatMap((name) => [...(byName.get(name) ?? [])]))];
};

const signatureOf = (layouts: Layouts, area: PlannedArea): string =>
  layouts.map(({ session }) => `${session.id} ${JSON.stringify(targetedPart(session, area))}`).join('|');

/** Communes of which all that is asked here is the same: one of them is judged for all. */
const groupAlike = (input: {
  communes: readonly string[];
  reach: Reach;
  clusters: readonly ClusterRow[];
  loaded: Sides;
  rules: readonly PolicyRule[];
  announced: readonly ListedAnnouncement[];
  orders: ReadonlyMap<string, unknown>;
}): AlikeCommunes[] => {
  const { communes, reach, loaded, rules, announced, orders } = input;
  const clustersOf = clustersByArea(input.clusters);
  const withRules = new Set(rules.map(({ areaKey }) => areaKey));
  const sessionsOf = { before: indexTargets(loaded.before), after: indexTargets(loaded.after) };
  const groups = new Map<string, AlikeCommunes>();
  for (const key of communes) {
    const clusters = clustersOf.get(key) ?? [];
    const area = { key, ancestors: reach.ancestors(key), zones: reach.zones(key), clusters };
    const chain = [key, ...area.ancestors];
    const names = [...chain, ...area.zones, ...clusters.map(({ id }) => id)];
    const sides = { before: sessionsOf.before(names), after: sessionsOf.after(names) };
    // Alone in its slots nothing is displaced.
    if (sides.before.length < 2 && sides.after.length < 2 && announced.length === 0) continue;
    const signatures = [signatureOf(sides.before, area), signatureOf(sides.after, area)];
    const isSpecial =
      orders.has(key) ||
      signatures.some((text) => text.includes('clusterIds')) ||
      announced.some(({ documents }) => documents.has(key));
    const signature = isSpecial
      ? key
      : [chain.slice(1).join(' '), ...chain.filter((one) => withRules.has(one)), ...signatures].join('/');
    const group = groups.get(signature);
    if (group) group.communes.push(key);
    else groups.set(signature, { area, sides, communes: [key] });
  }
  return [...groups.values()];
};

/** What a commune loses by arbitration, everywhere in it. */
const judge = (input: {
  area: PlannedArea;
  layouts: Layouts;
  rules: readonly PolicyRule[];
  announced: readonly ListedAnnouncement[];
  priorityOrders: ReadonlyMap<string, readonly string[]>;
  now: number;
  span: ConflictSpan;
}): Displacement[] => {
  const { area, layouts, rules, announced, priorityOrders, now, span } = input;
  const issue = { version: 1, now };
  const plan = planArea({ area, layouts, past: new Map(), priorityOrders, now, horizonEnd: span.to });
  if (plan.items.length === 0) return [];
  const forever = { expiresAt: Number.POSITIVE_INFINITY };
  const program = { ...programDocument(area.key, plan, issue), ...forever };
  const windows = planPolicy({ chain: [area.key, ...area.ancestors], rules, ...span });
  const policy = { ...policyDocument(area.key, windows, issue), ...forever };
  const [own, ...above] = [area.key, ...area.ancestors].map((key) => ({
    ...announcementsDocument(key, contentOf(announced, key, now), issue),
    ...forever,
  }));
  if (!own) return [];
  const sets = [program, own, ...above].flatMap(({ targetSets }) => Object.values(targetSets));
  return likePlaces(area.clusters, sets).flatMap(({ place }) => {
    const areas = [{ program, policy, announcements: own }];
    return displacementsOf(planPlace({ place, areas, ancestors: above }));
  });
};

/**
 * What saving a session changes in who sounds when, from the dry run before and after. Slots that have no
 * running order yet count as full. Communes that are alike are judged once, so that a session of the whole
 * province costs no more than the differences between its communes.
 */
export const createSessionConflicts = (deps: {
  store: Pick<Store, 'sessions' | 'bulletins' | 'assets' | 'policies' | 'announcements' | 'priorityOrders'>;
  places: Places;
  parse: typeof parseRule;
  clock: Pick<Clock, 'after'>;
}) => {
  const { store, places, parse, clock } = deps;

  return async (question: ConflictQuestion, reach: Reach): Promise<SessionConflicts> => {
    const { communes, now, span } = question;
    const selfId = question.after.id;
    const loaded = await loadConflictLayouts({ store, parse, places, reach }, question);
    const rules = await store.policies.all();
    const clusterById = new Map(places.clusters().map((cluster) => [cluster.id, cluster]));
    const listed = await loadListed(
      store,
      targetPlacesOf(reach, (id) => clusterById.get(id)),
      now,
    );
    const isHolding = ({ row }: ListedAnnouncement) => row.kind === 'stop' && row.endedAt === null;
    const stops = listed.filter(isHolding);
    const announced = listed.filter(({ row }) => row.kind !== 'stop');
    const orders = await loadPriorityOrders(store, communes, span);
    const alike = groupAlike({
      communes,
      reach,
      clusters: places.clusters(),
      loaded,
      rules,
      announced,
      orders,
    });
    const judgeGroup = ({ area, sides, communes: same }: AlikeCommunes) => {
      const priorityOrders = orders.get(area.key) ?? new Map<string, string[]>();
      const lost = (layouts: Layouts) =>
        judge({ area, layouts, rules, announced, priorityOrders, now, span });
      const after = lost(sides.after).filter(isConflict);
      // What the new session itself has to do with was not so before.
      const isKnown = question.before === null && after.every((one) => concerns(one, selfId));
      return { communes: same, before: isKnown ? [] : lost(sides.before), after };
    };
    const slices = await inSlices(clock, alike, sliceSize, async (groups) => groups.map(judgeGroup));
    const reachedBy = new Set(communes.flatMap((key) => [key, ...reach.ancestors(key)]));
    return {
      displacements: newDisplacements(slices.flat()),
      stops: stops
        .filter(({ documents }) => [...documents.keys()].some((key) => reachedBy.has(key)))
        .map(({ row: { id, title } }) => ({ id, title })),
      sessions: new Map([...loaded.before, ...loaded.after].map(({ session }) => [session.id, session])),
    };
  };
};
