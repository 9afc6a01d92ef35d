import { normalPassword } from '../../domain/password.ts';
import type { Clock, Digest, Outcome, PasswordHasher, Random } from '../ports/runtime.ts';
import type { UserRow } from '../ports/store/users.ts';
import type { Store } from '../ports/store.ts';
import { tooManyAttempts } from '../too-many-attempts.ts';
import type { BrowserSessions, SignedIn, Whence } from './browser-sessions.ts';
import { HashQueueFull } from './hash-queue.ts';
import type { SecondFactors } from './second-factor.ts';
import { beginSignIn, type SignInAttempts } from './sign-in-limits.ts';
import { noteOf } from './sign-in-notes.ts';

/** Time to find the telephone. */
const secondStepMs = 5 * 60_000;

export type FirstStep =
  | { step: 'done'; signedIn: SignedIn }
  /** The password was right; the token is good for giving the code, and nothing else. */
  | { step: 'code'; token: string; expiresAt: number };

export type SignIns = Readonly<{
  /** `knownBrowser`: the token that this browser was given when somebody signed in by it before. */
  signIn: (
    credentials: { username: string; password: string },
    whence: Whence & { knownBrowser: string | null },
  ) => Promise<Outcome<FirstStep>>;
  /** The second step, with a code of the telephone or a recovery code. */
  giveCode: (token: string, code: string, whence: Whence) => Promise<Outcome<SignedIn>>;
}>;

const wrongCredentials = {
  code: 'SignIn_Wrong',
  vi: 'Tên đăng nhập hoặc mật khẩu không đúng.',
  en: 'The user name or password is wrong.',
};
const disabled = {
  code: 'SignIn_Disabled',
  vi: 'Tài khoản này đã bị khóa. Hãy gọi người quản trị.',
  en: 'This account is disabled. Call the administrator.',
};
export const busy = {
  code: 'SignIn_Busy',
  vi: 'Quá nhiều người đang đăng nhập cùng lúc. Hãy thử lại sau ít giây.',
  en: 'Too many people are signing in at once. Try again in a few seconds.',
};
const stepExpired = {
  code: 'SignIn_StepExpired',
  vi: 'Đã quá lâu từ khi nhập mật khẩu. Hãy đăng nhập lại từ đầu.',
  en: 'The password was given too long ago. Sign in again from the beginning.',
};

/** A setting that nobody reads. */
const decoyName = 'sign-in:decoy';

export const createSignIns = (deps: {
  store: Store;
  clock: Clock;
  random: Random;
  digest: Digest;
  hasher: PasswordHasher;
  sessions: BrowserSessions;
  secondFactors: SecondFactors;
  attempts: SignInAttempts;
}): SignIns => {
  const { store, clock, random, digest, hasher, sessions, secondFactors, attempts } = deps;
  const note = noteOf(store);
  // Checked when the user name is unknown, so that answers take the same time for everybody.
  const decoy = hasher.hash(random.secret());

  /** Null while too many others wait. */
  const verified = async (user: UserRow | null, password: string): Promise<boolean | null> => {
    try {
      return await hasher.verify(user?.passwordHash ?? (await decoy), normalPassword(password));
    } catch (error) {
      if (error instanceof HashQueueFull) return null;
      throw error;
    }
  };

  /**
   * A password is at hand only now: the time to keep it under today's parameters. Gives the user with the hash that
   * stands for this password.
   */
  const strengthen = async (user: UserRow, password: string): Promise<UserRow> => {
    if (!hasher.isOutdated(user.passwordHash)) return user;
    const passwordHash = await hasher.hash(normalPassword(password));
    return store.transaction(async (tx) => {
      const current = await tx.users.byId(user.id);
      if (current?.passwordHash !== user.passwordHash) return user;
      const strengthened = { ...current, passwordHash };
      await tx.users.put(strengthened);
      return strengthened;
    });
  };

  /**
   * A refusal for a known name is entered in the trail, on the disk before it is answered. For a name that nobody has
   * as much is written, so that the time an answer takes tells nobody which names there are.
   */
  const noteRefusal = (user: UserRow | null): Promise<void> =>
    user
      ? note('sign-in.refused', user, { step: 'password' })
      : store.settings.put(decoyName, String(clock.now()));

  const owesCode = async (user: UserRow, whence: Whence): Promise<FirstStep> => {
    const [token, now] = [random.secret(), clock.now()];
    const expiresAt = now + secondStepMs;
    await store.signIns.put({
      id: random.id('sin'),
      kind: 'second-step',
      tokenHash: digest(token),
      userId: user.id,
      createdAt: now,
      lastUsedAt: now,
      expiresAt,
      address: whence.address,
      device: null,
    });
    return { step: 'code', token, expiresAt };
  };

  return {
    signIn: async ({ username, password }, whence) => {
      const user = await store.users.byUsername(username);
      const known = whence.knownBrowser === null ? null : await sessions.knownAs(whence.knownBrowser);
      const knownBrowser = known && known.userId === user?.id ? known.browserId : null;
      const attempt = await beginSignIn(attempts, { username, address: whence.address, knownBrowser });
      if (!attempt.ok) return tooManyAttempts(attempt.retryAfterMs);
      const matches = await verified(user, password);
      if (matches === null) {
        await attempt.abandoned();
        return { ok: false, status: 503, fault: busy };
      }
      const wrong: Outcome<never> = { ok: false, status: 401, fault: wrongCredentials };
      if (!user || !matches) {
        await noteRefusal(user);
        return wrong;
      }
      await attempt.succeeded();
      if (user.disabledAt !== null) {
        await note('sign-in.refused', user, { step: 'disabled' });
        return { ok: false, status: 403, fault: disabled };
      }
      const proven = await strengthen(user, password);
      if (await secondFactors.isOn(user.id)) return { ok: true, value: await owesCode(user, whence) };
      const signedIn = await sessions.open(proven, whence, knownBrowser);
      if (!signedIn) return wrong;
      await note('sign-in.done', user);
      return { ok: true, value: { step: 'done', signedIn } };
    },

    giveCode: async (token, code, whence) => {
      const expired: Outcome<never> = { ok: false, status: 401, fault: stepExpired };
      const row = await store.signIns.get('second-step', digest(token), clock.now());
      const user = row && (await store.users.byId(row.userId));
      if (!row || !user || user.disabledAt !== null) return expired;
      const checked = await secondFactors.check(user, code);
      if (!checked.ok) {
        if (checked.status !== 429) await note('sign-in.refused', user, { step: 'code' });
        return checked;
      }
      // Of two that come at once with two right codes, one signs in.
      const taken = await store.signIns.take('second-step', digest(token), clock.now());
      if (!taken) return expired;
      const signedIn = await sessions.open(user, whence);
      if (!signedIn) return expired;
      await note('sign-in.done', user, { step: 'code' });
      return { ok: true, value: signedIn };
    },
  };
};
