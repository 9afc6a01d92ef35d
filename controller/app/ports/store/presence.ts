import type { Heartbeat } from '#protocol';

export type LastSeenRow = { deviceId: string; lastSeenAt: number; heartbeat: Heartbeat | null };

export type PresenceState = 'online' | 'late' | 'offline' | 'unknown';

export type PresenceInterval = {
  deviceId: string;
  state: PresenceState;
  fromAt: number;
  toAt: number | null;
};

export type PresenceDay = {
  deviceId: string;
  /** Local date in Vietnam. */
  day: string;
  onlineMs: number;
  lateMs: number;
  offlineMs: number;
  unknownMs: number;
};

export type PresenceStore = Readonly<{
  lastSeen: () => Promise<LastSeenRow[]>;
  /** Upserts a batch; an older `lastSeenAt` never replaces a newer one. */
  saveLastSeen: (rows: readonly LastSeenRow[]) => Promise<void>;
  /** Closes the open interval of each device at the new one's start and opens the new one. */
  openIntervals: (
    rows: readonly { deviceId: string; state: PresenceState; fromAt: number }[],
  ) => Promise<void>;
  /** Open intervals left by an earlier run are closed at `at`. */
  closeOpenIntervals: (at: number) => Promise<void>;
  /** Intervals that overlap [from, to), of one device or of all. */
  intervals: (query: { deviceId: string | null; from: number; to: number }) => Promise<PresenceInterval[]>;
  /**
   * Of these devices those of whom an interval of state online or late holds `at`; null when no interval of
   * any of them holds it. Costs as much for a day long past as for yesterday.
   */
  connectedAt: (deviceIds: readonly string[], at: number) => Promise<string[] | null>;
  putDays: (rows: readonly PresenceDay[]) => Promise<void>;
  /** Both days included. */
  days: (query: { deviceId: string | null; fromDay: string; toDay: string }) => Promise<PresenceDay[]>;
}>;
