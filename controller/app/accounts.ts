import { type Action, may } from '../domain/permissions.ts';
import type { Directory } from './directory/directory.ts';
import type { UserRow } from './ports/rows.ts';
import type { Clock, Digest, Outcome, PasswordHasher, Random } from './ports/runtime.ts';
import type { Store } from './ports/store.ts';

/** A browser stays signed in for half a day: a shift, not a week on a shared office PC. */
const cookieLifetimeMs = 12 * 60 * 60 * 1_000;
const linkLifetimeMs = 24 * 60 * 60 * 1_000;

export type SignedIn = { user: UserRow; token: string; expiresAt: number };

/** Somebody as others may know of him. */
export type Holder = Pick<UserRow, 'id' | 'username' | 'displayName' | 'grants'>;

export type Accounts = Readonly<{
  /** Makes `admin` when nobody exists yet; gives the password when it was made up here, to be shown once. */
  ensureAdministrator: (
    preset: string | null,
    areaKey: string,
  ) => Promise<{ generatedPassword: string | null }>;
  addUser: (user: Pick<UserRow, 'username' | 'displayName' | 'grants'>) => Promise<UserRow>;
  signIn: (username: string, password: string) => Promise<Outcome<SignedIn>>;
  signOut: (token: string) => Promise<void>;
  /** Who holds this cookie token, or null. */
  whoIs: (token: string) => Promise<UserRow | null>;
  /** Everybody who may do that in an area: granted there, or in an area above it. */
  holdersOf: (action: Action, areaKey: string) => Promise<Holder[]>;
  /** Token of a link that signs in once. */
  oneTimeLink: (username: string) => Promise<string | null>;
  spendLink: (token: string) => Promise<SignedIn | null>;
}>;

const wrongCredentials = {
  code: 'SignIn_Wrong',
  vi: 'Tên đăng nhập hoặc mật khẩu không đúng.',
  en: 'The user name or password is wrong.',
};

export const createAccounts = (deps: {
  store: Store;
  directory: Directory;
  clock: Clock;
  random: Random;
  digest: Digest;
  hasher: PasswordHasher;
}): Accounts => {
  const { store, directory, clock, random, digest, hasher } = deps;
  // Checked when the user name is unknown, so that answers take the same time for everybody.
  const decoy = hasher.hash(random.secret());

  const open = async (user: UserRow): Promise<SignedIn> => {
    const token = random.secret();
    const expiresAt = clock.now() + cookieLifetimeMs;
    await store.users.putSignIn('cookie', { tokenHash: digest(token), userId: user.id, expiresAt });
    return { user, token, expiresAt };
  };

  const put = async (user: Omit<UserRow, 'id' | 'createdAt'>): Promise<UserRow> => {
    const row = { ...user, id: random.id('usr'), createdAt: clock.now() };
    await store.users.put(row);
    return row;
  };

  return {
    ensureAdministrator: async (preset, areaKey) => {
      if ((await store.users.count()) > 0) return { generatedPassword: null };
      const password = preset ?? random.secret();
      const passwordHash = await hasher.hash(password);
      const grants: UserRow['grants'] = [{ role: 'administrator', areaKey }];
      await put({ username: 'admin', displayName: 'Quản trị', grants, passwordHash });
      return { generatedPassword: preset === null ? password : null };
    },
    addUser: async (user) => {
      const existing = await store.users.byUsername(user.username);
      return existing ?? put({ ...user, passwordHash: await hasher.hash(random.secret()) });
    },
    signIn: async (username, password) => {
      const user = await store.users.byUsername(username);
      const matches = await hasher.verify(user?.passwordHash ?? (await decoy), password);
      if (!user || !matches) return { ok: false, status: 401, fault: wrongCredentials };
      return { ok: true, value: await open(user) };
    },
    signOut: (token) => store.users.deleteSignIn(digest(token)),
    whoIs: async (token) => {
      const signIn = await store.users.signIn(digest(token), clock.now());
      return signIn ? store.users.byId(signIn.userId) : null;
    },
    holdersOf: async (action, areaKey) => {
      const ancestors = directory.areas.ancestors(areaKey).map(({ key }) => key);
      const holders = (await store.users.all()).filter(({ grants }) =>
        may(grants, action, areaKey, ancestors),
      );
      return holders.map(({ id, username, displayName, grants }) => ({ id, username, displayName, grants }));
    },
    oneTimeLink: async (username) => {
      const user = await store.users.byUsername(username);
      if (!user) return null;
      const token = random.secret();
      await store.users.putSignIn('link', {
        tokenHash: digest(token),
        userId: user.id,
        expiresAt: clock.now() + linkLifetimeMs,
      });
      return token;
    },
    spendLink: async (token) => {
      const link = await store.users.takeLink(digest(token), clock.now());
      const user = link ? await store.users.byId(link.userId) : null;
      return user ? open(user) : null;
    },
  };
};
