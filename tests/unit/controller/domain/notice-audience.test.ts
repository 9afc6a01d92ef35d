import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../../controller/domain/notice.ts';
import { concernsArea, type Person, recipientsOf } from '../../../../controller/domain/notice-audience.ts';
import type { Role } from '../../../../controller/domain/permissions.ts';

/** Province P; districts D and E; communes D1, D2 and E1. */
const above: Readonly<Record<string, readonly string[]>> = {
  P: [],
  D: ['P'],
  E: ['P'],
  D1: ['D', 'P'],
  D2: ['D', 'P'],
  E1: ['E', 'P'],
};
const ancestorsOf = (areaKey: string): readonly string[] => above[areaKey] ?? [];

const roles: readonly Role[] = ['administrator', 'editor', 'approver', 'technician', 'viewer', 'auditor'];
/** One of each role in each area, `editor D1`. */
const everybody: Person[] = Object.keys(above).flatMap((areaKey) =>
  roles.map((role) => ({ id: `${role} ${areaKey}`, grants: [{ role, areaKey }] })),
);
const toldOf = (notice: Pick<Notice, 'type' | 'areaKey'> & Partial<Notice>, people = everybody): string[] =>
  recipientsOf(notice, people, ancestorsOf).map(({ id }) => id);
const without = (...ids: string[]): Person[] => everybody.filter(({ id }) => !ids.includes(id));

describe('who is told', () => {
  it('of a bulletin that waits: who may approve it there, and not who submitted it', () => {
    const notice = { type: 'approval-waiting', areaKey: 'D1' } as const;
    expect(toldOf(notice)).toEqual(['administrator D1', 'approver D1']);
    expect(toldOf({ ...notice, by: 'administrator D1' })).toEqual(['approver D1']);
  });

  it('the next level above where an area has nobody for it', () => {
    const notice = { type: 'approval-waiting', areaKey: 'D1' } as const;
    const withoutCommune = without('administrator D1', 'approver D1');
    expect(toldOf(notice, withoutCommune)).toEqual(['administrator D', 'approver D']);
    const onlyOne = without('administrator D1');
    expect(toldOf({ ...notice, by: 'approver D1' }, onlyOne)).toEqual(['administrator D', 'approver D']);
  });

  it('of a return: who made it alone', () => {
    expect(toldOf({ type: 'returned', areaKey: 'D1', to: ['editor D2', 'gone'] })).toEqual(['editor D2']);
    expect(toldOf({ type: 'returned', areaKey: 'D1' })).toEqual([]);
  });

  it('of a missed cut-off: editors and approvers of the area', () => {
    expect(toldOf({ type: 'cut-off-missed', areaKey: 'D1' })).toEqual([
      'administrator D1',
      'editor D1',
      'approver D1',
    ]);
  });

  it('of incidents and unready sessions: whoever looks after the area, viewers and auditors never', () => {
    expect(toldOf({ type: 'incident-opened', areaKey: 'D1' })).toEqual([
      'administrator D1',
      'editor D1',
      'approver D1',
      'technician D1',
    ]);
    expect(toldOf({ type: 'session-unready', areaKey: 'D1' })).toContain('technician D1');
  });

  it('of an emergency: operators of what it sounds in, of all below and all above, and nobody beside', () => {
    const told = toldOf({ type: 'emergency-started', areaKey: 'P', areaKeys: ['D'] });
    const areas = new Set(told.map((id) => id.split(' ')[1]));
    expect([...areas].sort()).toEqual(['D', 'D1', 'D2', 'P']);
    expect([...new Set(told.map((id) => id.split(' ')[0]))].sort()).toEqual([
      'administrator',
      'approver',
      'editor',
    ]);
  });

  it('that somebody broke the glass: everybody with an account in it, above and below, viewers and auditors too', () => {
    const told = toldOf({ type: 'break-glass', areaKey: 'P', areaKeys: ['D'], by: 'approver P' });
    expect(told.sort()).toEqual(
      ['P', 'D', 'D1', 'D2']
        .flatMap((areaKey) => roles.map((role) => `${role} ${areaKey}`))
        .filter((id) => id !== 'approver P')
        .sort(),
    );
  });

  it('that a second person is awaited: those above as well, who may start it', () => {
    expect(toldOf({ type: 'emergency-waiting', areaKey: 'D', by: 'approver D' })).toEqual([
      'administrator P',
      'approver P',
      'administrator D',
    ]);
  });

  it('of keys and certificates: administrators', () => {
    expect(toldOf({ type: 'keys-expiring', areaKey: 'P' })).toEqual(['administrator P']);
  });
});

describe('what concerns an area', () => {
  it('is what happens there and below, and emergencies above', () => {
    const incident = { type: 'incident-opened', areaKey: 'D1' } as const;
    expect(['P', 'D', 'D1', 'D2', 'E'].filter((key) => concernsArea(incident, key, ancestorsOf))).toEqual([
      'P',
      'D',
      'D1',
    ]);
    const emergency = { type: 'emergency-started', areaKey: 'P', areaKeys: ['D'] } as const;
    expect(['P', 'D', 'D1', 'E', 'E1'].filter((key) => concernsArea(emergency, key, ancestorsOf))).toEqual([
      'P',
      'D',
      'D1',
    ]);
  });
});
