import { beforeEach, describe, expect, it } from 'vitest';
import type { ApiTokenRow } from '../../../controller/app/ports/store/api-tokens.ts';
import type { SignInRow } from '../../../controller/app/ports/store/sign-ins.ts';
import type { Store } from '../../../controller/app/ports/store.ts';
import { aUser, MORNING } from './sample-rows.ts';

const aSignIn = (over: Partial<SignInRow> = {}): SignInRow => ({
  id: 'sin_1',
  kind: 'browser',
  tokenHash: 'hash',
  userId: 'usr_1',
  createdAt: MORNING - 1_000,
  lastUsedAt: MORNING - 1_000,
  expiresAt: MORNING,
  address: '192.0.2.7',
  device: null,
  ...over,
});

const aToken = (over: Partial<ApiTokenRow> = {}): ApiTokenRow => ({
  id: 'tok_1',
  userId: 'usr_1',
  name: 'LGSP',
  tokenHash: 'hash',
  actions: ['data.read'],
  areaKeys: ['25.20200101'],
  wideEmergency: false,
  createdAt: MORNING,
  expiresAt: MORNING + 1_000,
  lastUsedAt: null,
  revokedAt: null,
  ...over,
});

const usersContract = (store: () => Store): void => {
  it('finds a user by id and by name', async () => {
    expect(await store().users.byId('usr_1')).toEqual(aUser());
    expect(await store().users.byUsername('admin')).toEqual(aUser());
    expect(await store().users.byUsername("admin' --")).toBeNull();
    expect(await store().users.byId('usr_2')).toBeNull();
  });

  it('replaces a user of the same id', async () => {
    const changed = aUser({
      displayName: 'Chị Hòa',
      grants: [{ role: 'viewer', areaKey: '07888.20200101' }],
      passwordSetAt: null,
      disabledAt: MORNING,
    });
    await store().users.put(changed);
    expect(await store().users.byId('usr_1')).toEqual(changed);
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
};

const signInsContract = (store: () => Store): void => {
  it('knows a sign-in until it expires or is removed', async () => {
    await store().signIns.put(aSignIn());
    expect(await store().signIns.get('browser', 'hash', MORNING - 1)).toEqual(aSignIn());
    expect(await store().signIns.get('browser', 'hash', MORNING)).toBeNull();
    expect(await store().signIns.get('browser', 'other', 0)).toBeNull();
    await store().signIns.remove(['sin_1', 'sin_9']);
    await store().signIns.remove([]);
    expect(await store().signIns.get('browser', 'hash', 0)).toBeNull();
  });

  it('gives what is good for once to one of many concurrent callers', async () => {
    await store().signIns.put(aSignIn({ kind: 'link' }));
    const taken = await Promise.all(
      Array.from({ length: 20 }, () => store().signIns.take('link', 'hash', MORNING - 1)),
    );
    expect(taken.filter((row) => row !== null)).toEqual([aSignIn({ kind: 'link' })]);
  });

  it('gives it only while it is in force', async () => {
    await store().signIns.put(aSignIn({ kind: 'link' }));
    expect(await store().signIns.take('link', 'hash', MORNING)).toBeNull();
    expect(await store().signIns.take('link', 'hash', MORNING - 1)).not.toBeNull();
  });

  it('mistakes no kind for another', async () => {
    const kinds = ['browser', 'second-step', 'link', 'password-link', 'known-browser'] as const;
    for (const kind of kinds) await store().signIns.put(aSignIn({ id: kind, kind, tokenHash: kind }));
    for (const asked of kinds)
      for (const held of kinds) {
        const found = await store().signIns.get(asked, held, 0);
        expect(found?.id, `${held} as ${asked}`).toBe(asked === held ? held : undefined);
        if (asked !== held) expect(await store().signIns.take(asked, held, 0)).toBeNull();
      }
  });

  it('lists those of a user, last used first, and enters when they were used', async () => {
    await store().users.put(aUser({ id: 'usr_2', username: 'hoa' }));
    await store().signIns.put(aSignIn());
    await store().signIns.put(aSignIn({ id: 'sin_2', tokenHash: 'b', lastUsedAt: MORNING - 500 }));
    await store().signIns.put(aSignIn({ id: 'sin_3', tokenHash: 'c', kind: 'link' }));
    await store().signIns.put(aSignIn({ id: 'sin_4', tokenHash: 'd', userId: 'usr_2' }));
    const ids = async (now: number) =>
      (await store().signIns.ofUser('usr_1', 'browser', now)).map(({ id }) => id);
    expect(await ids(0)).toEqual(['sin_2', 'sin_1']);
    await store().signIns.touch('sin_1', MORNING - 100);
    expect(await ids(0)).toEqual(['sin_1', 'sin_2']);
    expect(await ids(MORNING)).toEqual([]);
  });

  it('forgets expired ones as new ones come', async () => {
    await store().signIns.put(aSignIn());
    await store().signIns.put(
      aSignIn({ id: 'sin_2', tokenHash: 'b', createdAt: MORNING, expiresAt: MORNING + 1 }),
    );
    expect(await store().signIns.get('browser', 'hash', 0)).toBeNull();
    expect(await store().signIns.get('browser', 'b', 0)).not.toBeNull();
  });

  it('refuses a sign-in of nobody', async () => {
    const put = store().signIns.put(aSignIn({ userId: 'usr_9' }));
    await expect(put).rejects.toMatchObject({ code: 'Store_Reference' });
  });
};

const secondFactorsContract = (store: () => Store): void => {
  const factor = { userId: 'usr_1', sealedSecret: 'sealed', confirmedAt: null, lastStep: 0 };

  it('keeps one for each user', async () => {
    expect(await store().secondFactors.get('usr_1')).toBeNull();
    await store().secondFactors.put(factor);
    expect(await store().secondFactors.confirmed()).toEqual([]);
    await store().secondFactors.put({ ...factor, confirmedAt: MORNING });
    expect(await store().secondFactors.get('usr_1')).toEqual({ ...factor, confirmedAt: MORNING });
    expect(await store().secondFactors.confirmed()).toEqual(['usr_1']);
  });

  it('uses each step once, and none before it', async () => {
    await store().secondFactors.put(factor);
    const uses = await Promise.all([7, 7, 7].map((step) => store().secondFactors.useStep('usr_1', step)));
    expect(uses.filter((used) => used)).toHaveLength(1);
    expect(await store().secondFactors.useStep('usr_1', 6)).toBe(false);
    expect(await store().secondFactors.useStep('usr_1', 8)).toBe(true);
    expect(await store().secondFactors.useStep('usr_2', 8)).toBe(false);
  });

  it('gives each recovery code once, and only to its user', async () => {
    await store().users.put(aUser({ id: 'usr_2', username: 'hoa' }));
    await store().secondFactors.replaceRecoveryCodes('usr_1', ['a', 'b']);
    await store().secondFactors.replaceRecoveryCodes('usr_2', ['a']);
    const taken = await Promise.all(
      [1, 2, 3].map(() => store().secondFactors.takeRecoveryCode('usr_1', 'a')),
    );
    expect(taken.filter((one) => one)).toHaveLength(1);
    expect(await store().secondFactors.countRecoveryCodes('usr_1')).toBe(1);
    expect(await store().secondFactors.countRecoveryCodes('usr_2')).toBe(1);
    await store().secondFactors.replaceRecoveryCodes('usr_1', ['c']);
    expect(await store().secondFactors.takeRecoveryCode('usr_1', 'b')).toBe(false);
  });

  it('goes with its recovery codes', async () => {
    await store().secondFactors.put(factor);
    await store().secondFactors.replaceRecoveryCodes('usr_1', ['a']);
    await store().secondFactors.remove('usr_1');
    expect(await store().secondFactors.get('usr_1')).toBeNull();
    expect(await store().secondFactors.countRecoveryCodes('usr_1')).toBe(0);
  });
};

const apiTokensContract = (store: () => Store): void => {
  it('finds a token by the hash of its secret alone', async () => {
    await store().apiTokens.put(aToken({ wideEmergency: true }));
    expect(await store().apiTokens.byHash('hash')).toEqual(aToken({ wideEmergency: true }));
    expect(await store().apiTokens.byHash('tok_1')).toBeNull();
  });

  it('lists those of a user, newest first, and enters their use and their end', async () => {
    await store().apiTokens.put(aToken());
    await store().apiTokens.put(aToken({ id: 'tok_2', tokenHash: 'b', createdAt: MORNING + 1 }));
    await store().apiTokens.touch('tok_1', MORNING + 5);
    await store().apiTokens.put(aToken({ id: 'tok_2', tokenHash: 'b', revokedAt: MORNING + 6 }));
    const tokens = await store().apiTokens.ofUser('usr_1');
    expect(tokens.map(({ id, lastUsedAt, revokedAt }) => [id, lastUsedAt, revokedAt])).toEqual([
      ['tok_1', MORNING + 5, null],
      ['tok_2', null, MORNING + 6],
    ]);
    expect(await store().apiTokens.ofUser('usr_2')).toEqual([]);
  });

  it('refuses two tokens of one secret', async () => {
    await store().apiTokens.put(aToken());
    const put = store().apiTokens.put(aToken({ id: 'tok_2' }));
    await expect(put).rejects.toMatchObject({ code: 'Store_Conflict' });
  });
};

export const accountsContract = (store: () => Store): void => {
  beforeEach(() => store().users.put(aUser()));
  describe('users', () => usersContract(store));
  describe('sign-ins', () => signInsContract(store));
  describe('second factors', () => secondFactorsContract(store));
  describe('API tokens', () => apiTokensContract(store));
};
