import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actions,
  areasFor,
  type Grant,
  may,
  roleMay,
  roles,
} from '../../../../controller/domain/permissions.ts';

const commune = '08521.20200101';
const other = '08527.20200101';
const chain = ['237.20200101', '25.20200101'];
const anyGrants = fc.array(
  fc.record({
    role: fc.constantFrom(...roles),
    areaKey: fc.constantFrom(commune, other, ...chain),
  }),
  { maxLength: 5 },
);

describe('a grant', () => {
  it.each([commune, ...chain])('in %s holds in the commune', (areaKey) => {
    expect(may([{ role: 'editor', areaKey }], 'bulletins.write', commune, chain)).toBe(true);
  });

  it('in another commune does not', () => {
    expect(may([{ role: 'administrator', areaKey: other }], 'bulletins.write', commune, chain)).toBe(false);
  });

  it('in a commune does not reach the areas above', () => {
    expect(may([{ role: 'approver', areaKey: commune }], 'announcements.emergency', '25.20200101', [])).toBe(
      false,
    );
  });

  it('is worth the same in any order and company', () => {
    fc.assert(
      fc.property(anyGrants, fc.constantFrom(...actions), (grants, action) => {
        const one = grants.some((grant) => may([grant], action, commune, chain));
        expect(may(grants, action, commune, chain)).toBe(one);
        expect(may(grants.toReversed(), action, commune, chain)).toBe(one);
      }),
    );
  });

  it('is named with the areas that it opens', () => {
    const grants: Grant[] = [
      { role: 'editor', areaKey: commune },
      { role: 'approver', areaKey: other },
      { role: 'viewer', areaKey: '25.20200101' },
    ];
    expect(areasFor(grants, 'bulletins.write')).toEqual([commune]);
    expect(areasFor(grants, 'announcements.stop')).toEqual([commune, other]);
    expect(areasFor(grants, 'people.write')).toEqual([]);
  });
});

describe('a role', () => {
  it('that makes content does not approve it, nor raise an alarm', () => {
    expect(roleMay('editor', 'bulletins.approve')).toBe(false);
    expect(roleMay('approver', 'bulletins.write')).toBe(false);
    expect(roleMay('editor', 'announcements.emergency')).toBe(false);
    expect(roleMay('technician', 'announcements.emergency')).toBe(false);
  });

  it('that only looks changes nothing', () => {
    const changes = actions.filter((action) => !action.endsWith('.read'));
    for (const action of changes) {
      expect(roleMay('viewer', action)).toBe(false);
      expect(roleMay('auditor', action)).toBe(false);
    }
    expect(roleMay('viewer', 'audit.read')).toBe(false);
  });

  it('that runs a station may silence it', () => {
    for (const role of ['editor', 'approver', 'technician'] as const)
      expect(roleMay(role, 'announcements.stop')).toBe(true);
  });
});
