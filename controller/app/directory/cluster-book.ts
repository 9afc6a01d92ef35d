import type { ClusterRow, PlacementRow } from '../ports/store/clusters.ts';
import { compareClusters } from './cluster-search.ts';

/** Where clusters stand, and where they stood. Lists given out never change: callers may still walk them. */
export type ClusterBook = Readonly<{
  clear: () => void;
  get: (id: string) => ClusterRow | undefined;
  /** Takes up rows that are new or changed; `past` are placements that are over. */
  adopt: (rows: readonly ClusterRow[], past?: readonly PlacementRow[]) => void;
  /** Not retired, by name. */
  inCommune: (communeKey: string) => readonly ClusterRow[];
  /** Communes with clusters that are not retired. */
  communes: () => Iterable<string>;
  retired: () => readonly ClusterRow[];
  /** The row as it stood at an instant: in the commune and zone of then. */
  asAt: (cluster: ClusterRow, at: number) => ClusterRow;
  /**
   * What another instant makes different from now: clusters that stood elsewhere or have been retired since. Null when
   * nothing has changed since then, which is nearly always.
   */
  changedSince: (at: number) => readonly ClusterRow[] | null;
}>;

export const createClusterBook = (): ClusterBook => {
  const clusters = new Map<string, ClusterRow>();
  const byCommune = new Map<string, readonly ClusterRow[]>();
  /** Of clusters that have moved, oldest first. */
  const past = new Map<string, readonly PlacementRow[]>();
  const retired = new Map<string, ClusterRow>();
  let changedAt = Number.NEGATIVE_INFINITY;

  const takeOut = ({ id, areaKey }: ClusterRow): void => {
    const left = (byCommune.get(areaKey) ?? []).filter((one) => one.id !== id);
    if (left.length > 0) byCommune.set(areaKey, left);
    else byCommune.delete(areaKey);
  };

  const asAt = (cluster: ClusterRow, at: number): ClusterRow => {
    const then = past.get(cluster.id)?.find(({ toAt }) => toAt !== null && at < toAt);
    return then ? { ...cluster, areaKey: then.areaKey, zoneKey: then.zoneKey } : cluster;
  };

  return {
    clear: () => {
      for (const held of [clusters, byCommune, past, retired]) held.clear();
      changedAt = Number.NEGATIVE_INFINITY;
    },
    get: (id) => clusters.get(id),
    adopt: (rows, placements = []) => {
      for (const placement of placements) {
        const { clusterId, toAt } = placement;
        past.set(clusterId, [...(past.get(clusterId) ?? []), placement]);
        changedAt = Math.max(changedAt, toAt ?? changedAt);
      }
      const fresh = new Map<string, ClusterRow[]>();
      for (const cluster of rows) {
        const known = clusters.get(cluster.id);
        if (known) takeOut(known);
        clusters.set(cluster.id, cluster);
        if (cluster.retiredAt === null) {
          fresh.set(cluster.areaKey, [...(fresh.get(cluster.areaKey) ?? []), cluster]);
        } else {
          retired.set(cluster.id, cluster);
          changedAt = Math.max(changedAt, cluster.retiredAt);
        }
      }
      for (const [key, added] of fresh) {
        byCommune.set(key, [...(byCommune.get(key) ?? []), ...added].sort(compareClusters));
      }
    },
    inCommune: (communeKey) => byCommune.get(communeKey) ?? [],
    communes: () => byCommune.keys(),
    retired: () => [...retired.values()],
    asAt,
    changedSince: (at) => {
      if (at >= changedAt) return null;
      const ids = new Set([...past.keys(), ...retired.keys()]);
      return [...ids].flatMap((id) => clusters.get(id) ?? []);
    },
  };
};
