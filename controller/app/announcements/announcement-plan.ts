import type { ClusterRow, PlanItemRow } from '../ports/rows.ts';
import type { ListedAnnouncement } from './listed-announcements.ts';

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
