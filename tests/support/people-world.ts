import { Secret, TOTP } from 'otpauth';
import { sha256, systemRandom } from '../../controller/adapters/random.ts';
import { openSqliteStore } from '../../controller/adapters/store/sqlite.ts';
import { createDirectory, type Directory } from '../../controller/app/directory/directory.ts';
import type { SignedIn } from '../../controller/app/people/browser-sessions.ts';
import type { Outcome, PasswordHasher } from '../../controller/app/ports/runtime.ts';
import type { UserRow } from '../../controller/app/ports/store/users.ts';
import type { Store } from '../../controller/app/ports/store.ts';
import { createPeopleServices, type PeopleServices } from '../../controller/composition/people-services.ts';
import type { Grant } from '../../controller/domain/permissions.ts';
import { testAreas } from './device-field.ts';
import { silentLog } from './silent-log.ts';
import { openTestSealing } from './test-sealing.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

export const anyPassword = 'con trâu đi trước cái cày';

export type PeopleWorld = PeopleServices &
  Readonly<{
    store: Store;
    directory: Directory;
    clock: VirtualClock;
    /** Hashes that a password was checked against, in order. */
    verified: readonly string[];
    /** An account with `anyPassword`. */
    add: (username: string, ...grants: Grant[]) => Promise<UserRow>;
    signIn: (username: string, password?: string, address?: string) => Promise<SignedIn>;
    /** What the telephone of that secret shows, `steps` half minutes from now. */
    codeOf: (secret: string, steps?: number) => string;
    /** Sets a second factor up; gives its secret. */
    enrol: (user: UserRow) => Promise<{ secret: string; recoveryCodes: string[] }>;
  }>;

/** What a telephone with that secret shows at an instant. */
export const codeAt = (secret: string, at: number): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });

/** The value of an outcome that must be one. */
export const accepted = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(outcome.fault.code);
  return outcome.value;
};
/** `401 SignIn_Wrong`, or `ok`. */
export const verdictOf = (outcome: Outcome<unknown>): string =>
  outcome.ok ? 'ok' : `${outcome.status} ${outcome.fault.code}`;

/** A hasher that costs nothing; `v1:` hashes are of earlier parameters. */
const cheapHasher = (verified: string[]): PasswordHasher => ({
  hash: async (password) => `v2:${password}`,
  verify: async (hash, password) => {
    verified.push(hash);
    return hash.slice(3) === password;
  },
  isOutdated: (hash) => hash.startsWith('v1:'),
});

/** Everything about people on a store in memory, with a clock that stands still. */
export const createPeopleWorld = async (
  secondFactor: 'required' | 'optional' = 'optional',
): Promise<PeopleWorld> => {
  const store = await openSqliteStore({ path: ':memory:', log: silentLog });
  const directory = createDirectory({ store });
  await directory.addAreas(testAreas);
  const clock = createVirtualClock(Date.UTC(2026, 10, 22));
  const verified: string[] = [];
  const random = systemRandom();
  const services = createPeopleServices({
    store,
    directory,
    clock,
    random,
    digest: sha256,
    hasher: cheapHasher(verified),
    sealing: await openTestSealing(store),
    secondFactor,
  });
  const codeOf = (secret: string, steps = 0): string => codeAt(secret, clock.now() + steps * 30_000);
  return {
    ...services,
    store,
    directory,
    clock,
    verified,
    codeOf,
    add: async (username, ...grants) => {
      const user = await services.accounts.addUser({ username, displayName: username, grants });
      const withPassword = { ...user, passwordHash: `v2:${anyPassword}`, passwordSetAt: clock.now() };
      await store.users.put(withPassword);
      return withPassword;
    },
    signIn: async (username, password = anyPassword, address = '192.0.2.1') => {
      const whence = { address, device: null, knownBrowser: null };
      const first = accepted(await services.signIns.signIn({ username, password }, whence));
      if (first.step !== 'done') throw new Error('A code is owed.');
      return first.signedIn;
    },
    enrol: async (user) => {
      const { secret } = await services.secondFactors.begin(user);
      const { recoveryCodes } = accepted(await services.secondFactors.confirm(user, codeOf(secret)));
      return { secret, recoveryCodes };
    },
  };
};
