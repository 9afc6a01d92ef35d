import type { AreaLevel } from './area.ts';

/** What the width of areas depends on. */
export type AreaChains = Readonly<{
  /** Nearest first, without the area itself. */
  ancestors: (areaKey: string) => readonly string[];
  level: (areaKey: string) => AreaLevel | undefined;
}>;

/** The commune that holds an area; null for what is wider than one, or nowhere. */
const communeOf = (areaKey: string | undefined, areas: AreaChains): string | null => {
  if (areaKey === undefined) return null;
  const chain = [areaKey, ...areas.ancestors(areaKey)];
  return chain.find((key) => areas.level(key) === 'commune') ?? null;
};

/** Whether these areas are more than parts of one commune. What nobody can place, undefined, is not held for narrow. */
export const isBeyondOneCommune = (areaKeys: readonly (string | undefined)[], areas: AreaChains): boolean => {
  const communes = new Set(areaKeys.map((areaKey) => communeOf(areaKey, areas)));
  return communes.size > 1 || communes.has(null);
};
