import type { AssetInfo, BroadcastClass, Heartbeat, PlayEvent, PublicKeyJwk } from '#protocol';
import type { Area, AreaLevel } from '../../domain/area.ts';

export type { AreaLevel };
/** An area as stored is an area: see the domain. */
export type AreaRow = Area;

export type Technology = 'it-enabled' | 'fm' | 'wired' | 'none' | 'unknown';
export type StationRecord = {
  areaKey: string;
  validFrom: string;
  technology: Technology;
  document: string;
  isDemo: boolean;
};
export type PublishedFigure = {
  areaKey: string;
  date: string;
  count: number;
  total: number;
  document: string;
};

export type ClusterRow = {
  id: string;
  areaKey: string;
  zoneKey: string | null;
  name: string;
  latitude: number | null;
  longitude: number | null;
  horns: number;
  watts: number;
  createdAt: number;
  isDemo: boolean;
};

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
};
export type ClaimRow = { codeHash: string; deviceId: string; expiresAt: number; usedAt: number | null };

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

export type AssetRow = AssetInfo & {
  sha256: string;
  loudnessLufs: number;
  truePeakDbtp: number;
  peaks: number[];
  createdAt: number;
};

export type Approval = 'draft' | 'submitted' | 'approved' | 'returned' | 'withdrawn';
export type AudioState = 'queued' | 'processing' | 'ready' | 'failed';
export type BulletinRow = {
  id: string;
  title: string;
  class: BroadcastClass;
  language: string;
  areaKey: string;
  approval: Approval;
  audioState: AudioState;
  /** Name of the received file in the incoming folder while it waits. */
  incomingFile: string | null;
  faultCode: string | null;
  faultVi: string | null;
  faultEn: string | null;
  sha256: string | null;
  createdBy: string;
  createdAt: number;
  isDemo: boolean;
};

export type StandingItem = { bulletinId: string; place: 'before' | 'after' };
export type SessionTarget = { areaKey: string } | { clusterId: string };
export type SessionRow = {
  id: string;
  title: string;
  /** The area whose people own the session. */
  areaKey: string;
  targets: SessionTarget[];
  class: BroadcastClass;
  volume: number;
  /** Local start of the first occurrence, `2026-11-22T05:00:00`. */
  startsLocal: string;
  timeZone: string;
  /** RFC 5545 RRULE value without `RRULE:`; null for a single date. */
  rrule: string | null;
  /** Length of the slot; what does not fit is refused at saving. */
  durationMs: number;
  late: 'join' | 'skip' | 'restart';
  resume: 'resume' | 'skip' | 'restart';
  standing: StandingItem[];
  /** Approved permission to sound in quiet hours, for this session alone. */
  exception: { id: string; reason: string; approvedBy: string } | null;
  createdBy: string;
  createdAt: number;
  updatedAt: number;
  endedAt: number | null;
  isDemo: boolean;
};
/** What airs on one date of a session. Belongs to the date, so nothing repeats by accident. */
export type RunningOrderRow = { sessionId: string; date: string; bulletinIds: string[]; updatedAt: number };

export type PolicyRule = {
  areaKey: string;
  /** ISO weekdays 1 (Monday) to 7. */
  weekdays: number[];
  /** Local times `05:00`; sound is allowed in [from, to). */
  from: string;
  to: string;
  maxVolume: number | null;
};

export type DocumentRow = {
  topic: string;
  jws: string;
  version: number;
  issuedAt: number;
  expiresAt: number;
  /** False from the commit until the broker took it; such rows are published again at start. */
  published: boolean;
};

/** One item of one commune's program, before it becomes playbacks. */
export type PlanItemRow = {
  itemId: string;
  areaKey: string;
  sessionId: string;
  title: string;
  class: BroadcastClass;
  sha256: string | null;
  startAt: number;
  endAt: number;
  /** Null targets every cluster of the area. */
  clusterIds: string[] | null;
  programVersion: number;
  cancelledAt: number | null;
  /** Set once its playbacks exist. */
  frozenAt: number | null;
};

export type PlaybackOutcome =
  | 'played'
  | 'interrupted'
  | 'skipped'
  | 'failed'
  | 'missed'
  | 'unknown'
  | 'cancelled';
export type EvidenceGrade = 'reported' | 'measured' | 'confirmed';
export type PlaybackRow = {
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
  finishedAt: number | null;
  outcome: PlaybackOutcome;
  /** `awaiting` from the start until `no-report` a minute after the end; a device's reason otherwise. */
  reason: string | null;
  grade: EvidenceGrade | null;
  clockErrorMs: number | null;
  /** What was heard although the ledger did not plan it, `cancelled-item`, `unplanned`; null when as planned. */
  deviation: string | null;
  /** Evidence came after the row was closed. */
  lateEvidence: boolean;
  updatedAt: number;
  isDemo: boolean;
};

export type SpoolCursor = { deviceId: string; spoolId: string; seq: number };
export type StoredPlayEvent = {
  deviceId: string;
  spoolId: string;
  seq: number;
  receivedAt: number;
  event: PlayEvent;
};

export type Role = 'administrator' | 'viewer';
export type UserRow = {
  id: string;
  username: string;
  displayName: string;
  role: Role;
  areaKey: string;
  passwordHash: string;
  createdAt: number;
};
export type SignInRow = { tokenHash: string; userId: string; expiresAt: number };

export type { BroadcastClass };
