import {
  type AnnouncementsDocument,
  type AreaDocumentKind,
  announcementsSchema,
  horizonMs,
  type PolicyDocument,
  type ProgramDocument,
  policySchema,
  programSchema,
  topics,
} from '#protocol';
import { type AnnouncementsContent, announcementsExpiry } from '../../domain/announcement.ts';
import { planPolicy } from '../../domain/policy.ts';
import { type AreaPlan, emptyPlan, keepEndedMs, type Past, planArea } from '../../domain/program.ts';
import type { Reach } from '../../domain/reach.ts';
import type { parseRule } from '../../domain/recurrence.ts';
import type { SessionLayout } from '../../domain/session-layout.ts';
import { localDateOf } from '../../domain/vietnam-date.ts';
import { contentOf, loadListed, targetPlacesOf } from '../announcements/listed-announcements.ts';
import { loadPreload } from '../announcements/preload.ts';
import type { ClusterRow } from '../ports/store/clusters.ts';
import type { SessionRow } from '../ports/store/sessions.ts';
import type { Store } from '../ports/store.ts';
import { loadLayouts } from '../sessions/load-layouts.ts';

export const areaDocumentKinds: readonly AreaDocumentKind[] = ['program', 'policy', 'announcements'];

export const areaTopic = (kind: AreaDocumentKind, areaKey: string): string => topics[kind](areaKey);

/** The part of the header that the issuer decides. */
export type Issue = Readonly<{ version: number; now: number }>;

const header = (topic: string, { version, now }: Issue) => ({
  topic,
  version,
  issuedAt: now,
  expiresAt: now + horizonMs,
});

export const programDocument = (areaKey: string, plan: AreaPlan, issue: Issue): ProgramDocument => ({
  schema: programSchema,
  ...header(topics.program(areaKey), issue),
  areaKey,
  horizonEnd: issue.now + horizonMs,
  targetSets: plan.targetSets,
  items: plan.items,
  assets: plan.assets,
});

export const policyDocument = (
  areaKey: string,
  policy: Pick<PolicyDocument, 'allowed' | 'caps'>,
  issue: Issue,
): PolicyDocument => ({ schema: policySchema, ...header(topics.policy(areaKey), issue), areaKey, ...policy });

export const announcementsDocument = (
  areaKey: string,
  content: AnnouncementsContent,
  issue: Issue,
  soundingMs = horizonMs,
): AnnouncementsDocument => ({
  schema: announcementsSchema,
  ...header(topics.announcements(areaKey), issue),
  expiresAt: announcementsExpiry(content.announcements, issue.now, { soundingMs, restingMs: horizonMs }),
  areaKey,
  ...content,
});

/** Plans communes from one reading of the store, however many are asked for. */
export type Planner = Readonly<{
  program: (areaKey: string) => AreaPlan;
  policy: (areaKey: string) => Pick<PolicyDocument, 'allowed' | 'caps'>;
  /** Of an area of any level. */
  announcements: (areaKey: string) => AnnouncementsContent;
  /** The sessions that programs were planned from. */
  layouts: readonly SessionLayout<SessionRow>[];
}>;

export const clustersByArea = (clusters: readonly ClusterRow[]): Map<string, ClusterRow[]> => {
  const lists = new Map<string, ClusterRow[]>();
  for (const cluster of clusters) {
    const list = lists.get(cluster.areaKey);
    if (list) list.push(cluster);
    else lists.set(cluster.areaKey, [cluster]);
  }
  return lists;
};

const loadPast = async (
  store: Pick<Store, 'plan'>,
  areaKeys: readonly string[],
  now: number,
): Promise<Map<string, Past>> => {
  const rows = await store.plan.between({ areaKeys, from: now - keepEndedMs, to: now + 1 });
  const past = new Map<string, Map<string, 'planned' | 'cancelled'>>();
  for (const row of rows) {
    const items = past.get(row.areaKey) ?? new Map<string, 'planned' | 'cancelled'>();
    items.set(row.itemId, row.cancelledAt === null ? 'planned' : 'cancelled');
    past.set(row.areaKey, items);
  }
  return past;
};

/** The orders of priority items that communes decided for the dates of a span, by commune and date. */
export const loadPriorityOrders = async (
  store: Pick<Store, 'priorityOrders'>,
  areaKeys: readonly string[],
  span: { from: number; to: number },
): Promise<Map<string, Map<string, string[]>>> => {
  const rows = await store.priorityOrders.between({
    areaKeys,
    fromDate: localDateOf(span.from),
    toDate: localDateOf(span.to),
  });
  const orders = new Map<string, Map<string, string[]>>();
  for (const { areaKey, date, itemIds } of rows) {
    const dates = orders.get(areaKey) ?? new Map<string, string[]>();
    orders.set(areaKey, dates.set(date, itemIds));
  }
  return orders;
};

/** Whether a session may reach any of these communes; the others need not be laid out. */
const concerning = (
  programs: readonly string[],
  reach: Reach,
  clusters: ReadonlyMap<string, readonly ClusterRow[]>,
): ((session: Pick<SessionRow, 'targets'>) => boolean) => {
  const areas = new Set(programs.flatMap((key) => [key, ...reach.ancestors(key), ...reach.zones(key)]));
  const clusterIds = new Set(programs.flatMap((key) => (clusters.get(key) ?? []).map(({ id }) => id)));
  return ({ targets }) =>
    targets.some((target) =>
      'areaKey' in target ? areas.has(target.areaKey) : clusterIds.has(target.clusterId),
    );
};

/** An area that is no longer in force has an empty program: its devices hold nothing that could sound. */
export const loadPlanner = async (input: {
  store: Store;
  parse: typeof parseRule;
  reach: Reach;
  clusters: readonly ClusterRow[];
  programs: readonly string[];
  now: number;
  /** The horizon's end, unless left out; at most a year ahead. */
  until?: number;
}): Promise<Planner> => {
  const { store, reach, programs, now } = input;
  const horizonEnd = input.until ?? now + horizonMs;
  const clusters = clustersByArea(input.clusters);
  const layouts =
    programs.length === 0
      ? []
      : await loadLayouts(
          store,
          input.parse,
          { from: now - keepEndedMs, to: horizonEnd },
          concerning(programs, reach, clusters),
        );
  const past = programs.length === 0 ? new Map<string, Past>() : await loadPast(store, programs, now);
  const priorityOrders = await loadPriorityOrders(store, programs, {
    from: now - keepEndedMs,
    to: horizonEnd,
  });
  const rules = await store.policies.all();
  const preload = programs.length === 0 ? () => ({}) : await loadPreload(store);
  const clusterOf = (id: string) => input.clusters.find((cluster) => cluster.id === id);
  const listed = await loadListed(store, targetPlacesOf(reach, clusterOf), now);
  /** With the clips that every loudspeaker holds in any case. */
  const withClips = (areaKey: string, plan: AreaPlan): AreaPlan => ({
    ...plan,
    assets: { ...preload([areaKey, ...reach.ancestors(areaKey)]), ...plan.assets },
  });
  return {
    announcements: (areaKey) => contentOf(listed, areaKey, now),
    layouts,
    program: (areaKey) =>
      reach.isInForce(areaKey)
        ? withClips(
            areaKey,
            planArea({
              area: {
                key: areaKey,
                ancestors: reach.ancestors(areaKey),
                zones: reach.zones(areaKey),
                clusters: clusters.get(areaKey) ?? [],
              },
              layouts,
              past: past.get(areaKey) ?? new Map(),
              priorityOrders: priorityOrders.get(areaKey) ?? new Map(),
              now,
              horizonEnd,
            }),
          )
        : emptyPlan(),
    policy: (areaKey) =>
      planPolicy({
        chain: [areaKey, ...reach.ancestors(areaKey)],
        rules,
        from: now - keepEndedMs,
        to: horizonEnd,
      }),
  };
};
