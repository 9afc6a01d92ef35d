import type { TargetSet } from './program.ts';

export type Place = Readonly<{ clusterId: string; zoneKey: string | null }>;

/** Whether a cluster belongs to a target set. A set that was not declared targets nobody: silence is safe. */
export const isTargeted = (set: TargetSet | undefined, place: Place): boolean => {
  if (!set) return false;
  if ('all' in set) return true;
  return (
    set.clusterIds.includes(place.clusterId) ||
    (place.zoneKey !== null && set.zoneKeys.includes(place.zoneKey))
  );
};
