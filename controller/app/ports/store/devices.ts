import type { PublicKeyJwk } from '#protocol';

export type DeviceStatus = 'waiting' | 'active' | 'revoked';

export type DeviceRow = {
  id: string;
  clusterId: string;
  serial: string;
  model: string;
  status: DeviceStatus;
  /** Set by the claim. */
  secretHash: string | null;
  publicKey: PublicKeyJwk | null;
  maxVolume: number;
  createdAt: number;
  inServiceFrom: number | null;
  inServiceTo: number | null;
  /** Its config is at least of this version: raised by what concerns this device alone. */
  configVersion: number;
};

export type DeviceEventType =
  | 'created'
  | 'edited'
  | 'moved'
  | 'retired'
  | 'registered'
  | 'code'
  | 'claimed'
  | 'replaced'
  | 'revoked'
  | 'volume'
  | 'photo'
  | 'heard'
  | 'not-heard';

/** What happened to a cluster and its receivers, for people: who, when, why. */
export type DeviceEventRow = {
  id: string;
  clusterId: string;
  /** Null where it is about the place. */
  deviceId: string | null;
  at: number;
  type: DeviceEventType;
  /** User name; null when a receiver did it itself. */
  doneBy: string | null;
  reason: string | null;
  /** Facts by name, such as `from` and `to` of a move. */
  detail: Record<string, string | number | null>;
};

export type ClaimRow = { codeHash: string; deviceId: string; expiresAt: number; usedAt: number | null };

export type DeviceStore = Readonly<{
  all: () => Promise<DeviceRow[]>;
  insert: (rows: readonly DeviceRow[]) => Promise<void>;
  /** Replaces the row of that id. */
  update: (device: DeviceRow) => Promise<void>;
  insertClaims: (rows: readonly ClaimRow[]) => Promise<void>;
  claim: (codeHash: string) => Promise<ClaimRow | null>;
  /** False when the code was used before: exactly one caller gets true. */
  useClaim: (codeHash: string, usedAt: number) => Promise<boolean>;
  addEvents: (events: readonly DeviceEventRow[]) => Promise<void>;
  /** Of one cluster, newest first. */
  events: (clusterId: string, limit: number) => Promise<DeviceEventRow[]>;
}>;
