import type { AreaLevel } from '../../domain/area.ts';
import type { AreaRow } from '../ports/store/areas.ts';

/** Every area known, ended ones included, with the ways people and code walk between them. */
export type AreaIndex = Readonly<{
  get: (key: string) => AreaRow | undefined;
  /** The area that bears the code now: the one in force, or the last that ended. */
  byCode: (code: string) => AreaRow | undefined;
  /** In code order, which is the order of the official register. */
  all: () => readonly AreaRow[];
  atLevel: (level: AreaLevel) => readonly AreaRow[];
  children: (key: string) => readonly AreaRow[];
  /** Nearest first, the root last; without the area itself. */
  ancestors: (key: string) => readonly AreaRow[];
  /** The communes that an area consists of; a commune is its own, a zone gives the commune it lies in. */
  communesUnder: (key: string) => readonly AreaRow[];
}>;

const none: readonly AreaRow[] = Object.freeze([]);

// By code unit: codes are ASCII, and the order must not change with the locale of the machine.
const byCode = (a: AreaRow, b: AreaRow): number =>
  a.code < b.code ? -1 : a.code > b.code ? 1 : a.key < b.key ? -1 : 1;

const push = (lists: Map<string, AreaRow[]>, key: string, area: AreaRow): void => {
  const list = lists.get(key);
  if (list) list.push(area);
  else lists.set(key, [area]);
};

export const createAreaIndex = (rows: readonly AreaRow[]): AreaIndex => {
  const all = [...rows].sort(byCode);
  const byKey = new Map(all.map((area) => [area.key, area]));
  const codes = new Map<string, AreaRow>();
  const levels = new Map<string, AreaRow[]>();
  const children = new Map<string, AreaRow[]>();
  const communes = new Map<string, AreaRow[]>();

  const ancestorsOf = (key: string): AreaRow[] => {
    const path: AreaRow[] = [];
    for (let area = byKey.get(key); area && area.parentKey !== null; ) {
      area = byKey.get(area.parentKey);
      // Data that lies within itself would never end.
      if (!area || path.includes(area)) break;
      path.push(area);
    }
    return path;
  };

  for (const area of all) {
    const namesake = codes.get(area.code);
    const isLater = !namesake || area.validFrom > namesake.validFrom;
    if (!namesake || (namesake.validTo !== null && isLater)) codes.set(area.code, area);
    push(levels, area.level, area);
    if (area.parentKey !== null) push(children, area.parentKey, area);
    const path = [area, ...ancestorsOf(area.key)];
    if (area.level === 'commune') for (const holder of path) push(communes, holder.key, area);
    if (area.level === 'zone') {
      const commune = path.find((one) => one.level === 'commune');
      if (commune) push(communes, area.key, commune);
    }
  }

  return {
    get: (key) => byKey.get(key),
    byCode: (code) => codes.get(code),
    all: () => all,
    atLevel: (level) => levels.get(level) ?? none,
    children: (key) => children.get(key) ?? none,
    ancestors: ancestorsOf,
    communesUnder: (key) => communes.get(key) ?? none,
  };
};
