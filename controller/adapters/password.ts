import { hash, verify } from '@node-rs/argon2';
import type { PasswordHasher } from '../app/ports/runtime.ts';

/** Argon2id with the library's parameters (19 MiB, 2 passes: OWASP's first choice), off the event loop. */
export const argon2Hasher = (): PasswordHasher => ({
  hash: (password) => hash(password),
  verify: (stored, password) => verify(stored, password),
});
