import { describe, expect, it } from 'vitest';
import type { PolicyDocument, ProgramDocument, ProgramItem } from '#protocol';
import { isPolicyCurrent, isProgramCurrent } from '../../../../controller/domain/staleness.ts';

const hour = 60 * 60 * 1000;
const now = Date.parse('2026-11-23T12:00:00+07:00');
const sha256 = 'a'.repeat(64);
const item = (startAt: number, targetSet = 'all'): ProgramItem => ({
  id: `item.${startAt}`,
  sessionId: 'ses_1',
  title: 'Bản tin',
  class: 'normal',
  startAt,
  endAt: startAt + hour,
  order: 0,
  targetSet,
  volume: 80,
  late: 'join',
  resume: 'resume',
  source: { kind: 'asset', sha256 },
});
const header = { topic: 't', version: 1, issuedAt: now - hour, expiresAt: now + 100 * hour };
const all = { all: true } as const;
const issued: ProgramDocument = {
  schema: 'tt/program/1',
  ...header,
  areaKey: '07888.20200101',
  horizonEnd: now + 100 * hour,
  targetSets: { all },
  items: [item(now - 20 * hour), item(now + hour)],
  assets: {},
};
const plan = (items: ProgramItem[], targetSets: ProgramDocument['targetSets'] = { all }) => ({
  items,
  targetSets,
  assets: {},
  planItems: [],
});

describe('whether an issued program is still current', () => {
  it('does not depend on what is over, nor on what lies beyond its horizon', () => {
    expect(isProgramCurrent(issued, plan([item(now + hour), item(now + 100 * hour)]), now)).toBe(true);
  });

  it('does not depend on the names of target sets, but on whom they mean', () => {
    expect(isProgramCurrent(issued, plan([item(now + hour, 'x')], { x: all }), now)).toBe(true);
    const some = { clusterIds: ['clu_1'], zoneKeys: [] };
    expect(isProgramCurrent(issued, plan([item(now + hour)], { all: some }), now)).toBe(false);
  });

  it.each([
    ['an item is gone', []],
    ['an item came', [item(now + hour), item(now + 3 * hour)]],
    ['an item changed', [{ ...item(now + hour), volume: 60 }]],
  ])('ends when %s', (_, items) => {
    expect(isProgramCurrent(issued, plan(items), now)).toBe(false);
  });
});

describe('whether an issued policy is still current', () => {
  const policy: PolicyDocument = {
    schema: 'tt/policy/1',
    ...header,
    areaKey: '07888.20200101',
    allowed: [{ startAt: now - 50 * hour, endAt: now + hour }],
    caps: [],
  };
  const allowed = [
    { startAt: now - hour, endAt: now + hour },
    { startAt: now + 101 * hour, endAt: now + 102 * hour },
  ];

  it('looks at what lies between now and its expiry', () => {
    expect(isPolicyCurrent(policy, { allowed, caps: [] }, now)).toBe(true);
  });

  it('ends when windows or caps changed', () => {
    expect(isPolicyCurrent(policy, { allowed: [], caps: [] }, now)).toBe(false);
    const caps = [{ startAt: now, endAt: now + hour, maxVolume: 50 }];
    expect(isPolicyCurrent(policy, { allowed, caps }, now)).toBe(false);
  });
});
