import type { ItemEvent } from '../../domain/device-account.ts';
import { applyEvidence } from '../../domain/ledger.ts';
import type { Directory } from '../directory/directory.ts';
import type { PlanItemRow } from '../ports/store/plan.ts';
import type { PlaybackRow } from '../ports/store/playbacks.ts';
import type { StoredPlayEvent } from '../ports/store/spools.ts';
import type { Store } from '../ports/store.ts';

type ItemEvidence = StoredPlayEvent & { event: ItemEvent };
type Gap = StoredPlayEvent & { event: { type: 'gap' } };

const isAboutItem = (stored: StoredPlayEvent): stored is ItemEvidence => stored.event.type !== 'gap';
const isGap = (stored: StoredPlayEvent): stored is Gap => stored.event.type === 'gap';

/** An item may begin this long before or after the instants that its events name, and is still found. */
const searchMarginMs = 6 * 60 * 60 * 1_000;

const keyOf = (itemId: string, holder: string): string => `${itemId} ${holder}`;

/** Plan items for evidence that has no row yet: it came before the start, or nobody planned it there. */
const planFor = async (
  tx: Store,
  evidence: readonly { areaKey: string; event: ItemEvent }[],
): Promise<Map<string, PlanItemRow>> => {
  if (evidence.length === 0) return new Map();
  const instants = evidence.map(({ event }) => (event.type === 'ended' ? event.plannedStart : event.at));
  const wanted = new Set(evidence.map(({ areaKey, event }) => keyOf(event.itemId, areaKey)));
  const items = await tx.plan.between({
    areaKeys: [...new Set(evidence.map(({ areaKey }) => areaKey))],
    from: instants.reduce((a, b) => Math.min(a, b)) - searchMarginMs,
    to: instants.reduce((a, b) => Math.max(a, b)) + searchMarginMs,
  });
  return new Map(
    items.map((item) => [keyOf(item.itemId, item.areaKey), item] as const).filter(([key]) => wanted.has(key)),
  );
};

export type Recorded = Readonly<{
  /** As they are now. */
  rows: PlaybackRow[];
  /** Of these, what was not planned so, told for the first time. */
  deviations: PlaybackRow[];
  gaps: (Gap & { clusterId: string; areaKey: string })[];
}>;

/** Applies events to their rows in the given transaction; gives the rows that changed, and reported gaps. */
export const recordEvidence = async (
  tx: Store,
  directory: Directory,
  stored: readonly StoredPlayEvent[],
): Promise<Recorded> => {
  const gaps = stored.filter(isGap).flatMap((gap) => {
    const cluster = directory.devices.placed(gap.deviceId)?.cluster;
    return cluster ? [{ ...gap, clusterId: cluster.id, areaKey: cluster.areaKey }] : [];
  });
  const evidence = stored.filter(isAboutItem).flatMap(({ deviceId, receivedAt, event }) => {
    const placed = directory.devices.placed(deviceId);
    if (!placed) return [];
    // What a receiver did before its cluster moved belongs to the commune where it stood then.
    const happenedAt = event.type === 'ended' ? event.plannedStart : event.at;
    const { id: clusterId, areaKey, isDemo } = directory.clusters.asAt(placed.cluster, happenedAt);
    return [{ place: { deviceId, clusterId, areaKey, isDemo }, areaKey, nowMs: receivedAt, event }];
  });

  const keys = evidence.map(({ place, event }) => ({ itemId: event.itemId, deviceId: place.deviceId }));
  const held = keys.length > 0 ? await tx.playbacks.many(keys) : [];
  const rows = new Map<string, PlaybackRow>(held.map((row) => [keyOf(row.itemId, row.deviceId), row]));
  const plan = await planFor(
    tx,
    evidence.filter(({ place, event }) => !rows.has(keyOf(event.itemId, place.deviceId))),
  );

  const changed = new Set<string>();
  const deviating = new Set<string>();
  for (const { place, areaKey, nowMs, event } of evidence) {
    const key = keyOf(event.itemId, place.deviceId);
    const before = rows.get(key) ?? null;
    const after = applyEvidence(before, event, {
      plan: plan.get(keyOf(event.itemId, areaKey)) ?? null,
      place,
      nowMs,
    });
    if (after === before) continue;
    rows.set(key, after);
    changed.add(key);
    if (after.deviation !== null && !before?.deviation) deviating.add(key);
  }
  const rowsOf = (keys: Iterable<string>) => [...keys].flatMap((key) => rows.get(key) ?? []);
  const changedRows = rowsOf(changed);
  if (changedRows.length > 0) await tx.playbacks.put(changedRows);

  // Remembered beyond the log: what was lost can never be proven, and reports must be able to say so.
  for (const { deviceId, spoolId, receivedAt, event } of gaps) {
    await tx.settings.put(`spool-gap:${deviceId}:${spoolId}`, JSON.stringify({ receivedAt, ...event }));
  }
  return { rows: changedRows, deviations: rowsOf(deviating), gaps };
};
