import { type Area, isValidOn } from './area.ts';
import type { LocalDate } from './vietnam-date.ts';

/** Area data that contradicts itself: a fault in what was imported, never a user's mistake. */
export class AreaDataError extends Error {
  readonly code: 'Area_KeyRepeated' | 'Area_CodeRepeated' | 'Area_ParentUnknown' | 'Area_ParentCycle';

  constructor(code: AreaDataError['code'], message: string) {
    super(message);
    this.name = 'AreaDataError';
    this.code = code;
  }
}

/**
 * The areas in force on one date. An area whose parent has ended hangs from the nearest ancestor still in
 * force, so that no commune drops out of its province's total when the district level ends before it.
 */
export interface AreaTree {
  readonly date: LocalDate;
  /** In code order. */
  readonly roots: readonly Area[];
  get(key: string): Area | undefined;
  findByCode(code: string): Area | undefined;
  /** Direct children in code order, which is stable and equals the order of the official register. */
  children(key: string): readonly Area[];
  parent(key: string): Area | undefined;
  /** Nearest first, the root last; without the area itself. */
  ancestors(key: string): readonly Area[];
  /** Parents before children, in code order; without the area itself. */
  descendants(key: string): readonly Area[];
}

/** `areas` is the whole register, ended areas included: they link the living to their ancestors. */
export const createAreaTree = (areas: Iterable<Area>, date: LocalDate): AreaTree => {
  const register = indexBy('key', areas, 'Area_KeyRepeated');
  const inForce = [...register.values()].filter((area) => isValidOn(area, date)).sort(byCode);
  const byKey = new Map(inForce.map((area) => [area.key, area]));
  const codes = indexBy('code', inForce, 'Area_CodeRepeated');

  const parents = new Map<string, Area>();
  const children = new Map<string, Area[]>();
  const roots: Area[] = [];
  for (const area of inForce) {
    const parent = nearestInForce(area, register, byKey);
    if (parent === undefined) {
      roots.push(area);
      continue;
    }
    parents.set(area.key, parent);
    const siblings = children.get(parent.key);
    if (siblings === undefined) children.set(parent.key, [area]);
    else siblings.push(area);
  }

  const childrenOf = (key: string): readonly Area[] => children.get(key) ?? [];
  const descendantsOf = (key: string): Area[] =>
    childrenOf(key).flatMap((child) => [child, ...descendantsOf(child.key)]);

  return {
    date,
    roots,
    get: (key) => byKey.get(key),
    findByCode: (code) => codes.get(code),
    children: childrenOf,
    parent: (key) => parents.get(key),
    ancestors: (key) => {
      const path: Area[] = [];
      for (let area = parents.get(key); area !== undefined; area = parents.get(area.key)) path.push(area);
      return path;
    },
    descendants: descendantsOf,
  };
};

// By code unit: codes are ASCII, and the order must not change with the locale of the machine.
const byCode = (a: Area, b: Area): number => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);

const indexBy = (
  field: 'key' | 'code',
  areas: Iterable<Area>,
  fault: AreaDataError['code'],
): Map<string, Area> => {
  const index = new Map<string, Area>();
  for (const area of areas) {
    if (index.has(area[field])) {
      throw new AreaDataError(fault, `Two areas share the ${field} ${area[field]} at the same time.`);
    }
    index.set(area[field], area);
  }
  return index;
};

const nearestInForce = (
  area: Area,
  register: ReadonlyMap<string, Area>,
  inForce: ReadonlyMap<string, Area>,
): Area | undefined => {
  const seen = new Set([area.key]);
  let parentKey = area.parentKey;
  while (parentKey !== null) {
    if (seen.has(parentKey)) {
      throw new AreaDataError(
        'Area_ParentCycle',
        `Area ${area.key} lies within itself, by way of ${parentKey}.`,
      );
    }
    seen.add(parentKey);
    const parent = register.get(parentKey);
    if (parent === undefined) {
      throw new AreaDataError('Area_ParentUnknown', `Area ${area.key} names ${parentKey}, which is no area.`);
    }
    if (inForce.has(parentKey)) return parent;
    parentKey = parent.parentKey;
  }
  return undefined;
};
