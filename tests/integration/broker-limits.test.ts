import { connectAsync } from 'mqtt';
import { describe, expect, it } from 'vitest';
import { topics } from '#protocol';
import {
  connectPacket,
  connectRawMqtt,
  openRawMqtt,
  publishPacket,
  type RawMqtt,
} from '../support/raw-mqtt.ts';
import { nextEvent } from '../support/test-broker.ts';
import { testCertificate } from '../support/test-certificate.ts';
import { useTestBroker } from '../support/use-test-broker.ts';
import { waitUntil } from '../support/wait-until.ts';

const start = useTestBroker();

describe('limits of the broker', () => {
  it('let a herd behind one address come back, far more than may be silent there, and again and again', async () => {
    const halfOpen = { total: 2_000, perAddress: 50, graceMs: 3_000 };
    const { broker, port } = await start({ limits: { halfOpen } });
    for (let round = 0; round < 3; round += 1) {
      const herd = await Promise.all(
        Array.from({ length: 400 }, (_, index) => connectRawMqtt(port, `dev_${index}`)),
      );
      expect(broker.stats()).toMatchObject({ clients: 400, halfOpen: 0, halfOpenCut: 0 });
      for (const { socket } of herd) socket.resetAndDestroy();
    }
    await waitUntil('their end', () => broker.stats().clients === 0);
    expect(broker.stats()).toMatchObject({ takeovers: expect.any(Number), connects: 1_200 });
  });

  it.each(['tls', 'ws', 'wss'] as const)('count a client over %s as known once it is', async (kind) => {
    const { broker, port } = await start({
      listeners: [{ kind, host: '127.0.0.1', port: 0, ...testCertificate }],
    });
    const scheme = kind === 'tls' ? 'mqtts' : kind;
    const client = await connectAsync(`${scheme}://127.0.0.1:${port}`, {
      clientId: 'dev_1',
      username: 'dev_1',
      password: 'secret of dev_1',
      ca: testCertificate.cert,
      reconnectPeriod: 0,
    });
    expect(broker.stats()).toMatchObject({ clients: 1, halfOpen: 0 });
    await client.endAsync();
  });

  it('end the oldest silent connection of an address that has too many', async () => {
    const { broker, port } = await start({ limits: { halfOpen: { total: 100, perAddress: 3, graceMs: 0 } } });
    const silent: RawMqtt[] = [];
    for (let count = 0; count < 5; count += 1) silent.push(await openRawMqtt(port));
    await Promise.all([silent[0]?.closed, silent[1]?.closed]);
    expect((await connectRawMqtt(port, 'dev_1')).connack.returnCode).toBe(0);
    expect(broker.stats().halfOpenCut).toBeGreaterThanOrEqual(2);
  });

  it('answer "server unavailable" to more clients than there may be, but let one that is known come back', async () => {
    const { port } = await start({ limits: { maxClients: 2 } });
    await connectRawMqtt(port, 'dev_1');
    await connectRawMqtt(port, 'dev_2');
    expect((await connectRawMqtt(port, 'dev_3')).connack.returnCode).toBe(3);
    expect((await connectRawMqtt(port, 'dev_2')).connack.returnCode).toBe(0);
  });

  it('end a client that asked for no keep alive and then says nothing', async () => {
    const { broker, port } = await start({ limits: { maxKeepAliveS: 1 } });
    const left = nextEvent(broker.onDisconnect);
    const raw = await connectRawMqtt(port, connectPacket('dev_1', { keepalive: 0 }));
    await raw.closed;
    expect(await left).toEqual(['dev_1']);
  });

  it('hold a client back that sends too fast, and lose nothing of what it wants acknowledged', async () => {
    const { broker, port } = await start({ limits: { messages: { perSecond: 200, burst: 20 } } });
    const raw = await connectRawMqtt(port, 'dev_1');
    const seen: string[] = [];
    broker.onPublish((_topic, payload) => seen.push(payload.toString()));
    for (let sent = 1; sent <= 60; sent += 1)
      raw.send(publishPacket(topics.state('dev_1'), String(sent), { qos: 1, messageId: sent }));
    for (let sent = 1; sent <= 60; sent += 1) expect((await raw.next('puback')).messageId).toBe(sent);
    expect(seen).toEqual(Array.from({ length: 60 }, (_, index) => String(index + 1)));
    expect(broker.stats()).toMatchObject({ publishesDelayed: expect.any(Number), floodsCut: 0 });
    expect(broker.stats().publishesDelayed).toBeGreaterThan(0);
  });

  it('tell of one identity in two places', async () => {
    const { broker, port } = await start({ limits: { takeoversPerMinute: 2 } });
    const told = nextEvent(broker.onFlapping);
    for (let round = 0; round < 3; round += 1) await connectRawMqtt(port, 'dev_1');
    expect(await told).toEqual([{ clientId: 'dev_1', takeovers: 2, addresses: ['127.0.0.1'] }]);
  });
});
