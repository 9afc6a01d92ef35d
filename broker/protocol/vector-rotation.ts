import type { KeysDocument, SigningKey } from './keys.ts';
import type { PolicyDocument } from './policy.ts';
import { createSigner, publicPart } from './signing.ts';
import { topics } from './topics.ts';
import { day, fiveOClock, hour, minute, vectorKeys } from './vector-keys.ts';

const area = '07888.20200101';
const other = '07891.20200101';
const start = fiveOClock - 9 * hour;

/** One arrival, what a device says of it, and what it holds afterwards: versions by topic. */
export type RotationStep = Readonly<{
  what: string;
  arrivedOn: string;
  payload: string;
  nowMs: number;
  expected: 'held' | 'older' | 'unknown-key' | 'key-not-valid';
  holds: Readonly<Record<string, number>>;
}>;

export type RotationVector = Readonly<{ name: string; steps: readonly RotationStep[] }>;

const policyAt = (areaKey: string, version: number): PolicyDocument => ({
  schema: 'tt/policy/1',
  topic: topics.policy(areaKey),
  version,
  issuedAt: start,
  expiresAt: start + 10 * day,
  areaKey,
  allowed: [],
  caps: [],
});

/** Lives of devices that begin with nothing and follow both areas. The clock is trusted. */
export const rotationVectors = async (): Promise<RotationVector[]> => {
  const root = await createSigner(vectorKeys.root);
  const old = await createSigner(vectorKeys.signing);
  const next = await createSigner(vectorKeys.next);
  const entry = (name: 'signing' | 'next', patch: Partial<SigningKey> = {}): SigningKey => ({
    kid: name === 'signing' ? old.kid : next.kid,
    jwk: publicPart(vectorKeys[name]),
    notBefore: start - day,
    notAfter: start + 300 * day,
    ...patch,
  });
  const list = (version: number, keys: SigningKey[], expiresAt = start + 190 * day): KeysDocument => ({
    schema: 'tt/keys/1',
    topic: topics.keys,
    version,
    issuedAt: start,
    expiresAt,
    keys,
  });
  const keys = topics.keys;
  const [here, there] = [topics.policy(area), topics.policy(other)];
  const first = await root.sign(list(1, [entry('signing')]));
  const both = await root.sign(list(2, [entry('signing'), entry('next')]));
  const revoked = await root.sign(list(3, [entry('signing', { revokedAt: start + hour }), entry('next')]));
  const short = await root.sign(list(1, [entry('signing')], start + hour));
  const oldHere = await old.sign(policyAt(area, 9));
  const oldThere = await old.sign(policyAt(other, 9));
  const nextHere = await next.sign(policyAt(area, 10));
  const nextThere = await next.sign(policyAt(other, 2));
  const step = (
    what: string,
    arrivedOn: string,
    payload: string,
    expected: RotationStep['expected'],
    holds: RotationStep['holds'],
    nowMs = start + minute,
  ): RotationStep => ({ what, arrivedOn, payload, nowMs, expected, holds });

  return [
    {
      name: 'a rotation with overlap, and a device that hears of the new key too late',
      steps: [
        step('the first list', keys, first, 'held', { [keys]: 1 }),
        step('a document of the old key', here, oldHere, 'held', { [keys]: 1, [here]: 9 }),
        step('one of the new key, kept aside', here, nextHere, 'unknown-key', { [keys]: 1, [here]: 9 }),
        step('the list that names both: what was kept aside counts now', keys, both, 'held', {
          [keys]: 2,
          [here]: 10,
        }),
        step('another one of the old key', there, oldThere, 'held', { [keys]: 2, [here]: 10, [there]: 9 }),
        step('the first list again', keys, first, 'older', { [keys]: 2, [here]: 10, [there]: 9 }),
      ],
    },
    {
      name: 'a revocation: at once, whatever the date, and versions of the topic begin anew',
      steps: [
        step('the list that names both', keys, both, 'held', { [keys]: 2 }),
        step('a document of the old key', there, oldThere, 'held', { [keys]: 2, [there]: 9 }),
        step('one of the new key', here, nextHere, 'held', { [keys]: 2, [there]: 9, [here]: 10 }),
        step('the list that revokes the old key', keys, revoked, 'held', { [keys]: 3, [here]: 10 }),
        step('the document of the old key again', there, oldThere, 'key-not-valid', {
          [keys]: 3,
          [here]: 10,
        }),
        step('the new key in its place, with a lower version', there, nextThere, 'held', {
          [keys]: 3,
          [here]: 10,
          [there]: 2,
        }),
        step('the list before the revocation', keys, both, 'older', {
          [keys]: 3,
          [here]: 10,
          [there]: 2,
        }),
      ],
    },
    {
      name: 'a list past its end vouches for nothing new; what is held stays',
      steps: [
        step('a list for an hour', keys, short, 'held', { [keys]: 1 }),
        step('a document', here, oldHere, 'held', { [keys]: 1, [here]: 9 }),
        step(
          'another one after the end of the list',
          there,
          oldThere,
          'unknown-key',
          { [keys]: 1, [here]: 9 },
          start + 2 * hour,
        ),
      ],
    },
  ];
};
