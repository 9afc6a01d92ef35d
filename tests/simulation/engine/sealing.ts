import { createHash } from 'node:crypto';
import type { PublicKeyJwk, Signer, SigningKey, Verification } from '#protocol';
import type { VerifyDevice } from '../../../controller/app/devices/device-signatures.ts';
import type { Verdict } from '../../../device-sim/device/event.ts';
import { type Reading, readDocument } from '../../../device-sim/device/reading.ts';

/** A document as the controller signed it. */
export type Sealed = Readonly<{ jws: string; topic: string; version: number; at: number }>;

/**
 * Signatures that settle at once: a keyed hash in the place of EdDSA. Whoever has not the key cannot make
 * one, and a changed letter breaks it, which is all that the code above asks of a signature.
 */
export type Sealing = Readonly<{
  /** The key of that name; the same one each time. */
  signer: (name: string) => Signer;
  /** Signs at once, as a device does. Nothing of it is kept. */
  seal: (name: string, payload: object) => string;
  verify: VerifyDevice;
  /** The verify port of a device. One reading for all that hold the same bytes. */
  judge: (jws: string, keys: readonly Pick<SigningKey, 'kid' | 'jwk'>[], arrivedOn: string) => Verdict;
  /** What was ever signed for a topic with a key of the controller, oldest first. */
  sealedFor: (topic: string) => readonly Sealed[];
}>;

/** Readings of documents that nobody holds any more are not worth their memory. */
const mostReadings = 4_000;

const digestOf = (...parts: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('base64url');
};

type Parts = { kid: string; mac: string; body: string };

const partsOf = (jws: string): Parts | null => {
  const first = jws.indexOf('~');
  const second = jws.indexOf('~', first + 1);
  if (first < 0 || second < 0) return null;
  return { kid: jws.slice(0, first), mac: jws.slice(first + 1, second), body: jws.slice(second + 1) };
};

const parse = (body: string): { payload: unknown } | null => {
  try {
    return { payload: JSON.parse(body) };
  } catch {
    return null;
  }
};

/** A JWS with one letter of its payload changed: signed, but not this. */
export const tamper = (jws: string): string => {
  const parts = partsOf(jws);
  if (!parts) return jws;
  const body = parts.body
    .replace(/"volume":(\d+)/, '"volume":99')
    .replace(/"expiresAt":(\d)/, '"expiresAt":2');
  return `${parts.kid}~${parts.mac}~${body === parts.body ? `${body} ` : body}`;
};

/** Of what lives for seconds only the newest few are kept. */
const mostMomentary = 20;
const isMomentary = (topic: string): boolean => /\/(response|ack|command)$/.test(topic);

const headerOf = (payload: object): { topic: string; version: number } | null =>
  'topic' in payload && typeof payload.topic === 'string' && 'version' in payload
    ? { topic: payload.topic, version: Number(payload.version) }
    : null;

export const createSealing = ({ now }: { now: () => number }): Sealing => {
  const signers = new Map<string, Signer>();
  const names = new Map<string, string>();
  const kept = new Map<string, Sealed[]>();
  const readings = new Map<string, Reading>();

  const macOf = (kid: string, body: string): string =>
    digestOf(`secret of ${names.get(kid)}`, body).slice(0, 22);
  const isGenuine = ({ kid, mac, body }: Parts): boolean => names.has(kid) && macOf(kid, body) === mac;

  const keep = (jws: string, payload: object): void => {
    const header = headerOf(payload);
    if (!header) return;
    const ofTopic = kept.get(header.topic) ?? [];
    kept.set(header.topic, ofTopic);
    ofTopic.push({ jws, ...header, at: now() });
    if (isMomentary(header.topic) && ofTopic.length > mostMomentary) ofTopic.shift();
  };

  const sealWith = (kid: string, payload: object): string => {
    const body = JSON.stringify(payload);
    return `${kid}~${macOf(kid, body)}~${body}`;
  };

  const signer = (name: string): Signer => {
    const known = signers.get(name);
    if (known) return known;
    const publicKey: PublicKeyJwk = { kty: 'OKP', crv: 'Ed25519', x: digestOf('public key of ', name) };
    const kid = `kid-${publicKey.x.slice(0, 20)}`;
    names.set(kid, name);
    const fresh: Signer = {
      kid,
      publicKey,
      sign: async (payload) => {
        const jws = sealWith(kid, payload);
        keep(jws, payload);
        return jws;
      },
    };
    signers.set(name, fresh);
    return fresh;
  };

  const kidOf = (key: PublicKeyJwk): string => `kid-${key.x.slice(0, 20)}`;

  const verifyWith = (jws: string, kids: readonly string[]): Verification => {
    const parts = partsOf(jws);
    if (!parts) return { ok: false, reason: 'malformed' };
    if (!kids.includes(parts.kid)) return { ok: false, reason: 'unknown-key' };
    if (!isGenuine(parts)) return { ok: false, reason: 'bad-signature' };
    const parsed = parse(parts.body);
    return parsed ? { ok: true, kid: parts.kid, ...parsed } : { ok: false, reason: 'malformed' };
  };

  const readingOf = (jws: string, payload: unknown): Reading => {
    const known = readings.get(jws);
    if (known) return known;
    const reading = readDocument(payload);
    readings.set(jws, reading);
    const [oldest] = readings.keys();
    if (readings.size > mostReadings && oldest !== undefined) readings.delete(oldest);
    return reading;
  };

  return {
    signer,
    seal: (name, payload) => sealWith(signer(name).kid, payload),
    verify: async (key, jws) => verifyWith(jws, [kidOf(key)]),
    judge: (jws, keys) => {
      const kids = keys.map(({ jwk }) => kidOf(jwk));
      const known = readings.get(jws);
      const parts = known ? partsOf(jws) : null;
      // The hash was right when it was read first; only the keys may have changed since.
      if (known && parts && kids.includes(parts.kid)) return { ok: true, kid: parts.kid, reading: known };
      const verified = verifyWith(jws, kids);
      if (!verified.ok) return verified;
      return { ok: true, kid: verified.kid, reading: readingOf(jws, verified.payload) };
    },
    sealedFor: (topic) => kept.get(topic) ?? [],
  };
};
