import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../../controller/app/ports/store.ts';
import { aUser, MORNING } from './sample-rows.ts';

const signIn = (tokenHash: string, expiresAt = MORNING) => ({ tokenHash, userId: 'usr_1', expiresAt });

export const accountsContract = (store: () => Store): void => {
  beforeEach(() => store().users.put(aUser()));

  it('finds a user by id and by name', async () => {
    expect(await store().users.byId('usr_1')).toEqual(aUser());
    expect(await store().users.byUsername('admin')).toEqual(aUser());
    expect(await store().users.byUsername("admin' --")).toBeNull();
    expect(await store().users.byId('usr_2')).toBeNull();
  });

  it('replaces a user of the same id', async () => {
    await store().users.put(
      aUser({ displayName: 'Chị Hòa', grants: [{ role: 'viewer', areaKey: '07888.20200101' }] }),
    );
    expect(await store().users.byId('usr_1')).toEqual(
      aUser({ displayName: 'Chị Hòa', grants: [{ role: 'viewer', areaKey: '07888.20200101' }] }),
    );
    expect(await store().users.count()).toBe(1);
  });

  it('gives no two users one name', async () => {
    const second = store().users.put(aUser({ id: 'usr_2' }));
    await expect(second).rejects.toMatchObject({ code: 'Store_Conflict' });
    await store().users.put(aUser({ id: 'usr_2', username: 'hoa' }));
    expect(await store().users.count()).toBe(2);
  });

  it('lists everybody by user name', async () => {
    await store().users.put(aUser({ id: 'usr_0', username: 'hoa' }));
    const names = (await store().users.all()).map(({ username }) => username);
    expect(names).toEqual(['admin', 'hoa']);
  });

  it('knows a signed-in browser until it expires or is signed out', async () => {
    await store().users.putSignIn('cookie', signIn('hash'));
    expect(await store().users.signIn('hash', MORNING - 1)).toEqual(signIn('hash'));
    expect(await store().users.signIn('hash', MORNING)).toBeNull();
    expect(await store().users.signIn('other', 0)).toBeNull();
    await store().users.deleteSignIn('hash');
    expect(await store().users.signIn('hash', 0)).toBeNull();
  });

  it('gives a one-time link to one of many concurrent callers', async () => {
    await store().users.putSignIn('link', signIn('hash'));
    const taken = await Promise.all(
      Array.from({ length: 20 }, () => store().users.takeLink('hash', MORNING - 1)),
    );
    expect(taken.filter((row) => row !== null)).toEqual([signIn('hash')]);
  });

  it('takes a link only while it is in force', async () => {
    await store().users.putSignIn('link', signIn('hash'));
    expect(await store().users.takeLink('hash', MORNING)).toBeNull();
    expect(await store().users.takeLink('hash', MORNING - 1)).toBeNull();
  });

  it('mistakes neither a link for a cookie nor a cookie for a link', async () => {
    await store().users.putSignIn('link', signIn('link'));
    await store().users.putSignIn('cookie', signIn('cookie'));
    expect(await store().users.signIn('link', 0)).toBeNull();
    expect(await store().users.takeLink('cookie', 0)).toBeNull();
    expect(await store().users.signIn('cookie', 0)).toEqual(signIn('cookie'));
    expect(await store().users.takeLink('link', 0)).toEqual(signIn('link'));
  });

  it('refuses a sign-in of nobody', async () => {
    const put = store().users.putSignIn('cookie', { ...signIn('hash'), userId: 'usr_9' });
    await expect(put).rejects.toMatchObject({ code: 'Store_Reference' });
  });
};
