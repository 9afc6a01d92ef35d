import {
  type AnnouncementsDocument,
  type ConfigDocument,
  type KeysDocument,
  type PolicyDocument,
  type ProgramDocument,
  type ProgramItem,
  topics,
} from '#protocol';

export const testArea = '07888.20200101';
const day = 86_400_000;

/** 5:00 in Vietnam on 5 June 2023, a Monday. */
export const morning = Date.UTC(2023, 5, 4, 22, 0, 0);

export const sha = (character: string): string => character.repeat(64);

const header = (issuedAt: number, expiresInMs = 10 * day) => ({
  version: issuedAt,
  issuedAt,
  expiresAt: issuedAt + expiresInMs,
});

const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) } as const;

export const keysAt = (issuedAt: number, patch: Partial<KeysDocument> = {}): KeysDocument => ({
  schema: 'tt/keys/1',
  topic: topics.keys,
  ...header(issuedAt, 400 * day),
  keys: [{ kid: 'k1', jwk, notBefore: issuedAt - 100 * day, notAfter: issuedAt + 400 * day }],
  ...patch,
});

export const configAt = (issuedAt: number, patch: Partial<ConfigDocument> = {}): ConfigDocument => ({
  schema: 'tt/config/1',
  topic: topics.config('dev-1'),
  ...header(issuedAt, 400 * day),
  deviceId: 'dev-1',
  clusterId: 'cluster-1',
  zoneKey: null,
  areaKeys: [testArea],
  ancestorKeys: [],
  maxVolume: 90,
  heartbeatIntervalMs: 60_000,
  timeSyncIntervalMs: 600_000,
  startSyncIntervalMs: 45_000,
  maxClockErrorMs: 60_000,
  staggerMs: 0,
  mediaBaseUrls: ['http://media.example/a', 'http://media.example/b'],
  fetchJitterMs: 0,
  ...patch,
});

export const itemAt = (id: string, startAt: number, patch: Partial<ProgramItem> = {}): ProgramItem => ({
  id,
  sessionId: 'session-1',
  title: `Title of ${id}`,
  class: 'normal',
  startAt,
  endAt: startAt + 300_000,
  order: 0,
  targetSet: 'all',
  volume: 70,
  late: 'join',
  resume: 'resume',
  source: { kind: 'asset', sha256: sha('a') },
  ...patch,
});

export const programAt = (
  issuedAt: number,
  items: ProgramItem[],
  patch: Partial<ProgramDocument> = {},
): ProgramDocument => ({
  schema: 'tt/program/1',
  topic: topics.program(testArea),
  ...header(issuedAt),
  areaKey: testArea,
  horizonEnd: issuedAt + 10 * day,
  targetSets: { all: { all: true } },
  items,
  assets: { [sha('a')]: { sizeBytes: 2_400_000, durationMs: 300_000 } },
  ...patch,
});

export const policyAt = (issuedAt: number, patch: Partial<PolicyDocument> = {}): PolicyDocument => ({
  schema: 'tt/policy/1',
  topic: topics.policy(testArea),
  ...header(issuedAt),
  areaKey: testArea,
  allowed: [],
  caps: [],
  ...patch,
});

type Announcements = AnnouncementsDocument['announcements'];

export const announcementsAt = (
  issuedAt: number,
  announcements: Announcements,
  patch: Partial<AnnouncementsDocument> = {},
): AnnouncementsDocument => ({
  schema: 'tt/announcements/1',
  topic: topics.announcements(testArea),
  ...header(issuedAt),
  areaKey: testArea,
  targetSets: { all: { all: true } },
  announcements,
  assets: { [sha('e')]: { sizeBytes: 100_000, durationMs: 10_000 } },
  ...patch,
});

export const emergencyAt = (
  id: string,
  startAt: number,
  lengthMs: number,
): Extract<Announcements[number], { kind: 'emergency' }> => ({
  kind: 'emergency',
  id,
  title: 'Cảnh báo lũ',
  startAt,
  endAt: startAt + lengthMs,
  targetSet: 'all',
  volume: 80,
  repeat: true,
  source: { kind: 'asset', sha256: sha('e') },
});
