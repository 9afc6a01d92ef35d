import { beforeEach, describe, expect, it } from 'vitest';
import { sha256, systemRandom } from '../../../../controller/adapters/random.ts';
import { openSqliteStore } from '../../../../controller/adapters/store/sqlite.ts';
import { type Accounts, createAccounts } from '../../../../controller/app/accounts.ts';
import { createDirectory } from '../../../../controller/app/directory/directory.ts';
import type { Store } from '../../../../controller/app/ports/store.ts';
import type { Grant } from '../../../../controller/domain/permissions.ts';
import { caoXa, testAreas, tuXa } from '../../../support/device-field.ts';
import { silentLog } from '../../../support/silent-log.ts';
import { createVirtualClock, type VirtualClock } from '../../../support/virtual-clock.ts';

const hour = 3_600_000;
const start = Date.UTC(2026, 10, 22);
const grantOf = (role: Grant['role']): Grant => ({ role, areaKey: '25.20200101' });
const viewer = { username: 'xem', displayName: 'Người xem', grants: [grantOf('viewer')] };

let store: Store;
let clock: VirtualClock;
let verified: string[];
let accounts: Accounts;
beforeEach(async () => {
  store = await openSqliteStore({ path: ':memory:', log: silentLog });
  const directory = createDirectory({ store });
  await directory.addAreas(testAreas);
  clock = createVirtualClock(start);
  verified = [];
  accounts = createAccounts({
    store,
    directory,
    clock,
    random: systemRandom(),
    digest: sha256,
    hasher: {
      hash: async (password) => `hash of ${password}`,
      verify: async (hash, password) => {
        verified.push(hash);
        return hash === `hash of ${password}`;
      },
    },
  });
});
const administrator = () => accounts.ensureAdministrator('mật khẩu đặt sẵn', '25.20200101');
const signIn = async () => {
  const outcome = await accounts.signIn('admin', 'mật khẩu đặt sẵn');
  if (!outcome.ok) throw new Error(outcome.fault.code);
  return outcome.value;
};

describe('the first administrator', () => {
  it('has the preset password, which is not repeated', async () => {
    expect(await administrator()).toEqual({ generatedPassword: null });
    expect((await signIn()).user).toMatchObject({
      username: 'admin',
      grants: [grantOf('administrator')],
    });
  });

  it('gets a password of 256 random bits otherwise, told once', async () => {
    const { generatedPassword } = await accounts.ensureAdministrator(null, '25.20200101');
    expect(generatedPassword).toMatch(/^[\w-]{43}$/);
    expect((await accounts.signIn('admin', generatedPassword ?? '')).ok).toBe(true);
    expect(await accounts.ensureAdministrator(null, '25.20200101')).toEqual({ generatedPassword: null });
    expect(await store.users.count()).toBe(1);
  });

  it('keeps the password although another one is preset later', async () => {
    await administrator();
    await accounts.ensureAdministrator('another one', '25.20200101');
    expect((await accounts.signIn('admin', 'another one')).ok).toBe(false);
    expect((await signIn()).user.username).toBe('admin');
  });
});

describe('signing in', () => {
  it.each([
    ['admin', 'sai'],
    ['admin', ''],
    ['nobody', 'mật khẩu đặt sẵn'],
    ['ADMIN', 'mật khẩu đặt sẵn'],
  ])('refuses %s with %j in the same words, at the same cost', async (username, password) => {
    await administrator();
    expect(await accounts.signIn(username, password)).toMatchObject({
      ok: false,
      status: 401,
      fault: { code: 'SignIn_Wrong' },
    });
    expect(verified).toHaveLength(1);
  });

  it('gives a token that is stored as its hash alone', async () => {
    await administrator();
    const { token, user, expiresAt } = await signIn();
    expect(expiresAt).toBe(start + 12 * hour);
    expect(await accounts.whoIs(token)).toEqual(user);
    expect(await store.users.signIn(token, start)).toBeNull();
    expect(await store.users.signIn(sha256(token), start)).not.toBeNull();
    expect((await signIn()).token).not.toBe(token);
  });

  it('lasts half a day', async () => {
    await administrator();
    const { token } = await signIn();
    clock.set(start + 12 * hour - 1);
    expect(await accounts.whoIs(token)).not.toBeNull();
    clock.set(start + 12 * hour);
    expect(await accounts.whoIs(token)).toBeNull();
  });

  it('ends with signing out, for this browser alone', async () => {
    await administrator();
    const [here, there] = [await signIn(), await signIn()];
    await accounts.signOut(here.token);
    expect(await accounts.whoIs(here.token)).toBeNull();
    expect(await accounts.whoIs(there.token)).not.toBeNull();
    await accounts.signOut('unknown');
  });
});

describe('a user who was added', () => {
  it('is added once, and has no password to guess', async () => {
    const added = await accounts.addUser(viewer);
    expect(await accounts.addUser({ ...viewer, grants: [grantOf('administrator')] })).toEqual(added);
    expect(await store.users.count()).toBe(1);
    expect((await accounts.signIn('xem', '')).ok).toBe(false);
  });

  it('signs in once by a link', async () => {
    await accounts.addUser(viewer);
    const link = (await accounts.oneTimeLink('xem')) ?? '';
    expect(await accounts.whoIs(link)).toBeNull();
    const signedIn = await accounts.spendLink(link);
    expect(signedIn?.user.username).toBe('xem');
    expect(await accounts.whoIs(signedIn?.token ?? '')).toMatchObject({ grants: [grantOf('viewer')] });
    expect(await accounts.spendLink(link)).toBeNull();
    expect(await accounts.spendLink(signedIn?.token ?? '')).toBeNull();
  });

  it('signs in by a link within a day, one of many at once', async () => {
    await accounts.addUser(viewer);
    const [first, second] = [await accounts.oneTimeLink('xem'), await accounts.oneTimeLink('xem')];
    const spent = await Promise.all([1, 2, 3].map(() => accounts.spendLink(first ?? '')));
    expect(spent.filter((one) => one !== null)).toHaveLength(1);
    clock.set(start + 24 * hour);
    expect(await accounts.spendLink(second ?? '')).toBeNull();
  });

  it('is needed for a link', async () => {
    expect(await accounts.oneTimeLink('nobody')).toBeNull();
    expect(await accounts.spendLink('made up')).toBeNull();
  });
});

describe('who may do something in an area', () => {
  it('has a role for it there or above', async () => {
    const add = (username: string, role: Grant['role'], areaKey: string) =>
      accounts.addUser({ username, displayName: username, grants: [{ role, areaKey }] });
    await add('duyet-cao-xa', 'approver', caoXa.key);
    await add('duyet-tu-xa', 'approver', tuXa.key);
    await add('bien-tap-cao-xa', 'editor', caoXa.key);
    await add('duyet-tinh', 'approver', caoXa.parentKey ?? '');
    const holders = await accounts.holdersOf('bulletins.approve', caoXa.key);
    expect(holders.map(({ username }) => username)).toEqual(['duyet-cao-xa', 'duyet-tinh']);
    expect(Object.keys(holders[0] ?? {}).sort()).toEqual(['displayName', 'grants', 'id', 'username']);
  });
});
