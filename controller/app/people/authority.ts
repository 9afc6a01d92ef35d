import { type Action, areasFor, type Grant, may } from '../../domain/permissions.ts';
import type { Directory } from '../directory/directory.ts';

const pathOf = (directory: Directory, areaKey: string): string[] =>
  directory.areas.ancestors(areaKey).map(({ key }) => key);

/** Whether an area is another or lies in it. */
export const isWithin =
  (directory: Directory) =>
  (areaKey: string, widerKey: string): boolean =>
    areaKey === widerKey || pathOf(directory, areaKey).includes(widerKey);

export const mayIn = (
  directory: Directory,
  grants: readonly Grant[],
  action: Action,
  areaKey: string,
): boolean => may(grants, action, areaKey, pathOf(directory, areaKey));

/** Whether these areas, with what lies below them, are of more communes than one. */
export const isWide = (directory: Directory, areaKeys: readonly string[]): boolean =>
  new Set(areaKeys.flatMap((key) => directory.areas.communesUnder(key).map((commune) => commune.key))).size >
  1;

/** Who may alarm more than one commune needs more than a password. */
export const mayAlarmWidely = (directory: Directory, grants: readonly Grant[]): boolean =>
  isWide(directory, areasFor(grants, 'announcements.emergency'));
