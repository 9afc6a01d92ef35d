import type { AnnouncementRequestRow } from '../../../controller/app/ports/store/announcement-requests.ts';
import type { AnnouncementRow } from '../../../controller/app/ports/store/announcements.ts';
import type { AreaRow } from '../../../controller/app/ports/store/areas.ts';
import type { BulletinRow } from '../../../controller/app/ports/store/bulletins.ts';
import type { ClusterRow } from '../../../controller/app/ports/store/clusters.ts';
import type { DeviceRow } from '../../../controller/app/ports/store/devices.ts';
import type { PlanItemRow } from '../../../controller/app/ports/store/plan.ts';
import type { PlaybackRow } from '../../../controller/app/ports/store/playbacks.ts';
import type { LastSeenRow } from '../../../controller/app/ports/store/presence.ts';
import type { SessionRow } from '../../../controller/app/ports/store/sessions.ts';
import type { StoredPlayEvent } from '../../../controller/app/ports/store/spools.ts';
import type { UserRow } from '../../../controller/app/ports/store/users.ts';

/** 05:00 on Friday 21 October 2022 in Vietnam. */
export const MORNING = Date.UTC(2022, 9, 20, 22, 0);
export const MINUTE = 60_000;

const digits = (n: number): string => String(n).padStart(16, '0');

export const anArea = (over: Partial<AreaRow> = {}): AreaRow => ({
  key: '07888.20200101',
  code: '07888',
  level: 'commune',
  type: 'xã',
  name: 'Cao Xá',
  nameKey: 'cao xa',
  parentKey: '237.20200101',
  validFrom: '2020-01-01',
  validTo: null,
  ...over,
});

export const aCluster = (over: Partial<ClusterRow> = {}): ClusterRow => ({
  id: 'clu_1',
  areaKey: '07888.20200101',
  zoneKey: null,
  name: 'Khu 3 – Nhà văn hóa',
  latitude: 21.3228,
  longitude: 105.2119,
  horns: 2,
  watts: 50.5,
  createdAt: MORNING,
  retiredAt: null,
  isDemo: true,
  ...over,
});

export const aDevice = (over: Partial<DeviceRow> = {}): DeviceRow => ({
  id: 'dev_1',
  clusterId: 'clu_1',
  serial: 'TT4G-0001',
  model: 'TT-4G-50',
  status: 'waiting',
  secretHash: null,
  publicKey: null,
  maxVolume: 80,
  createdAt: MORNING,
  inServiceFrom: null,
  inServiceTo: null,
  configVersion: 0,
  ...over,
});

export const aHeartbeat = (over: Partial<NonNullable<LastSeenRow['heartbeat']>> = {}) => ({
  at: MORNING,
  uptimeMs: 123_456,
  clock: { offsetMs: -1.5, errorMs: 20.25 },
  versions: { '07888.20200101/program': MORNING, config: MORNING },
  playing: null,
  volume: 70,
  cache: { assets: 12, missing: 0, freeBytes: 1_234_567_890 },
  supply: { mains: false, volts: 11.3 },
  temperatureC: 41.5,
  signalDbm: -77,
  firmware: '1.0.3',
  ...over,
});

export const aBulletin = (over: Partial<BulletinRow> = {}): BulletinRow => ({
  id: 'bul_1',
  title: 'Lịch tiêm phòng dại chó, mèo',
  class: 'normal',
  language: 'vi',
  areaKey: '07888.20200101',
  approval: 'draft',
  audioState: 'queued',
  incomingFile: 'abc.upload',
  faultCode: null,
  faultVi: null,
  faultEn: null,
  sha256: null,
  createdBy: 'usr_1',
  createdAt: MORNING,
  isDemo: false,
  revision: 0,
  submitter: null,
  approvedAt: null,
  airsFrom: null,
  ...over,
});

export const aSession = (over: Partial<SessionRow> = {}): SessionRow => ({
  id: 'ses_1',
  title: 'Buổi phát thanh sáng',
  areaKey: '07888.20200101',
  targets: [{ areaKey: '07888.20200101' }, { clusterId: 'clu_1' }],
  class: 'priority',
  volume: 75,
  startsLocal: '2022-10-21T05:00:00',
  timeZone: 'Asia/Ho_Chi_Minh',
  rrule: 'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR,SA',
  durationMs: 30 * MINUTE,
  late: 'join',
  resume: 'resume',
  standing: [{ bulletinId: 'bul_1', place: 'before' }],
  exception: { id: 'exc_1', reason: 'Tập huấn phòng chống lụt bão', approvedBy: 'usr_2' },
  createdBy: 'usr_1',
  createdAt: MORNING,
  updatedAt: MORNING,
  endedAt: null,
  isDemo: true,
  ...over,
});

export const anAnnouncement = (over: Partial<AnnouncementRow> = {}): AnnouncementRow => ({
  id: 'ann_1',
  kind: 'emergency',
  title: 'Cảnh báo lũ sông Thao',
  areaKey: '237.20200101',
  targets: [{ areaKey: '07888.20200101' }, { clusterId: 'clu_9' }],
  bulletinId: 'bul_1',
  sha256: 'b'.repeat(64),
  volume: 100,
  repeat: true,
  startAt: MORNING,
  endAt: MORNING + 10 * MINUTE,
  reason: 'Nước lên báo động 3',
  startedBy: 'admin',
  confirmedBy: null,
  isBreakGlass: false,
  createdAt: MORNING,
  versions: { '07888.20200101': MORNING },
  endedAt: null,
  endedBy: null,
  endReason: null,
  isDemo: false,
  ...over,
});

export const aPlanItem = (over: Partial<PlanItemRow> = {}): PlanItemRow => ({
  itemId: 'itm_1',
  areaKey: '07888.20200101',
  sessionId: 'ses_1',
  title: 'Lịch cắt điện ngày mai',
  class: 'normal',
  sha256: 'a'.repeat(64),
  startAt: MORNING,
  endAt: MORNING + 5 * MINUTE,
  clusterIds: null,
  programVersion: MORNING,
  cancelledAt: null,
  frozenAt: null,
  ...over,
});

/** A row that awaits its report. */
export const aPlayback = (over: Partial<PlaybackRow> = {}): PlaybackRow => ({
  itemId: 'itm_1',
  deviceId: 'dev_1',
  clusterId: 'clu_1',
  areaKey: '07888.20200101',
  sessionId: 'ses_1',
  title: 'Lịch cắt điện ngày mai',
  class: 'normal',
  sha256: 'a'.repeat(64),
  programVersion: MORNING,
  plannedStart: MORNING,
  plannedEnd: MORNING + 5 * MINUTE,
  startedAt: null,
  finishedAt: null,
  outcome: 'unknown',
  reason: 'awaiting',
  grade: null,
  clockErrorMs: null,
  deviation: null,
  lateEvidence: false,
  updatedAt: MORNING,
  isDemo: false,
  ...over,
});

/** Heard in full, as the device's signed report says. */
export const played = (over: Partial<PlaybackRow> = {}): PlaybackRow =>
  aPlayback({
    startedAt: MORNING + 3,
    finishedAt: MORNING + 5 * MINUTE,
    outcome: 'played',
    reason: null,
    grade: 'reported',
    clockErrorMs: 20.25,
    ...over,
  });

export const aPlayEvent = (
  seq: number,
  over: Partial<Omit<StoredPlayEvent, 'seq' | 'event'>> = {},
): StoredPlayEvent => ({
  deviceId: 'dev_1',
  spoolId: 'spl_1',
  receivedAt: MORNING + 6 * MINUTE,
  ...over,
  seq,
  event: { type: 'started', seq, itemId: 'itm_1', at: MORNING + 3, clockErrorMs: 20.25, positionMs: 0 },
});

export const aUser = (over: Partial<UserRow> = {}): UserRow => ({
  id: 'usr_1',
  username: 'admin',
  displayName: 'Quản trị viên',
  grants: [{ role: 'administrator', areaKey: '25.20200101' }],
  passwordHash: '$argon2id$…',
  passwordSetAt: MORNING,
  disabledAt: null,
  createdAt: MORNING,
  ...over,
});

/** `count` distinct names of that prefix, in their sorted order. */
export const names = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}_${digits(index)}`);

export const aRequest = (over: Partial<AnnouncementRequestRow> = {}): AnnouncementRequestRow => ({
  id: 'req_1',
  state: 'waiting',
  input: {
    kind: 'emergency',
    bulletinId: 'bul_1',
    targets: [{ areaKey: '25.20200101' }],
    reason: 'Vỡ đê',
    repeat: true,
  },
  title: 'Cảnh báo lũ sông Thao',
  areaKey: '25.20200101',
  sha256: 'b'.repeat(64),
  durationMs: 10 * MINUTE,
  requestedBy: 'lan',
  requestedAt: MORNING,
  expiresAt: MORNING + 5 * MINUTE,
  decidedBy: null,
  decidedAt: null,
  decisionReason: null,
  announcementId: null,
  ...over,
});
