import type { PlayEvent } from '#protocol';

export type SpoolCursor = { deviceId: string; spoolId: string; seq: number };

export type StoredPlayEvent = {
  deviceId: string;
  spoolId: string;
  seq: number;
  receivedAt: number;
  event: PlayEvent;
};

export type SpoolStore = Readonly<{
  cursors: (deviceIds: readonly string[]) => Promise<SpoolCursor[]>;
  /** Appends events; ones already there are ignored. Sets the cursors. */
  append: (events: readonly StoredPlayEvent[], cursors: readonly SpoolCursor[]) => Promise<void>;
}>;
