import type { PrivateKeyJwk } from '#protocol';

/** Private keys on disk, readable by this system user alone. */
export type KeyFiles = Readonly<{
  /** Where they are, for sentences to people. */
  place: string;
  /** The text of a key file; null when there is none. */
  read: (name: string) => Promise<string | null>;
  /** Writes a new file durably; fails when one of that name exists. */
  create: (name: string, text: string) => Promise<void>;
  /** A fresh Ed25519 key from the system's random source. */
  generate: () => PrivateKeyJwk;
}>;
