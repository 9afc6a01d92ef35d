import type { Action } from '../../../domain/permissions.ts';

export type ApiTokenRow = {
  id: string;
  userId: string;
  name: string;
  tokenHash: string;
  actions: Action[];
  areaKeys: string[];
  /** Whether it may start an emergency in more than one commune. */
  wideEmergency: boolean;
  createdAt: number;
  expiresAt: number;
  lastUsedAt: number | null;
  revokedAt: number | null;
};

export type ApiTokenStore = Readonly<{
  /** Replaces the row of that id. */
  put: (token: ApiTokenRow) => Promise<void>;
  byHash: (tokenHash: string) => Promise<ApiTokenRow | null>;
  /** Newest first, revoked and expired ones included. */
  ofUser: (userId: string) => Promise<ApiTokenRow[]>;
  touch: (id: string, at: number) => Promise<void>;
}>;
