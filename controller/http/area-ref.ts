import type { Directory } from '../app/directory/directory.ts';
import { ProblemError } from './problem.ts';
import type { AreaRef } from './representations/common.ts';

/** The short form in which representations name an area. */
export const areaRefOf = (directory: Directory, areaKey: string): AreaRef => {
  const area = directory.areas.get(areaKey);
  return area
    ? { code: area.code, name: area.name, level: area.level, type: area.type }
    : { code: areaKey.slice(0, areaKey.indexOf('.')), name: areaKey, level: 'commune', type: '' };
};

/** The district that an area lies in; null where there is none any more. */
export const districtRefOf = (directory: Directory, areaKey: string): AreaRef | null => {
  const district = directory.areas.ancestors(areaKey).find((area) => area.level === 'district');
  return district ? areaRefOf(directory, district.key) : null;
};

/** The area in force with that code; refused as unknown otherwise. */
export const areaByCode = (directory: Directory, code: string) => {
  const area = directory.areas.byCode(code);
  if (area) return area;
  throw new ProblemError(404, {
    code: 'Area_Unknown',
    vi: `Không có địa bàn mang mã ${code}.`,
    en: `There is no area with the code ${code}.`,
  });
};

/** Keys of the communes that an area consists of. */
export const communesWithin = (directory: Directory, areaKey: string): string[] =>
  directory.areas.communesUnder(areaKey).map((commune) => commune.key);

/** Keys of the area and of everything below it: whatever people of those areas own. */
export const keysWithin = (directory: Directory, areaKey: string): string[] => [
  areaKey,
  ...directory.areas.children(areaKey).flatMap((child) => keysWithin(directory, child.key)),
];
