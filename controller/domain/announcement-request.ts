import type { TargetPlaces } from './announcement-targets.ts';
import type { SessionTarget } from './session-layout.ts';

/** `withdrawn`: by whoever asked. */
export type RequestState = 'waiting' | 'confirmed' | 'refused' | 'expired' | 'withdrawn';

/** So long another person may confirm an emergency that one person asked for. */
export const confirmWithinMs = 5 * 60_000;

/** So long an emergency that somebody started alone counts together with what that person starts next. */
export const aloneWithinMs = 60 * 60_000;

/** The commune that holds a target; null when the target is wider than one, or nowhere. */
const communeOf = (target: SessionTarget, places: TargetPlaces): string | null => {
  const areaKey = 'areaKey' in target ? target.areaKey : places.cluster(target.clusterId)?.areaKey;
  if (areaKey === undefined) return null;
  const chain = [areaKey, ...places.ancestors(areaKey)];
  return chain.find((key) => places.level(key) === 'commune') ?? null;
};

/** Whether an emergency is heard outside one commune: then a second person has to agree. */
export const isWide = (targets: readonly SessionTarget[], places: TargetPlaces): boolean => {
  const communes = new Set(targets.map((target) => communeOf(target, places)));
  return communes.size !== 1 || communes.has(null);
};

/** Where a request stands at an instant: time alone ends one that nobody answered. */
export const requestStateAt = (
  request: Readonly<{ state: RequestState; expiresAt: number }>,
  now: number,
): RequestState => (request.state === 'waiting' && request.expiresAt <= now ? 'expired' : request.state);
