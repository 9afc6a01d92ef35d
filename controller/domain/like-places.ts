import { isTargeted, type Place, type TargetSet } from '#protocol';

/** Places that hear the same, since the same target sets mean them; `place` stands for all of them. */
export type LikePlaces = Readonly<{ place: Place; clusterIds: readonly string[] }>;

/** A place of nobody: what means the whole area means it too, and nothing else does. */
const anywhere: Place = { clusterId: '', zoneKey: null };

/** The clusters of a commune, those together that its documents never tell apart. */
export const likePlaces = (
  clusters: readonly Readonly<{ id: string; zoneKey: string | null }>[],
  targetSets: readonly TargetSet[],
): LikePlaces[] => {
  const sets = targetSets.filter((set) => !('all' in set));
  const groups = new Map<string, { place: Place; clusterIds: string[] }>();
  for (const { id, zoneKey } of clusters) {
    const place = { clusterId: id, zoneKey };
    const membership = sets.map((set) => (isTargeted(set, place) ? '1' : '0')).join('');
    const group = groups.get(membership);
    if (group) group.clusterIds.push(id);
    else groups.set(membership, { place, clusterIds: [id] });
  }
  return groups.size === 0 ? [{ place: anywhere, clusterIds: [] }] : [...groups.values()];
};
