import { normalPassword } from '../../domain/password.ts';
import { type Action, may } from '../../domain/permissions.ts';
import type { Directory } from '../directory/directory.ts';
import type { Clock, Digest, PasswordHasher, Random } from '../ports/runtime.ts';
import type { UserRow } from '../ports/store/users.ts';
import type { Store } from '../ports/store.ts';
import type { BrowserSessions, SignedIn, Whence } from './browser-sessions.ts';
import { noteOf } from './sign-in-notes.ts';

const linkLifetimeMs = 24 * 60 * 60 * 1_000;

/** Somebody as others may know of him. */
export type Holder = Pick<UserRow, 'id' | 'username' | 'displayName' | 'grants'>;

export type Accounts = Readonly<{
  /** Makes `admin` when nobody exists yet; gives the password when it was made up here, to be shown once. */
  ensureAdministrator: (
    preset: string | null,
    areaKey: string,
  ) => Promise<{ generatedPassword: string | null }>;
  addUser: (user: Pick<UserRow, 'username' | 'displayName' | 'grants'>) => Promise<UserRow>;
  /** Everybody who may do that in an area: granted there, or in an area above it; nobody whose account is disabled. */
  holdersOf: (action: Action, areaKey: string) => Promise<Holder[]>;
  /** Token of a link that signs in once. */
  oneTimeLink: (username: string) => Promise<string | null>;
  spendLink: (token: string, whence?: Whence) => Promise<SignedIn | null>;
}>;

const nowhere: Whence = { address: null, device: null };

export const createAccounts = (deps: {
  store: Store;
  directory: Directory;
  clock: Clock;
  random: Random;
  digest: Digest;
  hasher: PasswordHasher;
  sessions: BrowserSessions;
}): Accounts => {
  const { store, directory, clock, random, digest, hasher, sessions } = deps;

  const put = async (user: Omit<UserRow, 'id' | 'createdAt' | 'disabledAt'>): Promise<UserRow> => {
    const row = { ...user, id: random.id('usr'), createdAt: clock.now(), disabledAt: null };
    await store.users.put(row);
    return row;
  };

  return {
    ensureAdministrator: async (preset, areaKey) => {
      if ((await store.users.count()) > 0) return { generatedPassword: null };
      const password = preset ?? random.secret();
      const passwordHash = await hasher.hash(normalPassword(password));
      const grants: UserRow['grants'] = [{ role: 'administrator', areaKey }];
      const passwordSetAt = clock.now();
      await put({ username: 'admin', displayName: 'Quản trị', grants, passwordHash, passwordSetAt });
      return { generatedPassword: preset === null ? password : null };
    },
    addUser: async (user) => {
      const existing = await store.users.byUsername(user.username);
      if (existing) return existing;
      return put({ ...user, passwordHash: await hasher.hash(random.secret()), passwordSetAt: null });
    },
    holdersOf: async (action, areaKey) => {
      const ancestors = directory.areas.ancestors(areaKey).map(({ key }) => key);
      const holders = (await store.users.all()).filter(
        ({ grants, disabledAt }) => disabledAt === null && may(grants, action, areaKey, ancestors),
      );
      return holders.map(({ id, username, displayName, grants }) => ({ id, username, displayName, grants }));
    },
    oneTimeLink: async (username) => {
      const user = await store.users.byUsername(username);
      if (!user) return null;
      const [token, now] = [random.secret(), clock.now()];
      await store.signIns.put({
        id: random.id('sin'),
        kind: 'link',
        tokenHash: digest(token),
        userId: user.id,
        createdAt: now,
        lastUsedAt: now,
        expiresAt: now + linkLifetimeMs,
        address: null,
        device: null,
      });
      return token;
    },
    spendLink: async (token, whence = nowhere) => {
      const link = await store.signIns.take('link', digest(token), clock.now());
      const user = link ? await store.users.byId(link.userId) : null;
      if (!user || user.disabledAt !== null) return null;
      const signedIn = await sessions.open(user, whence);
      if (signedIn) await noteOf(store)('sign-in.done', user, { step: 'link' });
      return signedIn;
    },
  };
};
