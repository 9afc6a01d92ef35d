import type { CoverageChild } from '../../../../controller/http/api-type.ts';
import { type FigureName, onlinePercent } from './figures.ts';

export type SortColumn = 'name' | FigureName | 'clusters';
export interface Sorting {
  readonly column: SortColumn;
  readonly descending: boolean;
}

const figureOf = (child: CoverageChild, column: Exclude<SortColumn, 'name'>): number | null =>
  column === 'clusters' ? onlinePercent(child) : (child[column]?.percent ?? null);

const collator = new Intl.Collator('vi');

const byName = (a: CoverageChild, b: CoverageChild): number =>
  collator.compare(a.area.name, b.area.name) || a.area.code.localeCompare(b.area.code);

/** What has no figure stands last in either direction: it is neither the best nor the worst. */
export const sortChildren = (
  children: readonly CoverageChild[],
  { column, descending }: Sorting,
): CoverageChild[] => {
  const direction = descending ? -1 : 1;
  if (column === 'name') return [...children].sort((a, b) => direction * byName(a, b));
  return [...children].sort((a, b) => {
    const [left, right] = [figureOf(a, column), figureOf(b, column)];
    if (left === null || right === null)
      return Number(left === null) - Number(right === null) || byName(a, b);
    return direction * (left - right) || byName(a, b);
  });
};

/** The same column turns round; a new column begins with what is interesting: names from A, figures from the top. */
export const nextSorting = (held: Sorting, column: SortColumn): Sorting =>
  held.column === column
    ? { column, descending: !held.descending }
    : { column, descending: column !== 'name' };
