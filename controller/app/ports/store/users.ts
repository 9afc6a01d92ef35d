import type { Grant } from '../../../domain/permissions.ts';

export type UserRow = {
  id: string;
  username: string;
  displayName: string;
  /** What the account may do, and where. */
  grants: Grant[];
  passwordHash: string;
  /** Null while the account has only ever been invited: nobody knows its password. */
  passwordSetAt: number | null;
  /** Nobody signs in by a disabled account, and its tokens are worth nothing. */
  disabledAt: number | null;
  createdAt: number;
};

export type UserStore = Readonly<{
  byId: (id: string) => Promise<UserRow | null>;
  /** By user name. */
  all: () => Promise<UserRow[]>;
  byUsername: (username: string) => Promise<UserRow | null>;
  count: () => Promise<number>;
  /** Replaces the row of that id. */
  put: (user: UserRow) => Promise<void>;
}>;
