import { describe, expect, it } from 'vitest';
import type { CoverageChild } from '../../../../../controller/http/api-type.ts';
import { answerOf, onlinePercent } from '../../../../../web/src/features/areas/figures.ts';
import { nextSorting, sortChildren } from '../../../../../web/src/features/areas/sort-children.ts';

const share = (count: number, total: number) => ({ count, total, percent: (count / total) * 100 });

const child = (name: string, part: Partial<CoverageChild> = {}): CoverageChild => ({
  area: { code: name, name, level: 'district', type: 'huyện' },
  asOf: '2026-11-22T07:00:00.000+07:00',
  official: share(1, 2),
  equipped: share(1, 2),
  reachable: share(1, 2),
  proven: share(1, 2),
  clusters: { total: 10, online: 10 },
  children: [],
  ...part,
});

const names = (children: readonly CoverageChild[]) => children.map((one) => one.area.name);

describe('the order of areas', () => {
  it('follows the Vietnamese alphabet, where đ stands between d and e', () => {
    const areas = [child('Thanh Ba'), child('Đoan Hùng'), child('Cẩm Khê'), child('Em'), child('Dữu Lâu')];
    expect(names(sortChildren(areas, { column: 'name', descending: false }))).toEqual([
      'Cẩm Khê',
      'Dữu Lâu',
      'Đoan Hùng',
      'Em',
      'Thanh Ba',
    ]);
  });

  it('orders by percentage, not by count, and by name where it is the same', () => {
    const areas = [
      child('B', { official: share(5, 10) }),
      child('C', { official: share(9, 9) }),
      child('A', { official: share(10, 20) }),
    ];
    expect(names(sortChildren(areas, { column: 'official', descending: true }))).toEqual(['C', 'A', 'B']);
    expect(names(sortChildren(areas, { column: 'official', descending: false }))).toEqual(['A', 'B', 'C']);
  });

  it('keeps areas without a figure at the end in either direction', () => {
    const areas = [child('none', { proven: null }), child('low', { proven: share(0, 4) }), child('high')];
    expect(names(sortChildren(areas, { column: 'proven', descending: true }))).toEqual([
      'high',
      'low',
      'none',
    ]);
    expect(names(sortChildren(areas, { column: 'proven', descending: false }))).toEqual([
      'low',
      'high',
      'none',
    ]);
  });

  it('orders clusters by the share that is online', () => {
    const areas = [
      child('none', { clusters: { total: 0, online: 0 } }),
      child('half', { clusters: { total: 100, online: 50 } }),
      child('all', { clusters: { total: 4, online: 4 } }),
    ];
    expect(names(sortChildren(areas, { column: 'clusters', descending: true }))).toEqual([
      'all',
      'half',
      'none',
    ]);
  });

  it('leaves the given list as it was', () => {
    const areas = [child('B'), child('A')];
    sortChildren(areas, { column: 'name', descending: false });
    expect(names(areas)).toEqual(['B', 'A']);
  });

  it('turns a column round when pressed again, and begins figures from the top', () => {
    const byName = { column: 'name', descending: false } as const;
    expect(nextSorting(byName, 'name')).toEqual({ column: 'name', descending: true });
    expect(nextSorting(byName, 'proven')).toEqual({ column: 'proven', descending: true });
    expect(nextSorting({ column: 'proven', descending: true }, 'name')).toEqual(byName);
  });
});

describe('figures of an area', () => {
  it('tells no evidence from no', () => {
    expect(answerOf(null)).toBeNull();
    expect(answerOf({ count: 0, total: 1, percent: 0 })).toBe(false);
    expect(answerOf({ count: 1, total: 1, percent: 100 })).toBe(true);
  });

  it('has no share of clusters online without clusters or without evidence', () => {
    expect(onlinePercent({ clusters: { total: 0, online: 0 } })).toBeNull();
    expect(onlinePercent({ clusters: { total: 5, online: null } })).toBeNull();
    expect(onlinePercent({ clusters: { total: 30, online: 27 } })).toBe(90);
  });
});
