import type { Directory } from '../directory/directory.ts';
import type { Clock } from '../ports/runtime.ts';
import type { PlanItemRow } from '../ports/store/plan.ts';
import type { PlaybackRow } from '../ports/store/playbacks.ts';
import type { Store } from '../ports/store.ts';
import type { Ledger } from './ledger.ts';

const lookAheadMs = 36 * 60 * 60 * 1_000;

/** What sounds where, by the devices' own play events, and what comes next. */
export type NowPlaying = Readonly<{
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
  ledger: Pick<Ledger, 'playingNow'>;
  clock: Clock;
  /** Clusters whose receiver holds a stop: what it has begun goes on in silence. */
  isSilenced?: (clusterId: string) => boolean;
}): NowPlaying => {
  const { store, directory, ledger, clock, isSilenced = () => false } = deps;
  return {
    rowsOf: async (clusterIds) => {
      const sounding = ledger.playingNow();
      const keys = clusterIds.flatMap((clusterId) => {
        const item = isSilenced(clusterId) ? undefined : sounding.get(clusterId);
        const device = directory.devices.ofCluster(clusterId);
        return item && device ? [{ itemId: item.itemId, deviceId: device.id }] : [];
      });
      const rows = keys.length === 0 ? [] : await store.playbacks.many(keys);
      return new Map(rows.map((row) => [row.clusterId, row]));
    },
    countByCommune: () => {
      const counts = new Map<string, number>();
      for (const { clusterId, areaKey } of ledger.playingNow().values()) {
        if (!isSilenced(clusterId)) counts.set(areaKey, (counts.get(areaKey) ?? 0) + 1);
      }
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
