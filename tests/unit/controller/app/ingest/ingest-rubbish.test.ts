import { describe, expect, it } from 'vitest';
import { heartbeatAt, morning } from '../../../../support/device-field.ts';
import { batchOf, createIngestField, type IngestField, topicsOf } from '../../../../support/ingest-field.ts';
import { endedEvent, startedEvent } from '../../../../support/play-events.ts';
import { testSigner } from '../../../../support/test-signers.ts';

const mine = topicsOf('dev-1');
const state = {
  at: morning,
  versions: { program: 3, config: 7 },
  cached: ['a'.repeat(64)],
  missing: [],
  refused: [],
  newer: [],
  spool: { spoolId: 'spool-1', nextSeq: 1, ackedSeq: 0 },
};

/** What everything that should be JSON is tried with. */
const notAnyMessage: [string, unknown, string][] = [
  ['nothing', '', 'not-json'],
  ['half an object', '{"at":', 'not-json'],
  ['bytes that are no text', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), 'not-utf8'],
  ['an overlong encoding', new Uint8Array([0xc0, 0x80]), 'not-utf8'],
  ['null', 'null', 'wrong-schema'],
  ['a number', '42', 'wrong-schema'],
  ['a list', '[]', 'wrong-schema'],
  ['an empty object', '{}', 'wrong-schema'],
  ['a prototype', '{"__proto__":{"at":1}}', 'wrong-schema'],
  ['deep nesting', '['.repeat(900), 'not-json'],
];

const rubbish: [kind: string, topic: string, name: string, payload: unknown, reason: string][] = [
  ...(['heartbeat', 'presence', 'timeRequest', 'state'] as const).flatMap((kind) =>
    notAnyMessage.map(([name, payload, reason]): [string, string, string, unknown, string] => [
      kind,
      mine[kind],
      name,
      payload,
      reason,
    ]),
  ),
  ['heartbeat', mine.heartbeat, 'a date of nonsense', heartbeatAt(5), 'wrong-schema'],
  [
    'heartbeat',
    mine.heartbeat,
    'a volume beyond the scale',
    heartbeatAt(morning, { volume: 101 }),
    'wrong-schema',
  ],
  [
    'heartbeat',
    mine.heartbeat,
    'a text for a number',
    { ...heartbeatAt(morning), uptimeMs: '5' },
    'wrong-schema',
  ],
  ['heartbeat', mine.heartbeat, 'more than fits', JSON.stringify({ a: 'x'.repeat(16_384) }), 'too-large'],
  ['presence', mine.presence, 'a text for a truth', { online: 'yes' }, 'wrong-schema'],
  ['timeRequest', mine.timeRequest, 'a nonce too short', { nonce: 'x', t0: 1 }, 'wrong-schema'],
  ['timeRequest', mine.timeRequest, 'more than fits', 'x'.repeat(1_025), 'too-large'],
  ['state', mine.state, 'a hash that is none', { ...state, cached: ['../../etc'] }, 'wrong-schema'],
  ['state', mine.state, 'a version below zero', { ...state, versions: { program: -1 } }, 'wrong-schema'],
  ['state', mine.state, 'more than fits', ' '.repeat(512 * 1024 + 1), 'too-large'],
  ['playback', mine.playback, 'nothing', '', 'malformed'],
  ['playback', mine.playback, 'no signature', '{"events":[]}', 'malformed'],
  ['playback', mine.playback, 'bytes that are no text', new Uint8Array([0xff]), 'not-utf8'],
  ['playback', mine.playback, 'more than fits', 'x'.repeat(512 * 1024 + 1), 'too-large'],
];

const heartbeatStored = async (field: IngestField): Promise<boolean> => {
  field.send(mine.heartbeat, heartbeatAt(morning));
  await field.clock.advance(1_000);
  return (await field.store.presence.lastSeen()).length === 1;
};

describe('rubbish on a topic', () => {
  it.each(rubbish)(
    '%s %s: %s is counted, logged and harms nothing',
    async (kind, topic, _name, payload, reason) => {
      const field = await createIngestField();
      field.send(topic, payload);
      await field.ingest.drain();
      expect([...field.ingest.rejected()]).toEqual([[`${kind}.${reason}`, 1]]);
      expect(field.logged.filter(({ level }) => level === 'warn')).toHaveLength(1);
      expect(field.link.published).toEqual([]);
      expect(await heartbeatStored(field)).toBe(true);
    },
  );

  it('sent again and again fills no log', async () => {
    const field = await createIngestField();
    for (let count = 0; count < 500; count += 1) field.send(mine.heartbeat, '{');
    await field.clock.advance(60_000);
    field.send(mine.heartbeat, '{');
    const warnings = field.logged.filter(({ level }) => level === 'warn');
    expect(warnings.map(({ fields }) => Reflect.get(fields, 'dropped'))).toEqual([1, 500]);
  });

  it.each([
    ['tt/v1/devices/dev-1/nothing', 'any.unknown-topic'],
    ['tt/v1/devices/dev-1/constructor', 'any.unknown-topic'],
    ['tt/v1/areas/08521.20200101/program', 'any.unknown-topic'],
    ['', 'any.unknown-topic'],
    [topicsOf('nobody').heartbeat, 'heartbeat.unknown-device'],
    [topicsOf('__proto__').state, 'state.unknown-device'],
  ])('%s is refused', async (topic, counted) => {
    const field = await createIngestField();
    field.send(topic, heartbeatAt(morning));
    expect([...field.ingest.rejected()]).toEqual([[counted, 1]]);
  });

  it.each(['waiting', 'revoked'] as const)('a device that is %s has no voice', async (status) => {
    const field = await createIngestField();
    const device = field.directory.devices.get('dev-1');
    if (device) await field.directory.updateDevice({ ...device, status });
    for (const kind of ['heartbeat', 'presence', 'timeRequest', 'state', 'playback'] as const) {
      field.send(mine[kind], '{}');
    }
    await field.ingest.drain();
    expect(field.ingest.rejected().size).toBe(5);
    expect([...field.ingest.rejected().keys()].every((name) => name.endsWith('.not-in-service'))).toBe(true);
  });
});

describe('play events that the device did not sign', () => {
  const stored = async (field: IngestField) => (await field.store.spools.cursors(['dev-1'])).length;
  const cases: [string, string, (field: IngestField) => Promise<string>][] = [
    ['by a foreign key', 'unknown-key', async () => batchOf(await testSigner(), [startedEvent()])],
    [
      'with the name of its key on a foreign signature',
      'bad-signature',
      async ({ device }) => {
        const forged = await batchOf(await testSigner(), [startedEvent()]);
        const honest = await batchOf(device, [startedEvent()]);
        return [honest.split('.')[0], ...forged.split('.').slice(1)].join('.');
      },
    ],
    [
      'with a changed event',
      'bad-signature',
      async ({ device }) => {
        const [head, , signature] = (await batchOf(device, [startedEvent()])).split('.');
        const [, body] = (await batchOf(await testSigner(), [endedEvent({ seq: 1 })])).split('.');
        return [head, body, signature].join('.');
      },
    ],
    [
      'without an algorithm',
      'malformed',
      async () => {
        const head = Buffer.from('{"alg":"none"}').toString('base64url');
        return `${head}.${Buffer.from('{}').toString('base64url')}.`;
      },
    ],
    [
      'for another device',
      'wrong-device',
      ({ device }) => batchOf(device, [startedEvent()], { deviceId: 'dev-2' }),
    ],
    [
      'of another schema',
      'wrong-schema',
      ({ device }) => batchOf(device, [startedEvent()], { schema: 'tt/playback/2' }),
    ],
    ['without events', 'wrong-schema', ({ device }) => batchOf(device, [])],
    [
      'that count wrongly',
      'wrong-sequence',
      ({ device }) => batchOf(device, [startedEvent()], { firstSeq: 5 }),
    ],
  ];

  it.each(cases)('%s are dropped as %s, and not acknowledged', async (_, reason, forge) => {
    const field = await createIngestField();
    field.send(mine.playback, await forge(field));
    await field.ingest.drain();
    expect([...field.ingest.rejected()]).toEqual([[`playback.${reason}`, 1]]);
    expect(await stored(field)).toBe(0);
    expect(field.link.published).toEqual([]);
  });
});
