import type { AssetInfo, ProgramItem, TargetSet } from '#protocol';
import { itemOrder } from './item-order.ts';
import type { PlannedItem } from './playback.ts';
import type { OccurrenceLayout, PlannedSession, SessionLayout } from './session-layout.ts';
import type { Slot } from './slots.ts';
import { localDateOf } from './vietnam-date.ts';

export type PlannedCluster = Readonly<{ id: string; zoneKey: string | null }>;

/** A commune with everything that decides whether a target means it. */
export type PlannedArea = Readonly<{
  key: string;
  ancestors: readonly string[];
  zones: readonly string[];
  clusters: readonly PlannedCluster[];
}>;

/** An item of a session before its program has a version. */
type DraftedItem = Omit<PlannedItem, 'programVersion' | 'cancelledAt'>;

export type AreaPlan = {
  items: ProgramItem[];
  targetSets: Record<string, TargetSet>;
  assets: Record<string, AssetInfo>;
  planItems: DraftedItem[];
};

/** Ended items stay this long, so that a device which comes back can account for them. */
export const keepEndedMs = 24 * 60 * 60 * 1000;

export const emptyPlan = (): AreaPlan => ({ items: [], targetSets: {}, assets: {}, planItems: [] });

/** Who of the area a session means: all, some, or null for nobody. */
export const targetedPart = (session: PlannedSession, area: PlannedArea): TargetSet | null => {
  const areas = new Set<string>();
  const clusters = new Set<string>();
  for (const target of session.targets) {
    if ('areaKey' in target) areas.add(target.areaKey);
    else clusters.add(target.clusterId);
  }
  if (areas.has(area.key) || area.ancestors.some((key) => areas.has(key))) return { all: true };
  const zoneKeys = area.zones.filter((key) => areas.has(key));
  // A cluster that was moved away is named by its old commune still, and no longer reached by it.
  const isOwn = [area.key, ...area.ancestors, ...area.zones].includes(session.areaKey);
  const clusterIds = isOwn ? area.clusters.filter(({ id }) => clusters.has(id)).map(({ id }) => id) : [];
  return zoneKeys.length + clusterIds.length === 0 ? null : { clusterIds, zoneKeys };
};

const meantClusters = (set: TargetSet, area: PlannedArea): string[] | null => {
  if ('all' in set) return null;
  return area.clusters
    .filter(({ id, zoneKey }) => set.clusterIds.includes(id) || set.zoneKeys.includes(zoneKey ?? ''))
    .map(({ id }) => id);
};

const programItem = (
  session: PlannedSession,
  { occurrence }: OccurrenceLayout,
  slot: Slot,
  targetSet: string,
  order: number,
): ProgramItem => ({
  id: slot.itemId,
  sessionId: session.id,
  title: slot.title,
  class: slot.class,
  startAt: slot.startAt,
  endAt: slot.endAt,
  ...(session.late === 'restart' || session.resume === 'restart' ? { latestEndAt: occurrence.endAt } : {}),
  order,
  targetSet,
  volume: session.volume,
  late: session.late,
  resume: session.resume,
  source: { kind: 'asset', sha256: slot.asset.sha256 },
  ...(session.exception ? { exception: { ...session.exception, until: occurrence.endAt } } : {}),
});

/**
 * What earlier programs said of items whose start has passed, by item id: `planned`, or `cancelled` before
 * they began.
 */
export type Past = ReadonlyMap<string, 'planned' | 'cancelled'>;

/**
 * Everything that will sound in one commune up to the horizon, with what ended less than a day ago. A
 * running order that is edited afterwards must not rewrite the past: an ended item stays only if it was
 * planned, and one that was cancelled before its start does not come back after it.
 */
export const planArea = (input: {
  area: PlannedArea;
  layouts: readonly SessionLayout[];
  past: Past;
  /** The commune's order of priority items by local date; none when left out. */
  priorityOrders?: ReadonlyMap<string, readonly string[]>;
  now: number;
  horizonEnd: number;
}): AreaPlan => {
  const { area, past, now, horizonEnd } = input;
  const plan = emptyPlan();
  const names = new Map<string, string>();
  const nameOf = (set: TargetSet): string => {
    const content = JSON.stringify(set);
    const name = names.get(content) ?? ('all' in set ? 'all' : `set-${names.size + 1}`);
    names.set(content, name);
    plan.targetSets[name] = set;
    return name;
  };
  const orders = input.priorityOrders ?? new Map<string, readonly string[]>();
  const orderOf = (slot: Slot): number =>
    itemOrder(slot, orders.size === 0 ? [] : (orders.get(localDateOf(slot.startAt)) ?? []));
  const belongs = (slot: Slot): boolean => {
    if (slot.startAt >= horizonEnd || slot.endAt <= now - keepEndedMs) return false;
    if (slot.startAt > now) return true;
    const before = past.get(slot.itemId);
    return before === 'planned' || (before === undefined && slot.endAt > now);
  };

  for (const { session, occurrences } of input.layouts) {
    const part = targetedPart(session, area);
    if (!part) continue;
    const clusterIds = meantClusters(part, area);
    let setName: string | null = null;
    for (const layout of occurrences) {
      for (const slot of layout.slots.filter(belongs)) {
        setName ??= nameOf(part);
        plan.items.push(programItem(session, layout, slot, setName, orderOf(slot)));
        const { sha256, sizeBytes, durationMs } = slot.asset;
        plan.assets[sha256] = { sizeBytes, durationMs };
        plan.planItems.push({
          itemId: slot.itemId,
          areaKey: area.key,
          sessionId: session.id,
          title: slot.title,
          class: slot.class,
          sha256,
          startAt: slot.startAt,
          endAt: slot.endAt,
          clusterIds,
        });
      }
    }
  }
  const inOrder = (a: { startAt: number }, b: { startAt: number }) => a.startAt - b.startAt;
  plan.items.sort((a, b) => inOrder(a, b) || (a.id < b.id ? -1 : 1));
  plan.planItems.sort((a, b) => inOrder(a, b) || (a.itemId < b.itemId ? -1 : 1));
  return plan;
};
