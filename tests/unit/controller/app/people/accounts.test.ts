import { beforeEach, describe, expect, it } from 'vitest';
import type { Grant } from '../../../../../controller/domain/permissions.ts';
import { caoXa, tuXa } from '../../../../support/device-field.ts';
import { createPeopleWorld, type PeopleWorld } from '../../../../support/people-world.ts';

const hour = 3_600_000;
const grantOf = (role: Grant['role']): Grant => ({ role, areaKey: '25.20200101' });
const viewer = { username: 'xem', displayName: 'Người xem', grants: [grantOf('viewer')] };

let world: PeopleWorld;
beforeEach(async () => {
  world = await createPeopleWorld();
});
const whoIs = async (token: string) => (await world.browserSessions.whoIs(token))?.user ?? null;

describe('the first administrator', () => {
  it('has the preset password, which is not repeated', async () => {
    const { accounts } = world;
    expect(await accounts.ensureAdministrator('mật khẩu đặt sẵn', '25.20200101')).toEqual({
      generatedPassword: null,
    });
    const { user } = await world.signIn('admin', 'mật khẩu đặt sẵn');
    expect(user).toMatchObject({ username: 'admin', grants: [grantOf('administrator')] });
  });

  it('gets a password of 256 random bits otherwise, told once', async () => {
    const { generatedPassword } = await world.accounts.ensureAdministrator(null, '25.20200101');
    expect(generatedPassword).toMatch(/^[\w-]{43}$/);
    await world.signIn('admin', generatedPassword ?? '');
    expect(await world.accounts.ensureAdministrator(null, '25.20200101')).toEqual({
      generatedPassword: null,
    });
    expect(await world.store.users.count()).toBe(1);
  });

  it('keeps the password although another one is preset later', async () => {
    await world.accounts.ensureAdministrator('mật khẩu đặt sẵn', '25.20200101');
    await world.accounts.ensureAdministrator('another one', '25.20200101');
    await expect(world.signIn('admin', 'another one')).rejects.toThrow('SignIn_Wrong');
    expect((await world.signIn('admin', 'mật khẩu đặt sẵn')).user.username).toBe('admin');
  });
});

describe('a user who was added', () => {
  it('is added once, and has no password to guess', async () => {
    const added = await world.accounts.addUser(viewer);
    expect(await world.accounts.addUser({ ...viewer, grants: [grantOf('administrator')] })).toEqual(added);
    expect(await world.store.users.count()).toBe(1);
    await expect(world.signIn('xem', '')).rejects.toThrow('SignIn_Wrong');
  });

  it('signs in once by a link', async () => {
    await world.accounts.addUser(viewer);
    const link = (await world.accounts.oneTimeLink('xem')) ?? '';
    expect(await whoIs(link)).toBeNull();
    const signedIn = await world.accounts.spendLink(link);
    expect(signedIn?.user.username).toBe('xem');
    expect(await whoIs(signedIn?.token ?? '')).toMatchObject({ grants: [grantOf('viewer')] });
    expect(await world.accounts.spendLink(link)).toBeNull();
    expect(await world.accounts.spendLink(signedIn?.token ?? '')).toBeNull();
  });

  it('signs in by a link within a day, one of many at once, and not while disabled', async () => {
    const { accounts, clock, store } = world;
    const added = await accounts.addUser(viewer);
    const links = [1, 2, 3].map(async () => (await accounts.oneTimeLink('xem')) ?? '');
    const [first = '', second = '', third = ''] = await Promise.all(links);
    const spent = await Promise.all([1, 2, 3].map(() => accounts.spendLink(first)));
    expect(spent.filter((one) => one !== null)).toHaveLength(1);
    await store.users.put({ ...added, disabledAt: clock.now() });
    expect(await accounts.spendLink(third)).toBeNull();
    await store.users.put(added);
    clock.set(clock.now() + 24 * hour);
    expect(await accounts.spendLink(second)).toBeNull();
  });

  it('is needed for a link', async () => {
    expect(await world.accounts.oneTimeLink('nobody')).toBeNull();
    expect(await world.accounts.spendLink('made up')).toBeNull();
  });
});

describe('who may do something in an area', () => {
  it('has a role for it there or above, and is not disabled', async () => {
    await world.add('duyet-cao-xa', { role: 'approver', areaKey: caoXa.key });
    await world.add('duyet-tu-xa', { role: 'approver', areaKey: tuXa.key });
    await world.add('bien-tap-cao-xa', { role: 'editor', areaKey: caoXa.key });
    await world.add('duyet-tinh', { role: 'approver', areaKey: caoXa.parentKey ?? '' });
    const gone = await world.add('duyet-nghi-viec', { role: 'approver', areaKey: caoXa.key });
    await world.store.users.put({ ...gone, disabledAt: world.clock.now() });
    const holders = await world.accounts.holdersOf('bulletins.approve', caoXa.key);
    expect(holders.map(({ username }) => username)).toEqual(['duyet-cao-xa', 'duyet-tinh']);
    expect(Object.keys(holders[0] ?? {}).sort()).toEqual(['displayName', 'grants', 'id', 'username']);
  });
});
