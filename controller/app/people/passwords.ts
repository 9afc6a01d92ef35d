import { normalPassword, passwordFault } from '../../domain/password.ts';
import type { Clock, Digest, Outcome, PasswordHasher } from '../ports/runtime.ts';
import type { UserRow } from '../ports/store/users.ts';
import type { Store } from '../ports/store.ts';
import { tooManyAttempts } from '../too-many-attempts.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import { HashQueueFull } from './hash-queue.ts';
import { linkIsSpent, type PasswordLinks } from './password-links.ts';
import { busy } from './sign-in.ts';
import type { SignInAttempts } from './sign-in-limits.ts';
import { noteOf } from './sign-in-notes.ts';

export type Passwords = Readonly<{
  /** Asks for the own password again, before what would lock its owner out. */
  confirmOwn: (user: UserRow, password: string) => Promise<Outcome<null>>;
  /** Every other browser of this user is signed out. */
  changeOwn: (
    user: UserRow,
    sessionId: string | null,
    passwords: { current: string; next: string },
  ) => Promise<Outcome<null>>;
  /** A link by which somebody chooses a new password, once and within a day; earlier ones are void. */
  makeLink: PasswordLinks['make'];
  /** Whom a link is for; it is not spent by looking. */
  readLink: PasswordLinks['read'];
  /** Every browser of this user is signed out. */
  chooseByLink: (token: string, password: string) => Promise<Outcome<UserRow>>;
}>;

const wrongPassword = {
  code: 'Password_Wrong',
  vi: 'Mật khẩu hiện tại không đúng.',
  en: 'The current password is wrong.',
};
const sameAgain = {
  code: 'Password_Same',
  vi: 'Mật khẩu mới trùng với mật khẩu cũ.',
  en: 'The new password is the old one.',
};
export const createPasswords = (deps: {
  store: Store;
  clock: Clock;
  digest: Digest;
  hasher: PasswordHasher;
  sessions: BrowserSessions;
  attempts: SignInAttempts;
  commonPasswords: ReadonlySet<string>;
  links: PasswordLinks;
}): Passwords => {
  const { store, clock, digest, hasher, sessions, attempts, commonPasswords, links } = deps;

  /** Turned away, rather than made to wait for long, while too many others have their passwords checked. */
  const unlessBusy = async <T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof HashQueueFull) return { ok: false, status: 503, fault: busy };
      throw error;
    }
  };

  const newHash = async (user: UserRow, password: string): Promise<Outcome<string>> => {
    const fault = passwordFault(password, user, commonPasswords);
    if (fault) return { ok: false, status: 422, fault };
    const normal = normalPassword(password);
    if (await hasher.verify(user.passwordHash, normal)) return { ok: false, status: 422, fault: sameAgain };
    return { ok: true, value: await hasher.hash(normal) };
  };

  const setPassword = async (inStore: Store, userId: string, passwordHash: string): Promise<void> => {
    const user = await inStore.users.byId(userId);
    if (user) await inStore.users.put({ ...user, passwordHash, passwordSetAt: clock.now() });
    await links.voidAll(inStore, userId);
    // Who knew the old password may have come by such a browser.
    const known = await inStore.signIns.ofUser(userId, 'known-browser', clock.now());
    const owing = await inStore.signIns.ofUser(userId, 'second-step', clock.now());
    await inStore.signIns.remove([...known, ...owing].map(({ id }) => id));
  };

  const confirmOwn = (user: UserRow, password: string): Promise<Outcome<null>> =>
    unlessBusy(async () => {
      const allowance = await attempts.byPassword.begin(user.id);
      if (!allowance.ok) return tooManyAttempts(allowance.retryAfterMs);
      if (!(await hasher.verify(user.passwordHash, normalPassword(password)))) {
        await noteOf(store)('password.refused', user);
        return { ok: false, status: 403, fault: wrongPassword };
      }
      await attempts.byPassword.succeed(user.id);
      return { ok: true, value: null };
    });

  return {
    confirmOwn,
    readLink: links.read,
    changeOwn: (user, sessionId, { current, next }) =>
      unlessBusy(async () => {
        const confirmed = await confirmOwn(user, current);
        if (!confirmed.ok) return confirmed;
        const hash = await newHash(user, next);
        if (!hash.ok) return hash;
        await store.transaction((tx) => setPassword(tx, user.id, hash.value));
        await sessions.end(user.id, { except: sessionId });
        return { ok: true, value: null };
      }),
    makeLink: links.make,
    chooseByLink: (token, password) =>
      unlessBusy(async () => {
        const link = await links.read(token);
        if (!link.ok) return link;
        const { user } = link.value;
        // What is wrong with the password is said before the link is spent.
        const hash = await newHash(user, password);
        if (!hash.ok) return hash;
        const isTaken = await store.transaction(async (tx) => {
          const taken = await tx.signIns.take('password-link', digest(token), clock.now());
          if (taken) await setPassword(tx, user.id, hash.value);
          return taken !== null;
        });
        if (isTaken) await noteOf(store)('password-link.used', user);
        if (!isTaken) return { ok: false, status: 410, fault: linkIsSpent };
        await sessions.end(user.id, {});
        return { ok: true, value: user };
      }),
  };
};
