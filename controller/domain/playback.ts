import type { BroadcastClass } from '#protocol';

export type EvidenceGrade = 'reported' | 'measured' | 'confirmed';

export type PlaybackOutcome =
  | 'played'
  | 'interrupted'
  | 'skipped'
  | 'failed'
  | 'missed'
  | 'unknown'
  | 'cancelled';

/** One item at one device: the one row that says what became of it. */
export type Playback = Readonly<{
  itemId: string;
  deviceId: string;
  clusterId: string;
  areaKey: string;
  sessionId: string | null;
  title: string;
  class: BroadcastClass;
  sha256: string | null;
  programVersion: number;
  plannedStart: number;
  plannedEnd: number;
  startedAt: number | null;
  /** End of the sound; null when there was none, or its end is not known. */
  finishedAt: number | null;
  outcome: PlaybackOutcome;
  /** `awaiting`, then `no-report`, while unknown; of a cancelled item what the device did; else its reason. */
  reason: string | null;
  grade: EvidenceGrade | null;
  clockErrorMs: number | null;
  deviation: string | null;
  lateEvidence: boolean;
  updatedAt: number;
  isDemo: boolean;
}>;

/** What the plan says of an item in one commune. */
export type PlannedItem = Readonly<{
  itemId: string;
  areaKey: string;
  /** Null for an announcement. */
  sessionId: string | null;
  title: string;
  class: BroadcastClass;
  sha256: string | null;
  startAt: number;
  endAt: number;
  /** Null targets every cluster of the commune. */
  clusterIds: readonly string[] | null;
  programVersion: number;
  cancelledAt: number | null;
}>;

/** Where a row belongs, as it was when the row was made: devices move, history does not. */
export type PlaybackPlace = Readonly<{
  deviceId: string;
  clusterId: string;
  areaKey: string;
  isDemo: boolean;
}>;

export const isTargeted = (item: PlannedItem, place: Pick<PlaybackPlace, 'clusterId' | 'areaKey'>): boolean =>
  item.areaKey === place.areaKey && (item.clusterIds === null || item.clusterIds.includes(place.clusterId));

/** A row before any evidence, made of the plan. */
export const plannedPlayback = (item: PlannedItem, place: PlaybackPlace, nowMs: number): Playback => ({
  itemId: item.itemId,
  deviceId: place.deviceId,
  clusterId: place.clusterId,
  areaKey: place.areaKey,
  sessionId: item.sessionId,
  title: item.title,
  class: item.class,
  sha256: item.sha256,
  programVersion: item.programVersion,
  plannedStart: item.startAt,
  plannedEnd: item.endAt,
  startedAt: null,
  finishedAt: null,
  outcome: item.cancelledAt === null ? 'unknown' : 'cancelled',
  reason: item.cancelledAt === null ? 'awaiting' : null,
  grade: null,
  clockErrorMs: null,
  deviation: null,
  lateEvidence: false,
  updatedAt: nowMs,
  isDemo: place.isDemo,
});
