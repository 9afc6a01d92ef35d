/** Where something is to be heard: in an area with all that lies below it, or by one cluster. */
export type SessionTarget = { areaKey: string } | { clusterId: string };

/** Keys of areas and ids of clusters never meet. */
export const nameOfTarget = (target: SessionTarget): string =>
  'areaKey' in target ? target.areaKey : target.clusterId;

/** The area of a target, of a cluster its commune; undefined for a cluster that nobody knows. */
export const areaOfTarget = (
  target: SessionTarget,
  communeOf: (clusterId: string) => string | null | undefined,
): string | undefined => ('areaKey' in target ? target.areaKey : (communeOf(target.clusterId) ?? undefined));

/** Without clusters that nobody knows. */
export const areasOfTargets = (
  targets: readonly SessionTarget[],
  communeOf: (clusterId: string) => string | null | undefined,
): string[] => targets.flatMap((target) => areaOfTarget(target, communeOf) ?? []);
