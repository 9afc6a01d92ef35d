import type { Directory } from '../app/directory/directory.ts';
import { type Action, areasFor, type Grant } from '../domain/permissions.ts';
import { areaByCode, communesWithin, keysWithin } from './area-ref.ts';
import { createPermit } from './permit.ts';

/**
 * What an account may read: everything about some areas and what lies below them. What belongs to a level above is
 * read where it concerns one of them: it sounds there, or was sent there.
 */
export type Readable = Readonly<{
  /** The uppermost areas of it; null for all there is, so that most questions need no list. */
  tops: readonly string[] | null;
  /** May what belongs to this area be read? */
  covers: (areaKey: string) => boolean;
  /** Is any of it in this area, or this area in it? */
  touches: (areaKey: string) => boolean;
  /** Of an area the parts that may be read: itself, or those of `tops` that lie in it. */
  partsOf: (areaKey: string) => readonly string[];
  /** Refuses an area outside. */
  area: (code: string) => string;
  /** Keys of the asked area and of everything below it, or of all that may be read; null for all there is. */
  within: (code: string | undefined) => readonly string[] | null;
  /** The same, communes alone. */
  communes: (code: string | undefined) => readonly string[] | null;
}>;

/** Areas of which none lies in another one. */
const topsOf = (directory: Directory, areaKeys: readonly string[]): string[] =>
  areaKeys.filter((key) => !directory.areas.ancestors(key).some((above) => areaKeys.includes(above.key)));

export const createReadable = (
  directory: Directory,
  grants: readonly Grant[],
  action: Action = 'data.read',
): Readable => {
  const permit = createPermit(directory, grants);
  const granted = topsOf(directory, areasFor(grants, action));
  const provinces = directory.areas.atLevel('province');
  const hasAll = provinces.length > 0 && provinces.every(({ key }) => granted.includes(key));
  const tops = hasAll ? null : granted;
  const above = (areaKey: string): string[] => directory.areas.ancestors(areaKey).map(({ key }) => key);

  const covers = (areaKey: string): boolean =>
    tops === null || tops.includes(areaKey) || above(areaKey).some((key) => tops.includes(key));
  const partsOf = (areaKey: string): readonly string[] =>
    tops === null || covers(areaKey) ? [areaKey] : tops.filter((top) => above(top).includes(areaKey));
  const area = (code: string): string => {
    const { key } = areaByCode(directory, code);
    permit(action, [key]);
    return key;
  };
  const spread = (
    code: string | undefined,
    keysOfOne: (directory: Directory, areaKey: string) => readonly string[],
  ): readonly string[] | null => {
    const parts = code === undefined ? tops : [area(code)];
    return parts === null ? null : parts.flatMap((key) => keysOfOne(directory, key));
  };
  return {
    tops,
    covers,
    touches: (areaKey) => partsOf(areaKey).length > 0,
    partsOf,
    area,
    within: (code) => spread(code, keysWithin),
    communes: (code) => spread(code, communesWithin),
  };
};
