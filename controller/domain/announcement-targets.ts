import type { TargetSet } from '#protocol';
import { type AreaChains, isBeyondOneCommune } from './beyond-one-commune.ts';
import { areaOfTarget, nameOfTarget, type SessionTarget } from './session-target.ts';

/** What deciding about targets needs to know of areas and clusters. */
export type TargetPlaces = AreaChains &
  Readonly<{
    cluster: (clusterId: string) => Readonly<{ areaKey: string; zoneKey: string | null }> | undefined;
  }>;

/** The target and every area that holds it, nearest first. */
const chainOf = (target: SessionTarget, places: TargetPlaces): readonly string[] => {
  if ('areaKey' in target) return [target.areaKey, ...places.ancestors(target.areaKey)];
  const cluster = places.cluster(target.clusterId);
  if (!cluster) return [target.clusterId];
  const zone = cluster.zoneKey === null ? [] : [cluster.zoneKey];
  return [target.clusterId, ...zone, cluster.areaKey, ...places.ancestors(cluster.areaKey)];
};

/** The same places without repeats: a target within another one says nothing. */
export const reduceTargets = (targets: readonly SessionTarget[], places: TargetPlaces): SessionTarget[] => {
  const unique = [...new Map(targets.map((target) => [nameOfTarget(target), target])).values()];
  const names = new Set(unique.map(nameOfTarget));
  return unique.filter(
    (target) =>
      !chainOf(target, places)
        .slice(1)
        .some((key) => names.has(key)),
  );
};

/** The nearest area that holds all targets; null when they have none in common. */
export const commonArea = (targets: readonly SessionTarget[], places: TargetPlaces): string | null => {
  const chains = targets.map((target) => chainOf(target, places));
  const [first, ...others] = chains;
  return (
    first?.find((key) => places.level(key) !== undefined && others.every((chain) => chain.includes(key))) ??
    null
  );
};

/** Whether what is heard there is heard outside one commune. */
export const areBeyondOneCommune = (targets: readonly SessionTarget[], places: TargetPlaces): boolean =>
  isBeyondOneCommune(
    targets.map((target) => areaOfTarget(target, (clusterId) => places.cluster(clusterId)?.areaKey)),
    places,
  );

/** Whether some place belongs to both. */
export const shareAPlace = (
  some: readonly SessionTarget[],
  others: readonly SessionTarget[],
  places: TargetPlaces,
): boolean => {
  const chains = others.map((target) => ({ name: nameOfTarget(target), chain: chainOf(target, places) }));
  return some.some((target) => {
    const chain = chainOf(target, places);
    return chains.some((other) => chain.includes(other.name) || other.chain.includes(nameOfTarget(target)));
  });
};

/**
 * In which areas' documents an announcement stands, and whom it means there. A province or district has a document
 * of its own, so that the widest call is one signature and one publication; zones and clusters are parts of their
 * commune's. A cluster that has been moved out of the announcement's own area, `homeKey`, is no longer meant.
 */
export const documentsOf = (
  targets: readonly SessionTarget[],
  places: TargetPlaces,
  homeKey: string,
): Map<string, TargetSet> => {
  const documents = new Map<string, TargetSet>();
  const [above] = places.ancestors(homeKey);
  const home = places.level(homeKey) === 'zone' ? (above ?? homeKey) : homeKey;
  const isAtHome = (areaKey: string): boolean => areaKey === home || places.ancestors(areaKey).includes(home);
  const partOf = (areaKey: string): { clusterIds: string[]; zoneKeys: string[] } => {
    const known = documents.get(areaKey);
    if (known && 'clusterIds' in known) return known;
    const part = { clusterIds: [], zoneKeys: [] };
    documents.set(areaKey, part);
    return part;
  };
  for (const target of reduceTargets(targets, places)) {
    if ('clusterId' in target) {
      const cluster = places.cluster(target.clusterId);
      if (cluster && isAtHome(cluster.areaKey)) partOf(cluster.areaKey).clusterIds.push(target.clusterId);
    } else if (places.level(target.areaKey) === 'zone') {
      const [commune] = places.ancestors(target.areaKey);
      if (commune !== undefined) partOf(commune).zoneKeys.push(target.areaKey);
    } else {
      documents.set(target.areaKey, { all: true });
    }
  }
  return documents;
};
