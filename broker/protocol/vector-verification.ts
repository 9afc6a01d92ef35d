import type { AnnouncementsDocument } from './announcements.ts';
import type { KeysDocument } from './keys.ts';
import type { ProgramDocument } from './program.ts';
import type { PlaybackBatch } from './reports.ts';
import { createSigner, publicPart } from './signing.ts';
import { topics } from './topics.ts';
import { day, fiveOClock, hour, minute, vectorKeys } from './vector-keys.ts';

const area = '07888.20200101';
const evening = fiveOClock - 9 * hour;
const sha256 = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';

const program: ProgramDocument = {
  schema: 'tt/program/1',
  topic: topics.program(area),
  version: evening,
  issuedAt: evening,
  expiresAt: evening + 10 * day,
  areaKey: area,
  horizonEnd: evening + 10 * day,
  targetSets: { s0: { all: true } },
  items: [
    {
      id: 'ses_1.20230604T220000Z.00.2cf24dba5fb0',
      sessionId: 'ses_1',
      title: 'Lịch tiêm phòng dại chó, mèo',
      class: 'normal',
      startAt: fiveOClock,
      endAt: fiveOClock + 5 * minute,
      order: 0,
      targetSet: 's0',
      volume: 80,
      late: 'join',
      resume: 'resume',
      source: { kind: 'asset', sha256 },
    },
  ],
  assets: { [sha256]: { sizeBytes: 2_400_000, durationMs: 300_000 } },
};

const announcements: AnnouncementsDocument = {
  schema: 'tt/announcements/1',
  topic: topics.announcements(area),
  version: evening,
  issuedAt: evening,
  expiresAt: evening + hour,
  areaKey: area,
  targetSets: { s0: { all: true } },
  announcements: [
    { kind: 'stop', id: 'stop_1', title: 'Dừng tất cả loa', startAt: evening, targetSet: 's0' },
  ],
  assets: {},
};

const batch: PlaybackBatch = {
  schema: 'tt/playback/1',
  deviceId: 'dev_1',
  spoolId: 'b0f7a1c2',
  firstSeq: 7,
  events: [
    {
      type: 'started',
      seq: 7,
      itemId: 'ses_1.20230604T220000Z.00.2cf24dba5fb0',
      at: fiveOClock,
      clockErrorMs: 12.5,
      positionMs: 0,
    },
    {
      type: 'ended',
      seq: 8,
      itemId: 'ses_1.20230604T220000Z.00.2cf24dba5fb0',
      at: fiveOClock + 300_000,
      clockErrorMs: 12.5,
      outcome: 'played',
      reason: null,
      startedAt: fiveOClock,
      playedMs: 300_000,
      grade: 'reported',
      plannedStart: fiveOClock,
      class: 'normal',
      title: 'Lịch tiêm phòng dại chó, mèo',
      sha256,
      programVersion: evening,
    },
  ],
};

export type Expected =
  | 'held'
  | 'same'
  | 'malformed'
  | 'unknown-key'
  | 'bad-signature'
  | 'key-not-valid'
  | 'wrong-topic'
  | 'older'
  | 'expired'
  | 'unknown-schema'
  | 'wrong-schema';

/** One arrival of a payload, and what a device must make of it. */
export type VerificationVector = Readonly<{
  name: string;
  arrivedOn: string;
  payload: string;
  /** Version held on that topic; 0 for none. */
  heldVersion: number;
  /** True time; null while the clock is not trusted. */
  nowMs: number | null;
  /** Whether the signing key's entry in the list of keys is revoked or out of its time. */
  keys: 'valid' | 'revoked' | 'later';
  expected: Expected;
}>;

const base64url = (value: object): string =>
  btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

export const verificationVectors = async () => {
  const root = await createSigner(vectorKeys.root);
  const signing = await createSigner(vectorKeys.signing);
  const stranger = await createSigner(vectorKeys.stranger);
  const device = await createSigner(vectorKeys.device);
  const keys: KeysDocument = {
    schema: 'tt/keys/1',
    topic: topics.keys,
    version: evening - day,
    issuedAt: evening - day,
    expiresAt: evening + 365 * day,
    keys: [
      {
        kid: signing.kid,
        jwk: publicPart(vectorKeys.signing),
        notBefore: evening - 30 * day,
        notAfter: evening + 335 * day,
      },
    ],
  };
  const good = await signing.sign(program);
  const [head = '', body = '', signature = ''] = good.split('.');
  const vector = (
    name: string,
    payload: string,
    expected: Expected,
    patch: Partial<VerificationVector> = {},
  ): VerificationVector => ({
    name,
    arrivedOn: program.topic,
    payload,
    heldVersion: 0,
    nowMs: evening + minute,
    keys: 'valid',
    expected,
    ...patch,
  });
  const onKeys = { arrivedOn: topics.keys };
  const onAnnouncements = { arrivedOn: announcements.topic, nowMs: announcements.expiresAt + day };
  return {
    keysDocument: { payload: await root.sign(keys), document: keys },
    programDocument: { payload: good, document: program },
    playbackBatch: { payload: await device.sign(batch), document: batch },
    verification: [
      vector('a program of the signing key', good, 'held'),
      vector('the list of keys, by the root key', await root.sign(keys), 'held', onKeys),
      vector('the list of keys, by a signing key', await signing.sign(keys), 'unknown-key', onKeys),
      vector('a program by the root key', await root.sign(program), 'unknown-key'),
      vector('a program by a key that is not listed', await stranger.sign(program), 'unknown-key'),
      vector(
        'another key under the kid of the signing key',
        `${head}.${body}.${(await stranger.sign(program)).split('.')[2]}`,
        'bad-signature',
      ),
      vector(
        'a changed payload',
        `${head}.${base64url({ ...program, version: evening + 1, items: [] })}.${signature}`,
        'bad-signature',
      ),
      vector('alg none', `${base64url({ alg: 'none', kid: signing.kid })}.${body}.`, 'malformed'),
      vector(
        'alg HS256',
        `${base64url({ alg: 'HS256', kid: signing.kid })}.${body}.${signature}`,
        'malformed',
      ),
      vector('a header without kid', `${base64url({ alg: 'EdDSA' })}.${body}.${signature}`, 'unknown-key'),
      vector(
        'a critical extension that nobody knows',
        `${base64url({ alg: 'EdDSA', kid: signing.kid, crit: ['voice'], voice: 'loud' })}.${body}.${signature}`,
        'malformed',
      ),
      vector(
        'the key of the sender in the header',
        `${base64url({ alg: 'EdDSA', kid: stranger.kid, jwk: publicPart(vectorKeys.stranger) })}.${body}.${signature}`,
        'unknown-key',
      ),
      vector('no JWS', 'hello', 'malformed'),
      vector(
        'a signed payload without a header',
        await signing.sign({ schema: 'tt/program/1' }),
        'malformed',
      ),
      vector('on the topic of another area', good, 'wrong-topic', {
        arrivedOn: topics.program('07891.20200101'),
      }),
      vector('the version that is held', good, 'same', { heldVersion: evening }),
      vector('older than the version that is held', good, 'older', { heldVersion: evening + 1 }),
      vector('past its expiry', good, 'expired', { nowMs: program.expiresAt }),
      vector('past its expiry, with a clock that cannot tell', good, 'held', { nowMs: null }),
      vector(
        'a stop past the expiry of its document',
        await signing.sign(announcements),
        'held',
        onAnnouncements,
      ),
      vector('by a revoked key', good, 'key-not-valid', { keys: 'revoked' }),
      vector('by a key whose time begins later', good, 'key-not-valid', { keys: 'later' }),
      vector(
        'a schema of the future',
        await signing.sign({ ...program, schema: 'tt/program/2' }),
        'unknown-schema',
      ),
      vector(
        'a known document of another kind',
        await signing.sign({ ...announcements, topic: program.topic, expiresAt: program.expiresAt }),
        'wrong-schema',
      ),
      vector('unknown fields', await signing.sign({ ...program, colour: 'blue' }), 'held'),
    ],
  };
};
