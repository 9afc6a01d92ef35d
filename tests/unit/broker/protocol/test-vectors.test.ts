import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  acceptDocument,
  announcementsDocument,
  documentHeader,
  estimateClock,
  importPublicKey,
  type KeysDocument,
  keyMaySign,
  keysDocument,
  type PublicKeyJwk,
  parseClaimLink,
  planPlace,
  playbackBatch,
  policyDocument,
  programDocument,
  quietHoursCut,
  type SigningKey,
  topics,
  verifyCompact,
} from '#protocol';
import { buildTestVectors } from '../../../../broker/protocol/make-test-vectors.ts';
import { clockVectors } from '../../../../broker/protocol/vector-clock.ts';
import { quietHoursVectors } from '../../../../broker/protocol/vector-quiet-hours.ts';
import { timelineVectors } from '../../../../broker/protocol/vector-timelines.ts';
import {
  type VerificationVector,
  verificationVectors,
} from '../../../../broker/protocol/vector-verification.ts';
import { announcementsAt, itemAt, policyAt, programAt } from '../../../support/device-documents.ts';

const file = new URL('../../../../broker/protocol/test-vectors.json', import.meta.url);
const vectors = await buildTestVectors();
const verification = await verificationVectors();
const { root, signing, device } = vectors.keys;

it('the file holds what the script makes, signatures included', () => {
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(vectors)));
});

it.each(vectors.claimLinks)(
  'of the QR code $text a receiver reads what is expected',
  ({ text, expected }) => {
    expect(parseClaimLink(text)).toEqual(expected);
  },
);

it('the published documents are signed and well-formed', async () => {
  if (!root || !signing || !device) throw new Error('Keys are missing');
  for (const [one, key, schema] of [
    [verification.keysDocument, root, keysDocument],
    [verification.programDocument, signing, programDocument],
    [verification.playbackBatch, device, playbackBatch],
  ] as const) {
    const imported = await importPublicKey(key.publicKey);
    const verified = await verifyCompact(one.payload, (kid) => (kid === key.kid ? imported : undefined));
    expect(verified).toEqual({ ok: true, kid: key.kid, payload: one.document });
    expect(schema.safeParse(one.document).success).toBe(true);
  }
});

/** The steps of README.md, written out as firmware would. */
const judge = async (vector: VerificationVector): Promise<string> => {
  const [listed] = verification.keysDocument.document.keys;
  if (!root || !listed) throw new Error('Keys are missing');
  const revoked: SigningKey = { ...listed, revokedAt: listed.notBefore };
  const later: SigningKey = { ...listed, notBefore: listed.notAfter - 1 };
  const key = { valid: listed, revoked, later }[vector.keys];
  const isList = vector.arrivedOn === topics.keys;
  const trusted = isList ? { kid: root.kid, jwk: root.publicKey } : key;
  const imported = await importPublicKey(trusted.jwk);
  const verified = await verifyCompact(vector.payload, (kid) => (kid === trusted.kid ? imported : undefined));
  if (!verified.ok) return verified.reason;
  const header = documentHeader.safeParse(verified.payload);
  if (!header.success) return 'malformed';
  const acceptance = acceptDocument({
    document: header.data,
    arrivedOn: vector.arrivedOn,
    heldVersion: vector.heldVersion,
    nowMs: vector.nowMs,
    ...(isList ? {} : { key }),
  });
  if (!acceptance.ok) return acceptance.reason;
  const kinds = {
    keys: keysDocument,
    program: programDocument,
    policy: policyDocument,
    announcements: announcementsDocument,
  };
  const suffix = vector.arrivedOn.split('/').at(-1);
  const known = Object.values(kinds).find((kind) => kind.shape.schema.value === header.data.schema);
  if (!known) return 'unknown-schema';
  const meant = Object.entries(kinds).find(([name]) => name === suffix)?.[1];
  if (known !== meant) return 'wrong-schema';
  return meant.safeParse(verified.payload).success ? 'held' : 'malformed';
};

describe('verification', () => {
  it.each(verification.verification.map((one) => [one.name, one] as const))('%s', async (_name, vector) => {
    expect(await judge(vector)).toBe(vector.expected);
  });
});

/** A device as firmware would write it: what it holds, and what waits for keys. */
const createVerifyingDevice = (rootKey: PublicKeyJwk, rootKid: string) => {
  const held = new Map<string, { version: number; kid: string; issuedAt: number }>();
  const aside = new Map<string, string>();
  let list: KeysDocument | null = null;
  const arrive = async (topic: string, payload: string, nowMs: number): Promise<string> => {
    const isList = topic === topics.keys;
    const listed = list !== null && list.expiresAt > nowMs ? list.keys : [];
    const known = isList ? [{ kid: rootKid, jwk: rootKey }] : listed;
    const imported = new Map(
      await Promise.all(known.map(async ({ kid, jwk }) => [kid, await importPublicKey(jwk)] as const)),
    );
    const verified = await verifyCompact(payload, (kid) => imported.get(kid));
    if (!verified.ok) {
      if (verified.reason === 'unknown-key' && !isList) aside.set(topic, payload);
      return verified.reason;
    }
    const header = documentHeader.parse(verified.payload);
    const key = listed.find(({ kid }) => kid === verified.kid);
    const heldVersion = held.get(topic)?.version ?? 0;
    const acceptance = acceptDocument({
      document: header,
      arrivedOn: topic,
      heldVersion,
      nowMs,
      ...(key && !isList ? { key } : {}),
    });
    if (!acceptance.ok) return acceptance.reason;
    held.set(topic, { version: header.version, kid: verified.kid, issuedAt: header.issuedAt });
    if (!isList) return 'held';
    const fresh = keysDocument.parse(verified.payload);
    list = fresh;
    for (const [other, { kid, issuedAt }] of held) {
      const signer = fresh.keys.find((one) => one.kid === kid);
      if (other !== topics.keys && !(signer && keyMaySign(signer, issuedAt))) held.delete(other);
    }
    for (const [other, waiting] of [...aside]) {
      aside.delete(other);
      await arrive(other, waiting, nowMs);
    }
    return 'held';
  };
  const holds = () => Object.fromEntries([...held].map(([topic, { version }]) => [topic, version]));
  return { arrive, holds };
};

describe('rotation', () => {
  it.each(vectors.rotation.map((one) => [one.name, one] as const))('%s', async (_name, { steps }) => {
    if (!root) throw new Error('Keys are missing');
    const verifying = createVerifyingDevice(root.publicKey, root.kid);
    for (const { what, arrivedOn, payload, nowMs, expected, holds } of steps) {
      const said = await verifying.arrive(arrivedOn, payload, nowMs);
      expect({ what, said, holds: verifying.holds() }).toEqual({ what, said: expected, holds });
    }
  });
});

describe('clock', () => {
  it.each(clockVectors.map((one) => [one.name, one] as const))('%s', (_name, vector) => {
    const estimate = estimateClock(vector.samples, vector.ownNowMs, vector.driftPpm);
    if (vector.expected === null) return expect(estimate).toBeNull();
    expect(estimate?.offsetMs).toBeCloseTo(vector.expected.offsetMs, 2);
    expect(estimate?.errorMs).toBeCloseTo(vector.expected.errorMs, 2);
  });
});

describe('quiet hours', () => {
  it.each(quietHoursVectors.map((one) => [one.name, one] as const))('%s', (_name, vector) => {
    const { startAt, exceptionUntil: until, allowed } = vector;
    const policy = allowed === null ? null : policyAt(startAt, { allowed: [...allowed] });
    const exception = until === null ? {} : { exception: { id: 'x', reason: 'x', approvedBy: 'x', until } };
    const cut = quietHoursCut({ class: vector.class, startAt, ...exception }, policy);
    const said = cut === null ? 'refused' : cut === Number.POSITIVE_INFINITY ? 'never' : cut;
    expect(said).toBe(vector.expected);
  });
});

describe('timelines', () => {
  it.each(timelineVectors.map((one) => [one.name, one] as const))('%s', (_name, vector) => {
    const place = { clusterId: 'c', zoneKey: null };
    const issuedAt = 1_685_900_000_000;
    const targetSets = { all: { all: true as const }, s0: { all: true as const } };
    const items = vector.items.map(({ id, startAt, ...patch }) => itemAt(id, startAt, patch));
    const program = programAt(issuedAt, items, { targetSets });
    const announcements = announcementsAt(issuedAt, [...vector.announcements], { targetSets });
    const above = vector.above.map((listed) => announcementsAt(issuedAt, [...listed], { targetSets }));
    const plan = planPlace({ place, areas: [{ program, policy: null, announcements }], ancestors: above });
    const segments = plan.segments.map(({ candidate, startAt, endAt, positionMs }) => [
      candidate.id,
      startAt,
      Number.isFinite(endAt) ? endAt : null,
      positionMs,
    ]);
    expect(segments).toEqual(vector.expected);
  });
});
