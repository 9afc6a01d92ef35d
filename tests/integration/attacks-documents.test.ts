import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSigner, heartbeat, topics } from '#protocol';
import { itemAt, programAt, testArea } from '../support/device-documents.ts';
import {
  announcementsTopic,
  createHostileBroker,
  type HostileBroker,
  ownTopics,
  rawJws,
} from '../support/hostile-broker.ts';
import { testPrivateKey } from '../support/test-signers.ts';
import { waitUntil } from '../support/wait-until.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const elsewhere = '07891.20200101';

let field: HostileBroker;
beforeAll(async () => {
  field = await createHostileBroker();
  await field.begin();
});
afterAll(() => field.stop());

const base64url = (value: object | string): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const by = async (key: Parameters<typeof createSigner>[0], payload: object) =>
  (await createSigner(key)).sign(payload);
/** An emergency that the genuine controller has signed: everything below is made of such ones. */
const genuine = () => field.signing.sign(field.emergency('attack'));
const parts = async () => {
  const [header = '', payload = '', signature = ''] = (await genuine()).split('.');
  return { header, payload, signature };
};
const kid = () => field.signing.kid;
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

type Attack = Readonly<{ topic: string; payload: string }>;
const onTopic = (payload: string, topic = announcementsTopic): Attack => ({ topic, payload });

/** What comes from the broker, and why the loudspeaker says that it did not take it. */
const attacks: readonly (readonly [name: string, refusal: string, make: () => Promise<Attack>])[] = [
  ['not signed at all', 'malformed', async () => onTopic(JSON.stringify(field.emergency('attack')))],
  [
    'alg none',
    'malformed',
    async () => onTopic(`${base64url({ alg: 'none', kid: kid() })}.${(await parts()).payload}.`),
  ],
  [
    'HS256 with the public key as the secret',
    'malformed',
    async () => {
      const { payload } = await parts();
      const input = `${base64url({ alg: 'HS256', kid: kid() })}.${payload}`;
      const secret = Buffer.from(field.signing.publicKey.x, 'base64url');
      return onTopic(`${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`);
    },
  ],
  [
    'a changed payload under a genuine signature',
    'bad-signature',
    async () => {
      const { header, signature } = await parts();
      return onTopic(`${header}.${base64url(field.emergency('changed'))}.${signature}`);
    },
  ],
  [
    'another key under the kid of the genuine one',
    'bad-signature',
    async () => onTopic(rawJws({ alg: 'EdDSA', kid: kid() }, field.emergency('attack'), field.stranger)),
  ],
  [
    'its own key in the header (jwk)',
    'bad-signature',
    async () => {
      const { d: _, ...jwk } = field.stranger;
      return onTopic(rawJws({ alg: 'EdDSA', kid: kid(), jwk }, field.emergency('attack'), field.stranger));
    },
  ],
  [
    'a key that no list names',
    'unknown-key',
    async () => onTopic(await by(field.stranger, field.emergency('attack'))),
  ],
  [
    'the signing key of another province',
    'unknown-key',
    async () => onTopic(await by(testPrivateKey(), field.emergency('attack'))),
  ],
  [
    'the list of keys of another province, by its root',
    'unknown-key',
    async () => onTopic(await by(testPrivateKey(), await field.keyList()), topics.keys),
  ],
  [
    'a list of keys by a signing key',
    'unknown-key',
    async () => onTopic(await field.signing.sign(await field.keyList()), topics.keys),
  ],
  [
    'an emergency by the root key',
    'unknown-key',
    async () => onTopic(await field.root.sign(field.emergency('attack'))),
  ],
  [
    'a revoked key, whatever the date',
    'key-not-valid',
    async () =>
      onTopic(await field.revoked.sign(field.emergency('attack', { issuedAt: Date.now() - 2 * day }))),
  ],
  [
    'a key whose time has not come',
    'key-not-valid',
    async () => onTopic(await by(field.later, field.emergency('attack'))),
  ],
  [
    'a key whose time is over',
    'key-not-valid',
    async () => onTopic(await by(field.over, field.emergency('attack'))),
  ],
  [
    'an older version',
    'older',
    async () => onTopic(await field.signing.sign(field.emergency('attack', { version: 5 }))),
  ],
  [
    'an expired program',
    'expired',
    async () => {
      const now = Date.now();
      const item = itemAt('attack', now, { source: { kind: 'asset', sha256: field.sha256 } });
      const program = programAt(now - 2 * day, [item], { expiresAt: now - 1_000 });
      return onTopic(await field.signing.sign(program), program.topic);
    },
  ],
  [
    'a genuine emergency of another area on the topic of this one',
    'wrong-topic',
    async () =>
      onTopic(
        await field.signing.sign(field.emergency('attack', { topic: topics.announcements(elsewhere) })),
      ),
  ],
  [
    'a genuine emergency of an area that is not followed',
    'not-followed',
    async () => {
      const topic = topics.announcements(elsewhere);
      return onTopic(
        await field.signing.sign(field.emergency('attack', { topic, areaKey: elsewhere })),
        topic,
      );
    },
  ],
  [
    'announcements on the topic of the program',
    'wrong-schema',
    async () => {
      const topic = topics.program(testArea);
      return onTopic(await field.signing.sign(field.emergency('attack', { topic })), topic);
    },
  ],
  ['cut off in the middle', 'malformed', async () => onTopic((await genuine()).slice(0, 200))],
  ['cut off in the signature', 'bad-signature', async () => onTopic((await genuine()).slice(0, -8))],
  ['a megabyte of nothing', 'malformed', async () => onTopic('x'.repeat(1_000_000))],
  ['five megabytes', 'too-large', async () => onTopic('x'.repeat(5_000_000))],
  [
    'a header of a hundred thousand brackets',
    'malformed',
    async () => {
      const { payload, signature } = await parts();
      return onTopic(`${base64url(nested(100_000))}.${payload}.${signature}`);
    },
  ],
  [
    'a payload of a hundred thousand brackets, as if a stolen key had signed it',
    'malformed',
    async () => onTopic(rawJws({ alg: 'EdDSA', kid: kid() }, nested(100_000), field.privateKeys.signing)),
  ],
  [
    'two members alg in the header',
    'malformed',
    async () => {
      const { payload, signature } = await parts();
      const header = `{"alg":"EdDSA","kid":"${kid()}","alg":"none"}`;
      return onTopic(`${base64url(header)}.${payload}.${signature}`);
    },
  ],
  [
    'two members topic, the second for here, under a genuine signature of the first',
    'bad-signature',
    async () => {
      const { header, signature } = await parts();
      const twice = JSON.stringify(field.emergency('attack')).replace('{', '{"topic":"elsewhere",');
      return onTopic(`${header}.${base64url(twice)}.${signature}`);
    },
  ],
  [
    'a version that no number can hold',
    'malformed',
    async () => {
      const text = JSON.stringify(field.emergency('attack')).replace(/"version":\d+/, '"version":1e300');
      return onTopic(rawJws({ alg: 'EdDSA', kid: kid() }, text, field.privateKeys.signing));
    },
  ],
  [
    'an expiry of infinity',
    'malformed',
    async () => {
      const text = JSON.stringify(field.emergency('attack')).replace(/"expiresAt":\d+/, '"expiresAt":1e999');
      return onTopic(rawJws({ alg: 'EdDSA', kid: kid() }, text, field.privateKeys.signing));
    },
  ],
  [
    'a critical extension that nobody knows (crit)',
    'malformed',
    async () => {
      const header = { alg: 'EdDSA', kid: kid(), crit: ['voice'], voice: 'loud' };
      return onTopic(rawJws(header, field.emergency('attack'), field.privateKeys.signing));
    },
  ],
  [
    'a header without kid',
    'unknown-key',
    async () => onTopic(rawJws({ alg: 'EdDSA' }, field.emergency('attack'), field.privateKeys.signing)),
  ],
  [
    'a command of an unknown schema',
    'unknown-schema',
    async () => {
      const payload = { ...field.emergency('attack'), topic: ownTopics.command, schema: 'tt/command/9' };
      return onTopic(await field.signing.sign(payload), ownTopics.command);
    },
  ],
];

const heldOn = (topic: string) => field.state().held.get(topic)?.jws;
const isSilent = () => field.state().sounds.length === 0;

describe('attack: documents that the broker makes up', () => {
  it.each(attacks)('%s -> %s, and not a sound', async (_name, refusal, make) => {
    const { topic, payload } = await make();
    const before = heldOn(topic);
    const since = field.states.length;
    // Nobody subscribes to what is not followed: a broker may send it all the same.
    if (topic === topics.announcements(elsewhere)) field.inject(topic, payload);
    else await field.send(topic, payload);
    await waitUntil('the loudspeaker to say why not', () => field.refusals(topic, since).includes(refusal));
    expect(heldOn(topic)).toBe(before);
    expect(isSilent()).toBe(true);
  });

  it('the version that is held, with other bytes -> passed over, and not a sound', async () => {
    const version = field.state().held.get(announcementsTopic)?.header.version ?? 0;
    const before = heldOn(announcementsTopic);
    const since = field.states.length;
    await field.send(announcementsTopic, await field.signing.sign(field.emergency('attack', { version })));
    await field.send(announcementsTopic, await by(field.stranger, field.emergency('attack')));
    await waitUntil('what came after it to be refused', () =>
      field.refusals(announcementsTopic, since).includes('unknown-key'),
    );
    expect(heldOn(announcementsTopic)).toBe(before);
    expect(isSilent()).toBe(true);
  });

  it('an emergency whose document has expired -> held, and not a sound', async () => {
    const now = Date.now();
    const document = field.emergency('attack', { issuedAt: now - minute, expiresAt: now - 1_000 });
    await field.send(announcementsTopic, await field.signing.sign(document));
    await waitUntil(
      'the document',
      () => field.state().held.get(announcementsTopic)?.header.version === document.version,
    );
    expect(isSilent()).toBe(true);
  });

  it('announcements of a schema of the future, signed -> held without content, the place is silent', async () => {
    const document = { ...field.emergency('attack'), schema: 'tt/announcements/9' };
    const since = field.states.length;
    await field.send(announcementsTopic, await field.signing.sign(document));
    await waitUntil('the loudspeaker to say why', () =>
      field.refusals(announcementsTopic, since).includes('unknown-schema'),
    );
    expect(field.state().muted).toBe('unknown-schema');
  });

  it('and after all of them the genuine emergency sounds, and is all that was heard', async () => {
    await field.send(announcementsTopic, await field.signing.sign(field.emergency('genuine')));
    const played = await waitUntil('two seconds of it', () => {
      const last = field.received.findLast(({ kind }) => kind === 'heartbeat');
      const positionMs = last ? heartbeat.parse(JSON.parse(last.payload)).playing?.positionMs : undefined;
      return positionMs !== undefined && positionMs > 2_000 ? positionMs : null;
    });
    // One event: the start of this one.
    expect(field.state().spool.nextSeq).toBe(2);
    const heard = await field.listen();
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.length).toBeLessThanOrEqual(Math.ceil(played / 1_500) + 2);
  });
});
