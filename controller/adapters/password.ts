import { hash, verify } from '@node-rs/argon2';
import type { PasswordHasher } from '../app/ports/runtime.ts';

/** Argon2id (the library's default algorithm) with 19 MiB, 2 passes, 1 lane: OWASP's first choice. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const beginning = `$argon2id$v=19$m=${parameters.memoryCost},t=${parameters.timeCost},p=${parameters.parallelism}$`;

/** Off the event loop. */
export const argon2Hasher = (): PasswordHasher => ({
  hash: (password) => hash(password, parameters),
  verify: (stored, password) => verify(stored, password),
  isOutdated: (stored) => !stored.startsWith(beginning),
});
