import { describe, expect, it } from 'vitest';
import { isWide, requestStateAt } from '../../../../controller/domain/announcement-request.ts';
import type { TargetPlaces } from '../../../../controller/domain/announcement-targets.ts';

const parents: Record<string, string> = {
  zoneA: 'caoXa',
  caoXa: 'lamThao',
  tuXa: 'lamThao',
  lamThao: 'phuTho',
};
const levels: Record<string, 'province' | 'district' | 'commune' | 'zone'> = {
  phuTho: 'province',
  lamThao: 'district',
  caoXa: 'commune',
  tuXa: 'commune',
  zoneA: 'zone',
};
const above = (key: string): string[] => {
  const parent = parents[key];
  return parent === undefined ? [] : [parent, ...above(parent)];
};
const places: TargetPlaces = {
  ancestors: above,
  level: (key) => levels[key],
  cluster: (id) =>
    id === 'c1'
      ? { areaKey: 'caoXa', zoneKey: 'zoneA' }
      : id === 'c2'
        ? { areaKey: 'tuXa', zoneKey: null }
        : undefined,
};

describe('whether an emergency takes a second person', () => {
  it.each([
    [[{ areaKey: 'caoXa' }], false],
    [[{ areaKey: 'zoneA' }, { clusterId: 'c1' }], false],
    [[{ clusterId: 'c1' }, { areaKey: 'caoXa' }], false],
    [[{ areaKey: 'caoXa' }, { areaKey: 'tuXa' }], true],
    [[{ clusterId: 'c1' }, { clusterId: 'c2' }], true],
    [[{ areaKey: 'lamThao' }], true],
    [[{ areaKey: 'phuTho' }], true],
    // What nobody can place is not held for narrow.
    [[{ clusterId: 'gone' }], true],
  ])('%j: %s', (targets, expected) => {
    expect(isWide(targets, places)).toBe(expected);
  });
});

it('a request runs out by the clock alone, whoever looks when', () => {
  expect(requestStateAt({ state: 'waiting', expiresAt: 10 }, 9)).toBe('waiting');
  expect(requestStateAt({ state: 'waiting', expiresAt: 10 }, 10)).toBe('expired');
  expect(requestStateAt({ state: 'confirmed', expiresAt: 10 }, 99)).toBe('confirmed');
});
