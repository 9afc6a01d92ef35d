/**
 * What a secret of 256 bits, held by somebody, is good for: `browser` is signed in; `second-step` has given the password
 * and owes the code; `link` signs in once on the server itself; `password-link` chooses a new password once;
 * `known-browser` has signed in as this user before, and may nothing.
 */
export type SignInKind = 'browser' | 'second-step' | 'link' | 'password-link' | 'known-browser';

export type SignInRow = {
  id: string;
  kind: SignInKind;
  tokenHash: string;
  userId: string;
  createdAt: number;
  lastUsedAt: number;
  expiresAt: number;
  address: string | null;
  /** As the browser named itself. */
  device: string | null;
};

export type SignInStore = Readonly<{
  /** Also forgets what had expired when this one was made. */
  put: (signIn: SignInRow) => Promise<void>;
  /** Null when it is unknown, of another kind, or expired. */
  get: (kind: SignInKind, tokenHash: string, now: number) => Promise<SignInRow | null>;
  /** As `get`, and takes it away: exactly one caller gets it. */
  take: (kind: SignInKind, tokenHash: string, now: number) => Promise<SignInRow | null>;
  touch: (id: string, at: number) => Promise<void>;
  /** Last used first. */
  ofUser: (userId: string, kind: SignInKind, now: number) => Promise<SignInRow[]>;
  remove: (ids: readonly string[]) => Promise<void>;
}>;
