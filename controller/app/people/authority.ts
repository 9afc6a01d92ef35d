import { isBeyondOneCommune } from '../../domain/beyond-one-commune.ts';
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

/** Whether an emergency in these areas is heard outside one commune. */
export const alarmsWidely = (directory: Directory, areaKeys: readonly string[]): boolean =>
  isBeyondOneCommune(areaKeys, {
    ancestors: (areaKey) => pathOf(directory, areaKey),
    level: (areaKey) => directory.areas.get(areaKey)?.level,
  });

/** Who may alarm more than one commune needs more than a password. */
export const mayAlarmWidely = (directory: Directory, grants: readonly Grant[]): boolean =>
  alarmsWidely(directory, areasFor(grants, 'announcements.emergency'));
