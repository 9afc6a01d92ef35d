import { describe, expect, it } from 'vitest';
import { areBeyondOneCommune } from '../../../../controller/domain/announcement-targets.ts';
import { type AreaChains, isBeyondOneCommune } from '../../../../controller/domain/beyond-one-commune.ts';

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
const areas: AreaChains = { ancestors: above, level: (key) => levels[key] };

describe('whether areas are more than parts of one commune', () => {
  it.each([
    [[], false],
    [['caoXa'], false],
    [['zoneA'], false],
    [['zoneA', 'caoXa', 'caoXa'], false],
    [['caoXa', 'tuXa'], true],
    [['zoneA', 'tuXa'], true],
    [['lamThao'], true],
    [['phuTho'], true],
    // What nobody can place is not held for narrow.
    [[undefined], true],
    [['caoXa', undefined], true],
    [['gone'], true],
  ])('%j: %s', (areaKeys, expected) => {
    expect(isBeyondOneCommune(areaKeys, areas)).toBe(expected);
  });
});

describe('whether an emergency is heard outside one commune', () => {
  const clusters: Record<string, { areaKey: string; zoneKey: string | null }> = {
    c1: { areaKey: 'caoXa', zoneKey: 'zoneA' },
    c2: { areaKey: 'tuXa', zoneKey: null },
  };

  it.each([
    [[{ areaKey: 'zoneA' }, { clusterId: 'c1' }], false],
    [[{ clusterId: 'c1' }, { areaKey: 'caoXa' }], false],
    [[{ clusterId: 'c1' }, { clusterId: 'c2' }], true],
    [[{ areaKey: 'lamThao' }], true],
    [[{ clusterId: 'gone' }], true],
  ])('%j: %s', (targets, expected) => {
    expect(areBeyondOneCommune(targets, { ...areas, cluster: (id) => clusters[id] })).toBe(expected);
  });
});
