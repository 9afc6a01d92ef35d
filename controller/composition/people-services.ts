import { memoryAttempts } from '../adapters/attempts.ts';
import { totpCodes } from '../adapters/one-time-codes.ts';
import type { Directory } from '../app/directory/directory.ts';
import { createAccounts } from '../app/people/accounts.ts';
import { createApiTokens } from '../app/people/api-tokens.ts';
import { createBrowserSessions } from '../app/people/browser-sessions.ts';
import { createEndings } from '../app/people/endings.ts';
import { queuedHasher } from '../app/people/hash-queue.ts';
import { createIdentities } from '../app/people/identities.ts';
import { createPasswordLinks } from '../app/people/password-links.ts';
import { createPasswords } from '../app/people/passwords.ts';
import { createPeople } from '../app/people/people.ts';
import { createSecondFactors } from '../app/people/second-factor.ts';
import { createSignIns } from '../app/people/sign-in.ts';
import type { SignInAttempts } from '../app/people/sign-in-limits.ts';
import type { Clock, Digest, PasswordHasher, Random } from '../app/ports/runtime.ts';
import type { Sealing } from '../app/ports/sealing.ts';
import type { Store } from '../app/ports/store.ts';
import { loadCommonPasswords } from '../data/load-common-passwords.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** A person mistypes a few times; an office of many people has one address. */
const signInAttempts = (): SignInAttempts => {
  const strict = { freeFailures: 5, firstWaitMs: 30 * secondMs, longestWaitMs: 15 * minuteMs };
  const day = { ...strict, forgetAfterMs: 24 * hourMs };
  return {
    byPair: memoryAttempts(day),
    byAddress: memoryAttempts({ ...strict, freeFailures: 20, forgetAfterMs: hourMs }),
    byName: memoryAttempts({
      freeFailures: 20,
      firstWaitMs: 5 * secondMs,
      longestWaitMs: minuteMs,
      forgetAfterMs: hourMs,
    }),
    byCode: memoryAttempts(day),
    byPassword: memoryAttempts(day),
  };
};

/** Passwords checked at a time, and waiting for it: half a minute of work at most. */
const hashing = { concurrent: 2, mostWaiting: 200 };

export type PeopleServices = ReturnType<typeof createPeopleServices>;

/** Everything about accounts and who acts by them. */
export const createPeopleServices = (deps: {
  store: Store;
  directory: Directory;
  clock: Clock;
  random: Random;
  digest: Digest;
  sealing: Sealing;
  hasher: PasswordHasher;
  secondFactor: 'required' | 'optional';
}) => {
  const endings = createEndings();
  const attempts = signInAttempts();
  const hasher = queuedHasher({ hasher: deps.hasher, ...hashing });
  const base = { ...deps, endings, attempts, hasher };
  const sessions = createBrowserSessions(base);
  const secondFactors = createSecondFactors({ ...base, codes: totpCodes() });
  const links = createPasswordLinks(base);
  const passwords = createPasswords({
    ...base,
    sessions,
    links,
    commonPasswords: loadCommonPasswords(),
  });
  const apiTokens = createApiTokens({ ...base, secondFactors });
  return {
    endings,
    browserSessions: sessions,
    secondFactors,
    passwords,
    accounts: createAccounts({ ...base, sessions }),
    signIns: createSignIns({ ...base, sessions, secondFactors }),
    people: createPeople({ ...base, sessions, passwords, links }),
    apiTokens,
    identities: createIdentities({ ...base, sessions, apiTokens, secondFactors }),
  };
};
