import type { AssetInfo, BroadcastClass, Heartbeat, PlayEvent, PublicKeyJwk } from '#protocol';
import type { RequestState } from '../../domain/announcement-request.ts';
import type { Approval, ApprovalEntry } from '../../domain/approval.ts';
import type { Area, AreaLevel } from '../../domain/area.ts';
import type { AuditEntry } from '../../domain/audit-chain.ts';
import type { Incident, IncidentState, IncidentType } from '../../domain/incident.ts';
import type { Notice } from '../../domain/notice.ts';
import type { NoticeChoices } from '../../domain/notice-choice.ts';
import type { Action, Grant } from '../../domain/permissions.ts';
import type { EvidenceGrade, Playback, PlaybackOutcome } from '../../domain/playback.ts';

import type { PublishedFigure } from '../../domain/published-figure.ts';
import type { StationRecord, Technology } from '../../domain/station.ts';

export type { AreaLevel, EvidenceGrade, PlaybackOutcome };
/** An area as stored is an area: see the domain. */
export type AreaRow = Area;

export type { PublishedFigure, StationRecord, Technology };

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
  /** When it was taken down for good; its id stays, for sessions and history that name it. */
  retiredAt: number | null;
  isDemo: boolean;
};
/** In which commune and zone a cluster stood from one instant to another; null for until now. */
export type PlacementRow = {
  clusterId: string;
  areaKey: string;
  zoneKey: string | null;
  fromAt: number;
  toAt: number | null;
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
/** The picture of a place; its bytes lie in the data folder under their hash. */
export type ClusterPhotoRow = {
  clusterId: string;
  sha256: string;
  sizeBytes: number;
  takenAt: number;
  takenBy: string;
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

export type { Approval };
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
  /** One more with each step of its approval and each change, so that nobody decides about what they did not see. */
  revision: number;
  /** Who asked for it to be submitted as soon as its audio is ready. */
  submitter: string | null;
  approvedAt: number | null;
  /** The earliest start of an occurrence that its approval came in time for. */
  airsFrom: number | null;
};
/** A step of a bulletin; `revision` is the bulletin's after it. */
export type ApprovalRow = ApprovalEntry & { bulletinId: string; revision: number };
/** Whether one person produces and approves in an area, and why; the last word counts. */
export type SoloApprovalRow = {
  areaKey: string;
  isOn: boolean;
  reason: string;
  decidedBy: string;
  decidedAt: number;
};
/** A bulletin that missed an occurrence because it was not approved in time. */
export type CutOffMissRow = { sessionId: string; recurrenceAt: number; bulletinId: string; foundAt: number };

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

/** In which order the priority items of one commune and local date go; what it does not name follows by start. */
export type PriorityOrderRow = {
  areaKey: string;
  date: string;
  itemIds: string[];
  updatedBy: string;
  updatedAt: number;
};

/** A higher level's normal bulletin, sent to communes that decide whether they air it. */
export type DispatchRow = {
  id: string;
  bulletinId: string;
  fromAreaKey: string;
  note: string | null;
  sentBy: string;
  sentAt: number;
};
export type InboxState = 'waiting' | 'placed' | 'declined';
/** What one commune made of one dispatch. */
export type InboxRow = {
  dispatchId: string;
  areaKey: string;
  /** Of the dispatch. */
  sentAt: number;
  state: InboxState;
  /** Why it was declined. */
  reason: string | null;
  decidedBy: string | null;
  decidedAt: number | null;
  /** Where it was placed. */
  sessionId: string | null;
  dates: string[];
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

/** Something in force from its start until its end, now or once. */
export type AnnouncementRow = {
  id: string;
  kind: 'emergency' | 'exercise' | 'test' | 'live' | 'stop';
  title: string;
  /** The nearest area that holds all targets. */
  areaKey: string;
  /** None lies within another. */
  targets: SessionTarget[];
  bulletinId: string | null;
  /** What sounds; null for a stop. */
  sha256: string | null;
  volume: number | null;
  repeat: boolean;
  startAt: number;
  /** As planned; null for a stop, which holds until it is lifted. */
  endAt: number | null;
  reason: string | null;
  startedBy: string;
  /** The second approver of one that is wider than a commune. */
  confirmedBy: string | null;
  /** Started without the second approver that it needed; `reason` says why. */
  isBreakGlass: boolean;
  createdAt: number;
  /** Which document of each area first carried it. */
  versions: Record<string, number>;
  /** When it was ended, or found to have run out. */
  endedAt: number | null;
  /** Null when it ran out by itself. */
  endedBy: string | null;
  endReason: string | null;
  isDemo: boolean;
};

/** An emergency wider than a commune, waiting for its second approver. */
export type AnnouncementRequestRow = {
  id: string;
  state: RequestState;
  /** What was asked for, to be checked anew when it starts. */
  input: EmergencyInput;
  title: string;
  areaKey: string;
  sha256: string | null;
  durationMs: number | null;
  requestedBy: string;
  requestedAt: number;
  expiresAt: number;
  decidedBy: string | null;
  decidedAt: number | null;
  decisionReason: string | null;
  /** Once it was confirmed. */
  announcementId: string | null;
};
/** What a person asks for with an emergency. */
export type EmergencyInput = {
  kind: 'emergency';
  title?: string | undefined;
  targets: readonly SessionTarget[];
  reason?: string | undefined;
  volume?: number | undefined;
  bulletinId: string;
  durationMs?: number | undefined;
  repeat?: boolean | undefined;
  /** Stops that are lifted so that it may sound. */
  liftStopIds?: readonly string[] | undefined;
  /** Wider than a commune, at once and without a second approver; needs a reason. */
  breakGlass?: boolean | undefined;
};

/** Audio that the controller made itself: a shipped file, or a notice joined to a clip. */
export type PreparedClipRow = {
  /** What it was made of. */
  source: string;
  sha256: string;
  createdAt: number;
};

/** One item of one commune's program, or an announcement there, before it becomes playbacks. */
export type PlanItemRow = {
  itemId: string;
  areaKey: string;
  /** Null for an announcement. */
  sessionId: string | null;
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

/** A row of the as-run log as stored is what the ledger's rules speak of. */
export type PlaybackRow = Playback;

export type SpoolCursor = { deviceId: string; spoolId: string; seq: number };
export type StoredPlayEvent = {
  deviceId: string;
  spoolId: string;
  seq: number;
  receivedAt: number;
  event: PlayEvent;
};

/** An incident as stored is what the domain's rules speak of. */
export type IncidentRow = Incident;
export type { IncidentState, IncidentType };

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
/** One entry of the audit trail, bound to the one before it by its hash: see the domain's `audit-chain`. */
export type AuditRow = AuditEntry;
/** How far the trail went at an instant, signed so that nobody without the key can make it shorter or another. */
export type AuditCheckpointRow = { seq: number; hash: string; at: number; jws: string };

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

export type SecondFactorRow = {
  userId: string;
  sealedSecret: string;
  /** Null until its owner has shown a code of it; until then it is asked for nowhere. */
  confirmedAt: number | null;
  /** The last time step (RFC 6238) whose code was used; codes of it and before are used up. */
  lastStep: number;
};

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

/** A notice as stored; `to` and `by` are done with once it is routed. */
export type NoticeRow = Required<
  Pick<Notice, 'type' | 'areaKey' | 'subjectId' | 'title' | 'body' | 'path' | 'at'>
> & {
  id: string;
  /** `noticeKey`; unique. */
  key: string;
  areaKeys: readonly string[] | null;
  toUserIds: readonly string[] | null;
  byUserId: string | null;
  storedAt: number;
  /** When it was decided who is told, and how; null while that waits. */
  routedAt: number | null;
};
/** A notice in somebody's list. */
export type NoticeEntryRow = { userId: string; noticeId: string; at: number; readAt: number | null };
export type NoticeEntry = NoticeRow & Pick<NoticeEntryRow, 'readAt'>;

export type DeliveryChannel = 'push' | 'email' | 'webhook';
/** `gone`: whom it was for is not there any more, or does not want it. */
export type DeliveryState = 'waiting' | 'sent' | 'failed' | 'gone';
/** One notice on its way out of here, to one address. */
export type DeliveryRow = {
  id: string;
  noticeId: string;
  channel: DeliveryChannel;
  /** Deliveries of a lane share a way, and its faults: a webhook, a push service, the mail server. */
  lane: string;
  /** Id of the push endpoint or webhook, or of the user for e-mail. */
  target: string;
  userId: string | null;
  state: DeliveryState;
  attempts: number;
  /** Not before: later than `createdAt` when somebody's quiet time is kept. */
  dueAt: number;
  nextAt: number;
  /** Code of the last fault; never what the other side answered. */
  fault: string | null;
  createdAt: number;
  doneAt: number | null;
};
export type Delivery = DeliveryRow & { notice: NoticeRow };

/** How somebody wants to be told. */
export type NoticePreferenceRow = {
  userId: string;
  email: string | null;
  quietFrom: string;
  quietTo: string;
  choices: NoticeChoices;
  updatedAt: number;
};
/** A browser that takes Web Push, as it describes itself (RFC 8030, RFC 8291). */
export type PushEndpointRow = {
  id: string;
  userId: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  /** `Chrome, Android`: so that people know which one it is. */
  label: string;
  createdAt: number;
};
/** Where notices of an area are posted: a gateway for SMS or Zalo. */
export type WebhookRow = {
  id: string;
  name: string;
  areaKey: string;
  url: string;
  types: Notice['type'][];
  /** Sealed. */
  secret: string;
  /** Sealed; signs as well until a day after the rotation. */
  previousSecret: string | null;
  rotatedAt: number | null;
  disabledAt: number | null;
  createdBy: string;
  createdAt: number;
};

export type { BroadcastClass };
