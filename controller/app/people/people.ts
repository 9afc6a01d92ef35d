import type { Grant } from '../../domain/permissions.ts';
import { searchLine } from '../directory/cluster-search.ts';
import type { Directory } from '../directory/directory.ts';
import type { Clock, Outcome, PasswordHasher, Random } from '../ports/runtime.ts';
import type { SignInRow } from '../ports/store/sign-ins.ts';
import type { UserRow } from '../ports/store/users.ts';
import type { Store } from '../ports/store.ts';
import { isWithin, mayIn } from './authority.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import type { Endings } from './endings.ts';
import type { PasswordLink, PasswordLinks } from './password-links.ts';
import type { Passwords } from './passwords.ts';
import {
  disabledPerson,
  lastAdministrator,
  nameTaken,
  outsideOwnAreas,
  ownAccount,
  unknownArea,
  unknownPerson,
} from './people-faults.ts';

/** Who administers: what he may do, he may do within these grants. */
export type By = Readonly<{ id: string; grants: readonly Grant[] }>;

export type Person = Readonly<{
  user: UserRow;
  hasSecondFactor: boolean;
  /** Whether whoever asks may change this account: he administers every area it has a role in. */
  isWithinReach: boolean;
}>;

export type People = Readonly<{
  /** Accounts with a role in the areas that `by` administers, by name; words of `search` begin words of a name. */
  list: (by: By, search: string | null) => Promise<Person[]>;
  get: (by: By, id: string) => Promise<Outcome<Person>>;
  /** With a link to choose the first password by. */
  create: (
    by: By,
    person: Pick<UserRow, 'username' | 'displayName' | 'grants'>,
  ) => Promise<Outcome<{ person: Person; link: PasswordLink }>>;
  /** Changed roles sign the person out everywhere. A role somewhere else voids links to choose a password. */
  change: (
    by: By,
    id: string,
    changes: { displayName?: string | undefined; grants?: Grant[] | undefined },
  ) => Promise<Outcome<Person>>;
  /** Disabling ends what was begun in the account's name, for good: browsers, and tokens of machines. */
  setDisabled: (by: By, id: string, isDisabled: boolean) => Promise<Outcome<Person>>;
  makeLink: (by: By, id: string) => Promise<Outcome<PasswordLink>>;
  /** For somebody who lost telephone and recovery codes. */
  removeSecondFactor: (by: By, id: string) => Promise<Outcome<Person>>;
  sessions: (by: By, id: string) => Promise<Outcome<SignInRow[]>>;
  endSessions: (by: By, id: string) => Promise<Outcome<null>>;
}>;

type Refusal = Extract<Outcome<never>, { ok: false }>;

export const createPeople = (deps: {
  store: Store;
  directory: Directory;
  clock: Clock;
  random: Random;
  hasher: PasswordHasher;
  sessions: BrowserSessions;
  passwords: Passwords;
  links: Pick<PasswordLinks, 'voidAll'>;
  endings: Endings;
}): People => {
  const { store, directory, clock, random, hasher, sessions, passwords, links, endings } = deps;

  const administers = (by: By, areaKey: string): boolean =>
    mayIn(directory, by.grants, 'people.write', areaKey);
  const isWithinReach = (by: By, { grants }: Pick<UserRow, 'grants'>): boolean =>
    grants.every(({ areaKey }) => administers(by, areaKey));
  const isVisible = (by: By, { grants }: UserRow): boolean =>
    grants.some(({ areaKey }) => administers(by, areaKey));
  const refusal = (status: 403 | 404 | 409 | 422, fault: Refusal['fault']): Refusal => ({
    ok: false,
    status,
    fault,
  });

  const describe = async (by: By, user: UserRow): Promise<Person> => ({
    user,
    hasSecondFactor: ((await store.secondFactors.get(user.id))?.confirmedAt ?? null) !== null,
    isWithinReach: isWithinReach(by, user),
  });

  /** The account as it is now, if `by` may change it. */
  const within = async (inStore: Store, by: By, id: string): Promise<Outcome<UserRow>> => {
    const user = await inStore.users.byId(id);
    if (!user) return refusal(404, unknownPerson);
    return isWithinReach(by, user) ? { ok: true, value: user } : refusal(403, outsideOwnAreas);
  };
  const someoneElse = async (inStore: Store, by: By, id: string): Promise<Outcome<UserRow>> =>
    by.id === id ? refusal(403, ownAccount) : within(inStore, by, id);

  const runsProvince = ({ grants, disabledAt }: UserRow): boolean =>
    disabledAt === null &&
    grants.some(
      ({ role, areaKey }) => role === 'administrator' && directory.areas.get(areaKey)?.level === 'province',
    );

  /** Writes the change, unless nobody would be left to run the province. */
  const replace = async (inStore: Store, before: UserRow, after: UserRow): Promise<Outcome<UserRow>> => {
    if (runsProvince(before) && !runsProvince(after)) {
      const others = (await inStore.users.all()).filter(({ id }) => id !== before.id);
      if (!others.some(runsProvince)) return refusal(409, lastAdministrator);
    }
    await inStore.users.put(after);
    return { ok: true, value: after };
  };

  /** Whether somebody has a role where he had none before, nor in an area above it. */
  const isElsewhere = (before: UserRow, after: UserRow): boolean =>
    after.grants.some(
      ({ areaKey }) => !before.grants.some((held) => isWithin(directory)(areaKey, held.areaKey)),
    );

  const refusedGrants = (by: By, grants: readonly Grant[]): Refusal | null => {
    if (grants.some(({ areaKey }) => !directory.areas.get(areaKey))) return refusal(422, unknownArea);
    return grants.every(({ areaKey }) => administers(by, areaKey)) ? null : refusal(403, outsideOwnAreas);
  };

  /** Whoever had the account while it was in wrong hands may have made some: tokens, and links to choose a password. */
  const revokeAll = async (inStore: Store, userId: string): Promise<void> => {
    await links.voidAll(inStore, userId);
    const inForce = (await inStore.apiTokens.ofUser(userId)).filter(({ revokedAt }) => revokedAt === null);
    for (const token of inForce) await inStore.apiTokens.put({ ...token, revokedAt: clock.now() });
  };

  const signOutEverywhere = async (userId: string): Promise<void> => {
    await sessions.end(userId, {});
    // A token's live streams, too: it comes back with what is left of its rights.
    endings.end((await store.apiTokens.ofUser(userId)).map(({ id }) => id));
  };

  return {
    list: async (by, search) => {
      const words = searchLine(search ?? '')
        .split(' ')
        .filter((word) => word !== '');
      const confirmed = new Set(await store.secondFactors.confirmed());
      return (await store.users.all())
        .filter((user) => {
          const line = searchLine(user.displayName, user.username);
          return isVisible(by, user) && words.every((word) => line.includes(` ${word}`));
        })
        .map((user) => ({
          user,
          hasSecondFactor: confirmed.has(user.id),
          isWithinReach: isWithinReach(by, user),
        }));
    },

    get: async (by, id) => {
      const user = await store.users.byId(id);
      if (!user) return refusal(404, unknownPerson);
      if (!isVisible(by, user)) return refusal(403, outsideOwnAreas);
      return { ok: true, value: await describe(by, user) };
    },

    create: async (by, { username, displayName, grants }) => {
      const refused = refusedGrants(by, grants);
      if (refused) return refused;
      const passwordHash = await hasher.hash(random.secret());
      const user: UserRow = {
        id: random.id('usr'),
        username,
        displayName,
        grants,
        passwordHash,
        passwordSetAt: null,
        disabledAt: null,
        createdAt: clock.now(),
      };
      const isFree = await store.transaction(async (tx) => {
        if (await tx.users.byUsername(username)) return false;
        await tx.users.put(user);
        return true;
      });
      if (!isFree) return refusal(409, nameTaken);
      const link = await passwords.makeLink(user.id);
      return { ok: true, value: { person: await describe(by, user), link } };
    },

    change: async (by, id, { displayName, grants }) => {
      const outcome = await store.transaction(async (tx): Promise<Outcome<UserRow>> => {
        const found = await (grants ? someoneElse : within)(tx, by, id);
        if (!found.ok) return found;
        const refused = grants ? refusedGrants(by, grants) : null;
        if (refused) return refused;
        const before = found.value;
        const after = {
          ...before,
          displayName: displayName ?? before.displayName,
          grants: grants ?? before.grants,
        };
        const replaced = await replace(tx, before, after);
        // A link made before is in the hands of somebody who may not have administered the new area.
        if (replaced.ok && isElsewhere(before, after)) await links.voidAll(tx, id);
        return replaced;
      });
      if (!outcome.ok) return outcome;
      if (grants) await signOutEverywhere(id);
      return { ok: true, value: await describe(by, outcome.value) };
    },

    setDisabled: async (by, id, isDisabled) => {
      const outcome = await store.transaction(async (tx): Promise<Outcome<UserRow>> => {
        const found = await someoneElse(tx, by, id);
        if (!found.ok) return found;
        const disabledAt = isDisabled ? (found.value.disabledAt ?? clock.now()) : null;
        const replaced = await replace(tx, found.value, { ...found.value, disabledAt });
        if (replaced.ok && isDisabled) await revokeAll(tx, id);
        return replaced;
      });
      if (!outcome.ok) return outcome;
      if (isDisabled) await signOutEverywhere(id);
      return { ok: true, value: await describe(by, outcome.value) };
    },

    makeLink: async (by, id) => {
      const found = await someoneElse(store, by, id);
      if (!found.ok) return found;
      if (found.value.disabledAt !== null) return refusal(409, disabledPerson);
      return { ok: true, value: await passwords.makeLink(id) };
    },

    removeSecondFactor: async (by, id) => {
      const found = await someoneElse(store, by, id);
      if (!found.ok) return found;
      await store.secondFactors.remove(id);
      await signOutEverywhere(id);
      return { ok: true, value: await describe(by, found.value) };
    },

    sessions: async (by, id) => {
      const found = await within(store, by, id);
      return found.ok ? { ok: true, value: await sessions.ofUser(id) } : found;
    },

    endSessions: async (by, id) => {
      const found = await someoneElse(store, by, id);
      if (!found.ok) return found;
      await signOutEverywhere(id);
      return { ok: true, value: null };
    },
  };
};
