import type { Clock } from '../ports/runtime.ts';
import type { PlaybackRow } from '../ports/store/playbacks.ts';
import type { Store } from '../ports/store.ts';

const day = 24 * 60 * 60 * 1_000;

/** Which clusters have proven themselves lately; in memory, since every dashboard asks for it all the time. */
export type Proof = Readonly<{
  load: () => Promise<void>;
  /** Rows that evidence has changed. */
  note: (rows: readonly PlaybackRow[]) => void;
  /** Rows that were planned, whether evidence comes for them or not. */
  notePlanned: (rowCount: number) => void;
  /** Clusters with a `played` backed by signed evidence in the last days; null while the log is empty. */
  clusters: () => ReadonlySet<string> | null;
}>;

export const createProof = (deps: { store: Store; clock: Clock; provenDays: number }): Proof => {
  const { store, clock, provenDays } = deps;
  const lastAt = new Map<string, number>();
  let hasRows = false;

  /** Evidence is no newer than its arrival, whatever a device's clock says: it must not prove days to come. */
  const keep = (clusterId: string, finishedAt: number): void => {
    const at = Math.min(finishedAt, clock.now());
    lastAt.set(clusterId, Math.max(at, lastAt.get(clusterId) ?? at));
  };
  const proves = (row: PlaybackRow): boolean => row.outcome === 'played' && row.grade !== null;

  return {
    load: async () => {
      const now = clock.now();
      for (const { clusterId, at } of await store.playbacks.lastProven(now - provenDays * day))
        if (at <= now) keep(clusterId, at);
      // An empty window: asks only whether anything was ever logged.
      hasRows = (await store.playbacks.provenClusters([], now, now)) !== null;
    },
    note: (rows) => {
      hasRows ||= rows.length > 0;
      for (const row of rows) {
        if (proves(row) && row.finishedAt !== null) keep(row.clusterId, row.finishedAt);
      }
    },
    notePlanned: (rowCount) => {
      hasRows ||= rowCount > 0;
    },
    clusters: () => {
      if (!hasRows) return null;
      const since = clock.now() - provenDays * day;
      return new Set([...lastAt].filter(([, at]) => at >= since).map(([clusterId]) => clusterId));
    },
  };
};
