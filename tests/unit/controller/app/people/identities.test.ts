import { describe, expect, it } from 'vitest';
import { areasFor } from '../../../../../controller/domain/permissions.ts';
import { caoXa, district, province, tuXa } from '../../../../support/device-field.ts';
import { accepted, createPeopleWorld, verdictOf } from '../../../../support/people-world.ts';

const day = 24 * 3_600_000;

describe('who owes a second factor', () => {
  it.each([
    ['required', [{ role: 'approver', areaKey: province.key }], true],
    ['required', [{ role: 'administrator', areaKey: district.key }], true],
    ['required', [{ role: 'approver', areaKey: caoXa.key }], false],
    ['required', [{ role: 'editor', areaKey: province.key }], false],
    [
      'required',
      [
        { role: 'approver', areaKey: caoXa.key },
        { role: 'approver', areaKey: tuXa.key },
      ],
      true,
    ],
    ['optional', [{ role: 'approver', areaKey: province.key }], false],
  ] as const)('with %s: %j -> %s', async (secondFactor, grants, owes) => {
    const world = await createPeopleWorld(secondFactor);
    const user = await world.add('hoa', ...grants);
    expect(await world.identities.owesSecondFactor(user)).toBe(owes);
    if (owes) await world.enrol(user);
    expect(await world.identities.owesSecondFactor(user)).toBe(false);
  });
});

describe('a machine with a token', () => {
  it('acts as its owner, with no more than both may, and where both may', async () => {
    const world = await createPeopleWorld();
    const owner = await world.add('hoa', { role: 'administrator', areaKey: province.key });
    const order = {
      name: 'Máy',
      actions: ['data.read' as const, 'announcements.emergency' as const],
      areaKeys: [district.key],
      wideEmergency: false,
      expiresAt: world.clock.now() + 30 * day,
      code: null,
    };
    const { secret, token } = accepted(await world.apiTokens.create(owner, order));
    expect(JSON.stringify(token)).not.toContain(secret);
    const identity = await world.identities.ofMachine(secret);
    expect(identity).toMatchObject({ sessionId: null, endsWith: token.id, mayAlarmWidely: false });
    const grants = identity?.user.grants ?? [];
    expect(areasFor(grants, 'data.read')).toEqual([district.key]);
    expect(areasFor(grants, 'devices.write')).toEqual([]);
    await world.store.users.put({ ...owner, grants: [{ role: 'viewer', areaKey: caoXa.key }] });
    const less = (await world.identities.ofMachine(secret))?.user.grants ?? [];
    expect(areasFor(less, 'data.read')).toEqual([caoXa.key]);
    expect(areasFor(less, 'announcements.emergency')).toEqual([]);
    expect(await world.identities.ofBrowser(secret)).toBeNull();
    world.clock.set(world.clock.now() + 30 * day);
    expect(await world.identities.ofMachine(secret)).toBeNull();
  });

  it('alarms widely only where its owner said so with a code, and while he has a second factor', async () => {
    const world = await createPeopleWorld();
    const owner = await world.add('hoa', { role: 'administrator', areaKey: province.key });
    const order = {
      name: 'Cảnh báo lũ',
      actions: ['announcements.emergency' as const],
      areaKeys: [province.key],
      wideEmergency: true,
      expiresAt: world.clock.now() + day,
      code: '000000' as string | null,
    };
    expect(verdictOf(await world.apiTokens.create(owner, order))).toBe('403 Token_CodeNeeded');
    const { secret } = await world.enrol(owner);
    const none = await world.apiTokens.create(owner, { ...order, code: null });
    expect(verdictOf(none)).toBe('403 Token_CodeNeeded');
    const code = world.codeOf(secret, 1);
    const made = accepted(await world.apiTokens.create(owner, { ...order, code }));
    expect((await world.identities.ofMachine(made.secret))?.mayAlarmWidely).toBe(true);
    await world.secondFactors.remove(owner.id);
    expect((await world.identities.ofMachine(made.secret))?.mayAlarmWidely).toBe(false);
  });

  it('is one of twenty at most', async () => {
    const world = await createPeopleWorld();
    const owner = await world.add('hoa', { role: 'viewer', areaKey: province.key });
    const order = {
      name: 'Máy',
      actions: ['data.read' as const],
      areaKeys: [province.key],
      wideEmergency: false,
      expiresAt: world.clock.now() + day,
      code: null,
    };
    for (let count = 0; count < 20; count += 1) accepted(await world.apiTokens.create(owner, order));
    expect(verdictOf(await world.apiTokens.create(owner, order))).toBe('409 Token_TooMany');
    const [first] = await world.apiTokens.ofUser(owner.id);
    accepted(await world.apiTokens.revoke(owner.id, first?.id ?? ''));
    expect(verdictOf(await world.apiTokens.create(owner, order))).toBe('ok');
    expect(verdictOf(await world.apiTokens.revoke('usr_other', first?.id ?? ''))).toBe('404 Token_Unknown');
  });
});
