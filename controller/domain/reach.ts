import { type DatedPeriod, isValidOn } from './area.ts';

export type ReachArea = DatedPeriod &
  Readonly<{
    key: string;
    level: 'province' | 'district' | 'commune' | 'zone';
    parentKey: string | null;
  }>;

/** Which communes lie where on one date: the answer to "whom does this session concern?". */
export type Reach = Readonly<{
  /** Keys of the communes in force, sorted. */
  communes: readonly string[];
  isInForce: (areaKey: string) => boolean;
  /** Also of an area that has ended; undefined for no area. */
  level: (areaKey: string) => ReachArea['level'] | undefined;
  /** Nearest first, without the area itself. Ended levels stay in the chain. */
  ancestors: (areaKey: string) => readonly string[];
  zones: (communeKey: string) => readonly string[];
  /** Communes in force at or below an area; for a zone, the commune that holds it. */
  communesUnder: (areaKey: string) => readonly string[];
  /** Whether `areaKey` is `outer` or lies below it. */
  isWithin: (areaKey: string, outer: string) => boolean;
}>;

export const createReach = (areas: readonly ReachArea[], date: string): Reach => {
  const byKey = new Map(areas.map((area) => [area.key, area]));
  const inForce = new Set(areas.filter((area) => isValidOn(area, date)).map((area) => area.key));
  const chains = new Map<string, readonly string[]>();

  const ancestors = (areaKey: string): readonly string[] => {
    const known = chains.get(areaKey);
    if (known) return known;
    const chain: string[] = [];
    let key = byKey.get(areaKey)?.parentKey ?? null;
    // The second condition ends a cycle in imported data.
    while (key !== null && !chain.includes(key)) {
      chain.push(key);
      key = byKey.get(key)?.parentKey ?? null;
    }
    chains.set(areaKey, chain);
    return chain;
  };

  const communes: string[] = [];
  const under = new Map<string, string[]>();
  const zones = new Map<string, string[]>();
  const add = (map: Map<string, string[]>, key: string, value: string) => {
    const values = map.get(key);
    if (values) values.push(value);
    else map.set(key, [value]);
  };
  for (const { key, level, parentKey } of [...areas].sort((a, b) => (a.key < b.key ? -1 : 1))) {
    if (!inForce.has(key)) continue;
    if (level === 'commune') {
      communes.push(key);
      for (const place of [key, ...ancestors(key)]) add(under, place, key);
    }
    if (level === 'zone' && parentKey !== null) {
      add(zones, parentKey, key);
      if (inForce.has(parentKey)) add(under, key, parentKey);
    }
  }

  return {
    communes,
    isInForce: (areaKey) => inForce.has(areaKey),
    level: (areaKey) => byKey.get(areaKey)?.level,
    ancestors,
    zones: (communeKey) => zones.get(communeKey) ?? [],
    communesUnder: (areaKey) => under.get(areaKey) ?? [],
    isWithin: (areaKey, outer) => areaKey === outer || ancestors(areaKey).includes(outer),
  };
};
