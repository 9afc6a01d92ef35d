import { expect, it } from 'vitest';
import { areaOfTarget, areasOfTargets, nameOfTarget } from '../../../../controller/domain/session-target.ts';

const communeOf = (clusterId: string): string | undefined => ({ c1: 'caoXa', c2: 'tuXa' })[clusterId];

it('a target is named by its area or its cluster', () => {
  expect(nameOfTarget({ areaKey: 'lamThao' })).toBe('lamThao');
  expect(nameOfTarget({ clusterId: 'c1' })).toBe('c1');
});

it('the area of a cluster is its commune, and a cluster that nobody knows has none', () => {
  expect(areaOfTarget({ areaKey: 'lamThao' }, communeOf)).toBe('lamThao');
  expect(areaOfTarget({ clusterId: 'c1' }, communeOf)).toBe('caoXa');
  expect(areaOfTarget({ clusterId: 'gone' }, communeOf)).toBeUndefined();
  expect(
    areasOfTargets([{ clusterId: 'c2' }, { clusterId: 'gone' }, { areaKey: 'lamThao' }], communeOf),
  ).toEqual(['tuXa', 'lamThao']);
});
