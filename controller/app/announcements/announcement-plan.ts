import type { Clock, Log } from '../ports/runtime.ts';
import type { ClusterRow } from '../ports/store/clusters.ts';
import type { PlanItemRow } from '../ports/store/plan.ts';
import type { Store } from '../ports/store.ts';
import type { ListedAnnouncement } from './listed-announcements.ts';
import type { LiveAnnouncements } from './live-announcements.ts';

/**
 * The sound of an announcement as the ledger plans it: one item in every commune that hears it. A stop is silence and
 * has none.
 */
export const planItemsOf = (
  { row, documents }: ListedAnnouncement,
  communesUnder: (areaKey: string) => readonly string[],
  clustersOf: (communeKey: string) => readonly ClusterRow[],
): PlanItemRow[] => {
  const { id, kind, title, sha256, startAt, endAt, versions } = row;
  if (endAt === null) return [];
  return [...documents].flatMap(([areaKey, set]) => {
    const isMeant = (cluster: ClusterRow): boolean =>
      'all' in set || set.clusterIds.includes(cluster.id) || set.zoneKeys.includes(cluster.zoneKey ?? '');
    return communesUnder(areaKey).map((communeKey) => ({
      itemId: id,
      areaKey: communeKey,
      sessionId: null,
      title,
      class: kind === 'emergency' ? ('emergency' as const) : ('priority' as const),
      sha256,
      startAt,
      endAt,
      clusterIds:
        'all' in set
          ? null
          : clustersOf(communeKey)
              .filter(isMeant)
              .map((cluster) => cluster.id),
      programVersion: versions[areaKey] ?? 0,
      cancelledAt: null,
      frozenAt: null,
    }));
  });
};

const retryAfterMs = 10_000;

/**
 * Enters announcements in the ledger's plan. They are on their way by then: loudspeakers do not wait for it, and
 * their first evidence comes later. What could not be entered is tried again, and so is all that is in force when
 * the process begins.
 */
export type AnnouncementPlan = Readonly<{
  start: () => Promise<void>;
  stop: () => void;
  /** Resolves after the first attempt. */
  enter: (one: ListedAnnouncement) => Promise<void>;
}>;

export const createAnnouncementPlan = (deps: {
  store: Pick<Store, 'transaction' | 'plan'>;
  live: Pick<LiveAnnouncements, 'get' | 'inForce'>;
  communesUnder: (areaKey: string) => readonly string[];
  clustersOf: (communeKey: string) => readonly ClusterRow[];
  clock: Pick<Clock, 'after'>;
  log: Log;
}): AnnouncementPlan => {
  const { store, live, communesUnder, clustersOf, clock, log } = deps;
  const retries = new Set<() => void>();

  const insert = async (one: ListedAnnouncement): Promise<void> => {
    const { id, endedAt } = one.row;
    await store.transaction(async (tx) => {
      await tx.plan.insert(planItemsOf(one, communesUnder, clustersOf));
      if (endedAt !== null) await tx.plan.endEarly([id], endedAt);
    });
  };

  const enter = async (one: ListedAnnouncement): Promise<void> => {
    try {
      await insert(one);
    } catch (error) {
      log.error(
        { err: error, id: one.row.id },
        'An announcement could not be entered in the plan; tried again',
      );
      const cancel = clock.after(retryAfterMs, () => {
        retries.delete(cancel);
        // It may have ended meanwhile.
        void enter(live.get(one.row.id) ?? one);
      });
      retries.add(cancel);
    }
  };

  return {
    start: async () => {
      for (const one of live.inForce()) await insert(one);
    },
    stop: () => {
      for (const cancel of retries) cancel();
    },
    enter,
  };
};
