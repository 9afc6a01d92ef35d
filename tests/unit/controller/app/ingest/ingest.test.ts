import { describe, expect, it } from 'vitest';
import type { DeviceState } from '#protocol';
import {
  beforeMorning,
  caoXa,
  deviceRow,
  heartbeatAt,
  minute,
  morning,
} from '../../../../support/device-field.ts';
import { batchOf, createIngestField, topicsOf } from '../../../../support/ingest-field.ts';
import { startedEvent } from '../../../../support/play-events.ts';
import { settle } from '../../../../support/virtual-clock.ts';

const mine = topicsOf('dev-1');
const state = (patch: Partial<DeviceState> = {}): DeviceState => ({
  at: morning,
  versions: { program: beforeMorning, config: 7 },
  cached: ['a'.repeat(64)],
  missing: [{ sha256: 'b'.repeat(64), reason: 'fetching' }],
  refused: [],
  newer: [],
  spool: { spoolId: 'spool-1', nextSeq: 1, ackedSeq: 0 },
  ...patch,
});

describe('a heartbeat', () => {
  it('shows the device online and is stored with what it says', async () => {
    const field = await createIngestField();
    field.send(mine.heartbeat, heartbeatAt(morning, { volume: 65 }));
    await field.clock.advance(1_000);
    expect(field.presence.of('dev-1')).toMatchObject({ state: 'online', heartbeat: { volume: 65 } });
    expect(await field.store.presence.lastSeen()).toEqual([
      { deviceId: 'dev-1', lastSeenAt: morning, heartbeat: heartbeatAt(morning, { volume: 65 }) },
    ]);
    expect(field.ingest.received().heartbeat).toBe(1);
  });

  it('may hold more than this version of the protocol knows', async () => {
    const field = await createIngestField();
    field.send(mine.heartbeat, { ...heartbeatAt(morning), humidity: 80 });
    expect(field.presence.of('dev-1')?.heartbeat).toEqual(heartbeatAt(morning));
  });

  it('may lie anywhere within a larger buffer', async () => {
    const field = await createIngestField();
    const whole = Buffer.from(`xx${JSON.stringify(heartbeatAt(morning))}yy`);
    field.send(mine.heartbeat, whole.subarray(2, whole.length - 2));
    whole.fill(0);
    expect(field.presence.of('dev-1')?.heartbeat).toEqual(heartbeatAt(morning));
  });
});

describe('a presence message', () => {
  it('is a sign of life when it says online, and a hint when it says offline', async () => {
    const field = await createIngestField();
    field.send(mine.presence, { online: true, at: morning });
    await field.clock.advance(1_000);
    expect(field.presence.of('dev-1')?.state).toBe('online');
    field.send(mine.presence, { online: false });
    await field.clock.advance(1_000);
    expect(field.presence.of('dev-1')?.state).toBe('late');
  });
});

describe('a time request', () => {
  it('is answered at once with its nonce and the instants of receipt and answer', async () => {
    const field = await createIngestField();
    field.send(mine.timeRequest, { nonce: 'nonce-123', t0: 12.5 });
    await settle();
    expect(field.sentTo(mine.timeResponse)).toMatchObject([
      { schema: 'tt/time/1', nonce: 'nonce-123', t0: 12.5, t1: morning, t2: morning, deviceId: 'dev-1' },
    ]);
    expect(field.link.published[0]).toMatchObject({ qos: 0, retain: false });
  });

  it('does not queue behind another one of the same device', async () => {
    const field = await createIngestField();
    for (const nonce of ['nonce-001', 'nonce-002', 'nonce-003'])
      field.send(mine.timeRequest, { nonce, t0: 1 });
    await settle();
    expect(field.sentTo(mine.timeResponse)).toMatchObject([{ nonce: 'nonce-001' }]);
    field.send(mine.timeRequest, { nonce: 'nonce-004', t0: 1 });
    await settle();
    expect(field.sentTo(mine.timeResponse)).toHaveLength(2);
  });
});

describe('a state', () => {
  it('is remembered: what the device holds, lacks, and is told to listeners once', async () => {
    const field = await createIngestField();
    field.send(mine.state, state());
    field.send(topicsOf('dev-2').state, state());
    expect(field.reports.get('dev-1')).toMatchObject({
      receivedAt: morning,
      versions: { program: beforeMorning },
      missing: [{ reason: 'fetching' }],
    });
    expect(field.reports.get('dev-1')?.cached.has('a'.repeat(64))).toBe(true);
    await field.clock.advance(1_000);
    expect(field.events.of('readiness')).toEqual([{ type: 'readiness', areaKeys: [caoXa.key] }]);
  });

  it('with an older config is answered with the current one, once', async () => {
    const field = await createIngestField();
    await field.directory.updateDevice(
      deviceRow('dev-1', '1', { maxVolume: 60, publicKey: field.device.publicKey }),
    );
    for (let times = 0; times < 3; times += 1) field.send(mine.state, state({ versions: { config: 6 } }));
    await settle();
    expect(field.sentTo(mine.config)).toMatchObject([
      { schema: 'tt/config/1', version: 7, clusterId: '1', areaKeys: [caoXa.key], maxVolume: 60 },
    ]);
    await field.clock.advance(minute);
    field.send(mine.state, state({ versions: {} }));
    await settle();
    expect(field.sentTo(mine.config)).toHaveLength(2);
  });

  it('with the current config is answered with none', async () => {
    const field = await createIngestField();
    field.send(mine.state, state());
    await settle();
    expect(field.link.published).toEqual([]);
  });

  it('with a newer config, as after a restored backup, is sent ours, so that it shows its own', async () => {
    const field = await createIngestField();
    for (let times = 0; times < 3; times += 1) field.send(mine.state, state({ versions: { config: 8 } }));
    await settle();
    expect(field.sentTo(mine.config)).toMatchObject([{ version: 7 }]);
  });

  it('hands on documents that are newer than the published ones', async () => {
    const field = await createIngestField();
    field.send(mine.state, state({ newer: ['a.b.c', 'd.e.f'] }));
    await settle();
    expect(field.newer).toEqual(['a.b.c', 'd.e.f']);
  });

  it('that shows any number of documents has a few looked at, and holds up nobody', async () => {
    const field = await createIngestField();
    const foreign = Array.from({ length: 30_000 }, (_, n) => `foreign.${n}`);
    for (let times = 0; times < 50; times += 1) field.send(mine.state, state({ newer: foreign }));
    field.send(topicsOf('dev-2').state, state({ newer: ['a.b.c'] }));
    await settle();
    expect(field.newer).toContain('a.b.c');
    expect(field.newer.filter((jws) => jws.startsWith('foreign')).length).toBeLessThanOrEqual(50);
    expect(field.logged.length).toBeLessThan(10);
    expect(field.ingest.rejected().get('state.unknown-key')).toBeGreaterThan(0);
  });

  it.each([
    ['agrees with what is stored', { nextSeq: 3, ackedSeq: 2 }, []],
    ['has unacknowledged events, which it will send by itself', { nextSeq: 9, ackedSeq: 2 }, []],
    ['believes more stored than is, as after a restored backup', { nextSeq: 9, ackedSeq: 8 }, [2]],
    ['has lost its tail and would number anew what is stored', { nextSeq: 2, ackedSeq: 1 }, [2]],
  ])('whose spool %s', async (_, spool, acknowledged) => {
    const field = await createIngestField();
    const events = [startedEvent(), startedEvent({ seq: 2, itemId: 'item-2' })];
    field.send(mine.playback, await batchOf(field.device, events));
    await field.ingest.drain();
    field.link.published.length = 0;
    field.send(mine.state, state({ spool: { spoolId: 'spool-1', ...spool } }));
    await settle();
    expect(field.sentTo(mine.ack)).toMatchObject(acknowledged.map((seq) => ({ seq })));
  });
});
