import type { Directory } from './directory.ts';
import type { EventBus } from './ports/events.ts';
import type { PlanItemRow, PlaybackRow } from './ports/rows.ts';
import type { Clock } from './ports/runtime.ts';
import type { Store } from './ports/store.ts';
import type { Presence } from './presence.ts';

/** An `ended` event that never came must not leave a loudspeaker playing on the screen for ever. */
const graceMs = 60_000;
const lookAheadMs = 36 * 60 * 60 * 1_000;

/** What sounds where, by the devices' own play events; after a restart by their heartbeats until the next event. */
export type NowPlaying = Readonly<{
  start: () => void;
  stop: () => void;
  /** The running playback of each cluster that sounds. */
  rowsOf: (clusterIds: readonly string[]) => Promise<Map<string, PlaybackRow>>;
  /** Clusters sounding, by commune. */
  countByCommune: () => ReadonlyMap<string, number>;
  /** What comes next at a cluster. */
  next: (clusterId: string) => Promise<PlanItemRow | null>;
}>;

export const createNowPlaying = (deps: {
  store: Store;
  directory: Directory;
  presence: Pick<Presence, 'ofCluster'>;
  events: EventBus;
  clock: Clock;
}): NowPlaying => {
  const { store, directory, presence, events, clock } = deps;
  const sounding = new Map<string, { itemId: string; areaKey: string; until: number }>();
  let stop = (): void => undefined;

  const itemAt = (clusterId: string): string | null =>
    sounding.get(clusterId)?.itemId ?? presence.ofCluster(clusterId)?.heartbeat?.playing?.itemId ?? null;

  const isRunning = (row: PlaybackRow): boolean =>
    row.startedAt !== null && row.finishedAt === null && row.plannedEnd + graceMs > clock.now();

  /** A slot lasts at most some hours; what was not heard of since then is over. */
  const forgetOld = (): void => {
    const now = clock.now();
    for (const [clusterId, { until }] of sounding) if (until < now) sounding.delete(clusterId);
  };

  return {
    start: () => {
      const stopListening = events.listen((event) => {
        if (event.type !== 'playing') return;
        const until = clock.now() + 4 * 60 * 60 * 1_000;
        for (const { clusterId, areaKey, itemId, playing } of event.changes) {
          if (playing) sounding.set(clusterId, { itemId, areaKey, until });
          else if (sounding.get(clusterId)?.itemId === itemId) sounding.delete(clusterId);
        }
      });
      const stopForgetting = clock.every(graceMs, forgetOld);
      stop = () => {
        stopListening();
        stopForgetting();
      };
    },
    stop: () => stop(),
    rowsOf: async (clusterIds) => {
      const keys = clusterIds.flatMap((clusterId) => {
        const itemId = itemAt(clusterId);
        const device = directory.devices.ofCluster(clusterId);
        return itemId !== null && device ? [{ itemId, deviceId: device.id }] : [];
      });
      const rows = keys.length === 0 ? [] : await store.playbacks.many(keys);
      return new Map(rows.filter(isRunning).map((row) => [row.clusterId, row]));
    },
    countByCommune: () => {
      const counts = new Map<string, number>();
      for (const { areaKey } of sounding.values()) counts.set(areaKey, (counts.get(areaKey) ?? 0) + 1);
      return counts;
    },
    next: async (clusterId) => {
      const cluster = directory.clusters.get(clusterId);
      if (!cluster) return null;
      const now = clock.now();
      const items = await store.plan.between({
        areaKeys: [cluster.areaKey],
        from: now,
        to: now + lookAheadMs,
      });
      const coming = items
        .filter((item) => item.cancelledAt === null && item.startAt > now)
        .filter((item) => item.clusterIds === null || item.clusterIds.includes(clusterId))
        .sort((a, b) => a.startAt - b.startAt);
      return coming[0] ?? null;
    },
  };
};
