import type { PrivateKeyJwk } from '#protocol';

/** Private keys on disk, readable by this system user alone. */
export type KeyFiles = Readonly<{
  /** Where they are, for sentences to people. */
  place: string;
  /** Names of all files there; none when there is no such place yet. */
  names: () => Promise<string[]>;
  /** The text of a key file; null when there is none. */
  read: (name: string) => Promise<string | null>;
  /** Writes a new file durably; fails when one of that name exists. */
  create: (name: string, text: string) => Promise<void>;
  /** Writes a file durably in the place of the one of that name, as a whole. */
  replace: (name: string, text: string) => Promise<void>;
  /** Takes a file away for good. */
  remove: (name: string) => Promise<void>;
  /** A fresh Ed25519 key from the system's random source. */
  generate: () => PrivateKeyJwk;
}>;

export type OpenedKey =
  | { ok: true; text: string; isProtected: boolean }
  | { ok: false; reason: 'no-passphrase' | 'wrong-passphrase' | 'damaged' };

/** What stands between a stolen key file and the key in it. */
export type KeyProtection = Readonly<{
  /** Whether a passphrase is given, so that what is written is protected. */
  isOn: boolean;
  /** The text to store for a key: protected when a passphrase is given. */
  seal: (text: string) => Promise<string>;
  /** The key in a stored text, protected or not. */
  open: (text: string) => Promise<OpenedKey>;
}>;
