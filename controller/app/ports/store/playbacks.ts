import type { BroadcastClass } from '#protocol';
import type { Playback, PlaybackOutcome } from '../../../domain/playback.ts';
import type { Page } from './page.ts';

/** A row of the as-run log as stored is what the ledger's rules speak of. */
export type PlaybackRow = Playback;

export type PlaybackFilter = {
  /** Communes concerned; null for all. */
  areaKeys: readonly string[] | null;
  /** Planned start in [from, to). */
  from: number | null;
  to: number | null;
  outcomes: readonly PlaybackOutcome[] | null;
  itemId: string | null;
  sessionId: string | null;
  clusterId: string | null;
  /**
   * Leaves out what is planned to begin later, unless it was heard already: a device whose clock runs ahead
   * accounts for an item before its time.
   */
  begunBy?: number;
};

export type ItemPlayback = Pick<PlaybackRow, 'deviceId' | 'startedAt' | 'outcome'>;

export type PlaybackTally = {
  itemId: string;
  areaKey: string;
  outcome: PlaybackOutcome;
  reason: string | null;
  count: number;
  /** Of these, rows whose evidence came after they were closed. */
  lateEvidence: number;
  sessionId: string | null;
  title: string;
  class: BroadcastClass;
  plannedStart: number;
  plannedEnd: number;
};

export type PlaybackStore = Readonly<{
  /** New rows only: what exists stays as it is. */
  insert: (rows: readonly PlaybackRow[]) => Promise<void>;
  many: (keys: readonly { itemId: string; deviceId: string }[]) => Promise<PlaybackRow[]>;
  put: (rows: readonly PlaybackRow[]) => Promise<void>;
  /**
   * `awaiting` rows planned to end before `endedBefore` become `unknown: no-report`; their areas and items are
   * returned. One that has begun in a session that restarts what comes late may sound past its planned end: it
   * has as long as such a session may last.
   */
  close: (endedBefore: number, at: number) => Promise<{ itemId: string; areaKey: string }[]>;
  /** Rows of the item that are planned to end later end at `at`, so many in this step; tells how many. */
  endEarly: (itemId: string, at: number, most: number) => Promise<number>;
  /** What each device has said of one item. */
  ofItem: (itemId: string) => Promise<ItemPlayback[]>;
  /** Ordered by planned start, newest first, then item and device. */
  page: (filter: PlaybackFilter, cursor: string | null, limit: number) => Promise<Page<PlaybackRow>>;
  /** Counts per item, commune, outcome and reason. */
  tally: (filter: PlaybackFilter) => Promise<PlaybackTally[]>;
  /**
   * Of these clusters those with a `played` backed by signed evidence, finished in [from, to) and within two
   * days of its planned start; null when no row at all is older than `to`.
   */
  provenClusters: (clusterIds: readonly string[], from: number, to: number) => Promise<string[] | null>;
  /** When each cluster last finished a `played` backed by signed evidence, at or after `from`. */
  lastProven: (from: number) => Promise<{ clusterId: string; at: number }[]>;
}>;
