import type { Clock, Digest, Random } from '../ports/runtime.ts';
import type { SignInRow } from '../ports/store/sign-ins.ts';
import type { UserRow } from '../ports/store/users.ts';
import type { Store } from '../ports/store.ts';
import type { Endings } from './endings.ts';
import { noteOf } from './sign-in-notes.ts';

/** A browser stays signed in for half a day at most: a shift, not a week on a shared office computer. */
const longestMs = 12 * 60 * 60 * 1_000;
/** Without a sign of it, such as a page left open, for less. */
const longestIdleMs = 2 * 60 * 60 * 1_000;
/** How exact `lastUsedAt` is: not each request writes. */
const touchEveryMs = 60_000;
/** A browser that has signed in is told from strangers for so long. */
const knownMs = 180 * 24 * 60 * 60 * 1_000;
const longestDeviceName = 200;

/** From where somebody comes, as far as it can be told. */
export type Whence = Readonly<{ address: string | null; device: string | null }>;

export type SignedIn = Readonly<{
  user: UserRow;
  token: string;
  expiresAt: number;
  /** Tells this browser from a stranger at the next sign-in; worth nothing else. */
  knownBrowser: Readonly<{ token: string; expiresAt: number }>;
}>;

export type BrowserSessions = Readonly<{
  /**
   * For the user as he was when he proved who he is: null when his password was changed or his account disabled
   * since. `knownBrowser` is what `knownAs` gave, for a new name to take its place.
   */
  open: (user: UserRow, whence: Whence, knownBrowser?: string | null) => Promise<SignedIn | null>;
  /** Who holds this token, or null. */
  whoIs: (token: string) => Promise<{ user: UserRow; sessionId: string } | null>;
  /** Whose browser this is known to be: the id of the user, and a name of the browser. */
  knownAs: (token: string) => Promise<{ userId: string; browserId: string } | null>;
  close: (token: string) => Promise<void>;
  ofUser: (userId: string) => Promise<SignInRow[]>;
  /** Ends those of a user, but for one; `only` names one to end. Live streams end with them. */
  end: (userId: string, which: { except?: string | null; only?: string }) => Promise<number>;
}>;

export const createBrowserSessions = (deps: {
  store: Store;
  clock: Clock;
  random: Random;
  digest: Digest;
  endings: Endings;
}): BrowserSessions => {
  const { store, clock, random, digest, endings } = deps;

  const put = async (
    inStore: Store,
    kind: SignInRow['kind'],
    user: UserRow,
    { address, device }: Whence,
    lifetimeMs: number,
  ) => {
    const [token, now] = [random.secret(), clock.now()];
    const expiresAt = now + lifetimeMs;
    await inStore.signIns.put({
      id: random.id('sin'),
      kind,
      tokenHash: digest(token),
      userId: user.id,
      createdAt: now,
      lastUsedAt: now,
      expiresAt,
      address,
      device: device?.slice(0, longestDeviceName) ?? null,
    });
    return { token, expiresAt };
  };
  const isIdle = ({ lastUsedAt }: SignInRow): boolean => lastUsedAt + longestIdleMs <= clock.now();
  const drop = async (rows: readonly SignInRow[]): Promise<void> => {
    const ids = rows.map(({ id }) => id);
    await store.signIns.remove(ids);
    endings.end(ids);
  };

  return {
    open: (user, whence, knownBrowser = null) =>
      store.transaction(async (tx) => {
        const current = await tx.users.byId(user.id);
        if (current?.passwordHash !== user.passwordHash || current.disabledAt !== null) return null;
        const session = await put(tx, 'browser', user, whence, longestMs);
        if (knownBrowser !== null) await tx.signIns.remove([knownBrowser]);
        return { user, ...session, knownBrowser: await put(tx, 'known-browser', user, whence, knownMs) };
      }),
    whoIs: async (token) => {
      const row = await store.signIns.get('browser', digest(token), clock.now());
      if (!row) return null;
      const user = await store.users.byId(row.userId);
      if (!user || user.disabledAt !== null || isIdle(row)) {
        await drop([row]);
        return null;
      }
      if (clock.now() - row.lastUsedAt >= touchEveryMs) await store.signIns.touch(row.id, clock.now());
      return { user, sessionId: row.id };
    },
    knownAs: async (token) => {
      const row = await store.signIns.get('known-browser', digest(token), clock.now());
      return row && { userId: row.userId, browserId: row.id };
    },
    close: async (token) => {
      const row = await store.signIns.take('browser', digest(token), clock.now());
      if (!row) return;
      endings.end([row.id]);
      const user = await store.users.byId(row.userId);
      if (user) await noteOf(store)('sign-out', user);
    },
    ofUser: async (userId) =>
      (await store.signIns.ofUser(userId, 'browser', clock.now())).filter((row) => !isIdle(row)),
    end: async (userId, { except, only }) => {
      const rows = await store.signIns.ofUser(userId, 'browser', clock.now());
      const ended = rows.filter(({ id }) => id !== except && (only === undefined || id === only));
      await drop(ended);
      return ended.length;
    },
  };
};
