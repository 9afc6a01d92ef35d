import { useInfiniteQuery } from '@tanstack/react-query';
import type { ClusterSummary } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { clustersQuery } from '../../api/queries.ts';
import type { Place } from './start-form.ts';

/** The most that one answer lists: no commune has more clusters. */
const MOST_CLUSTERS = 200;

export interface Reach {
  readonly clusters: number;
  readonly online: number;
}

/** How many clusters a place has, and its clusters where one picks among them; null while nothing is known. */
export const useReach = (place: Place): { reach: Reach | null; clusters: readonly ClusterSummary[] } => {
  const picks = place.clusterIds !== null;
  const query = useInfiniteQuery({
    ...clustersQuery(useApi(), { area: place.areaCode, limit: picks ? MOST_CLUSTERS : 1 }),
    enabled: place.areaCode !== null,
  });
  const [page] = query.data?.pages ?? [];
  if (!page || place.areaCode === null) return { reach: null, clusters: [] };
  if (place.clusterIds === null)
    return { reach: { clusters: page.counts.clusters, online: page.counts.online }, clusters: [] };
  const chosen = page.items.filter((cluster) => place.clusterIds?.includes(cluster.id));
  return {
    reach: {
      clusters: chosen.length,
      online: chosen.filter((cluster) => cluster.presence === 'online').length,
    },
    clusters: page.items,
  };
};
