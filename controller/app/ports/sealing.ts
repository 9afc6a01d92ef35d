/**
 * Keeps secrets that must be read again (of a second factor, of a mail server) unreadable in the database and its
 * backups: the key is a file that is in neither.
 */
export type Sealing = Readonly<{
  seal: (text: string) => Promise<string>;
  /** Null when it was changed, or sealed with another key. */
  unseal: (sealed: string) => Promise<string | null>;
}>;
