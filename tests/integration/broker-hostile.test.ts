import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topics } from '#protocol';
import {
  connectPacket,
  connectRawMqtt,
  openRawMqtt,
  publishPacket,
  subscribeRaw,
} from '../support/raw-mqtt.ts';
import { MONITOR, nextEvent, type TestBroker } from '../support/test-broker.ts';
import { useTestBroker } from '../support/use-test-broker.ts';

const start = useTestBroker();

/** A healthy device connects, subscribes and is heard: the broker serves on. */
const expectService = async ({ broker, port }: TestBroker): Promise<void> => {
  const raw = await connectRawMqtt(port, 'dev_healthy');
  expect(await subscribeRaw(raw, topics.config('dev_healthy'))).toEqual([1]);
  const heard = nextEvent(broker.onPublish, (_topic, _payload, clientId) => clientId === 'dev_healthy');
  raw.send(publishPacket(topics.state('dev_healthy'), 'well', { qos: 1, messageId: 1 }));
  expect((await heard)[1].toString()).toBe('well');
};

describe('slow and silent peers', () => {
  it.each([
    ['nothing', []],
    ['half a CONNECT', [0x10, 0x20, 0x00, 0x04, 0x4d]],
  ])('cuts a connection that sends %s in time', async (_name, bytes) => {
    const target = await start({ connectTimeoutMs: 50 });
    const raw = await openRawMqtt(target.port);
    raw.sendBytes(Buffer.from(bytes));
    await raw.closed;
    expect(target.broker.stats()).toMatchObject({ protocolErrors: 1, clients: 0 });
  });

  it('cuts a client that stays silent for one and a half times its keep alive [MQTT-3.1.2-24]', async () => {
    const target = await start();
    const left = nextEvent(target.broker.onDisconnect);
    const raw = await connectRawMqtt(target.port, connectPacket('dev_1', { keepalive: 1 }));
    await raw.closed;
    expect(await left).toEqual(['dev_1']);
  });
});

describe('large packets', () => {
  it('cuts a client that announces a packet over the limit, before its body arrives', async () => {
    const target = await start({ maxPacketBytes: 1000 });
    const raw = await connectRawMqtt(target.port, 'dev_1');
    const left = nextEvent(target.broker.onDisconnect);
    raw.sendBytes(Buffer.from([0x30, 0x80, 0x80, 0x40]));
    await raw.closed;
    await left;
    expect(target.broker.stats()).toMatchObject({ protocolErrors: 1, messagesIn: 0 });
    await expectService(target);
  });

  it('takes a packet of exactly the limit', async () => {
    const { broker, port } = await start({ maxPacketBytes: 1000 });
    const raw = await connectRawMqtt(port, 'dev_1');
    const topic = topics.state('dev_1');
    const arrived = nextEvent(broker.onPublish);
    // Fixed header of 3 bytes, topic with its length, no packet identifier at QoS 0.
    raw.send(publishPacket(topic, Buffer.alloc(1000 - 3 - 2 - topic.length, 'x')));
    expect((await arrived)[1]).toHaveLength(1000 - 3 - 2 - topic.length);
  });

  it('allows an unknown peer no more than a CONNECT needs', async () => {
    const target = await start();
    const raw = await openRawMqtt(target.port);
    raw.send(connectPacket('dev_1', { password: Buffer.alloc(20_000) }));
    await raw.closed;
    expect(target.broker.stats()).toMatchObject({ protocolErrors: 1, connects: 0 });
    await expectService(target);
  });
});

describe('malformed bytes', () => {
  it.each([
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['TLS', Buffer.from('16030100c5010000c10303', 'hex')],
    ['zeros', Buffer.alloc(64)],
    ['an endless length', Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff, 0xff])],
    ['a PUBLISH before the CONNECT', Buffer.from([0x30, 0x05, 0x00, 0x01, 0x61, 0x62, 0x63])],
    ['a CONNECT without a body', Buffer.from([0x10, 0x00])],
    ['a reserved packet type', Buffer.from([0xf0, 0x00])],
  ])('cuts a peer that speaks %s', async (_name, bytes) => {
    const target = await start();
    const raw = await openRawMqtt(target.port);
    raw.sendBytes(bytes);
    await raw.closed;
    expect(target.broker.stats()).toMatchObject({ protocolErrors: 1, clients: 0 });
    await expectService(target);
  });

  it.each([
    ['a second CONNECT [MQTT-3.1.0-2]', Buffer.from('101000044d5154540402000000046465765f', 'hex')],
    ['a SUBSCRIBE with no filter', Buffer.from([0x82, 0x02, 0x00, 0x01])],
    ['a SUBSCRIBE with wrong flags', Buffer.from([0x80, 0x05, 0x00, 0x01, 0x00, 0x00, 0x01])],
    ['a PUBLISH of QoS 3', Buffer.from([0x36, 0x05, 0x00, 0x01, 0x61, 0x00, 0x01])],
    ['a PUBLISH to a filter', Buffer.from([0x30, 0x03, 0x00, 0x01, 0x23])],
    ['a topic longer than its packet', Buffer.from([0x30, 0x03, 0x00, 0xff, 0x61])],
    ['a packet that only servers send', Buffer.from([0x90, 0x03, 0x00, 0x01, 0x00])],
  ])('cuts a connected client that sends %s', async (_name, bytes) => {
    const target = await start();
    const raw = await connectRawMqtt(target.port, 'dev_1');
    raw.sendBytes(bytes);
    await raw.closed;
    expect(target.broker.stats().clients).toBe(0);
    await expectService(target);
  });

  it('survives whatever bytes clients send', async () => {
    const target = await start();
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.boolean(),
        async (bytes, known) => {
          const raw = known ? await connectRawMqtt(target.port, 'dev_1') : await openRawMqtt(target.port);
          raw.sendBytes(bytes);
          raw.socket.end();
          await raw.closed;
        },
      ),
      { numRuns: 150 },
    );
    await expectService(target);
    expect(target.broker.stats().clients).toBe(1);
  });
});

describe('floods', () => {
  it('takes a burst of QoS 1 messages in order, and acknowledges each', async () => {
    const plenty = { perSecond: 1e6, burst: 1e9 };
    const { broker, port } = await start({ limits: { messages: plenty, bytes: plenty } });
    const total = 20_000;
    const seen: string[] = [];
    const complete = nextEvent(
      broker.onPublish,
      (_topic, payload) => seen.push(payload.toString()) === total,
    );
    const raw = await connectRawMqtt(port, 'dev_1');
    for (let sent = 0; sent < total; sent += 1) {
      raw.send(publishPacket(topics.state('dev_1'), String(sent), { qos: 1, messageId: sent + 1 }));
    }
    await complete;
    expect(seen).toEqual(Array.from({ length: total }, (_, index) => String(index)));
    for (let acknowledged = 0; acknowledged < total; acknowledged += 1) {
      expect((await raw.next('puback')).messageId).toBe(acknowledged + 1);
    }
  });

  it('cuts a client that begins QoS 2 messages and finishes none', async () => {
    const target = await start();
    const raw = await connectRawMqtt(target.port, 'dev_1');
    for (let sent = 1; sent <= 200; sent += 1) {
      raw.send(publishPacket(topics.state('dev_1'), 'x', { qos: 2, messageId: sent }));
    }
    await raw.closed;
    await expectService(target);
  });

  it('answers others while one waits for its credentials to be checked', async () => {
    const { broker, port } = await start({
      authenticate: ({ clientId }) =>
        clientId === MONITOR
          ? new Promise(() => {})
          : Promise.resolve({ id: clientId, maySubscribe: () => true, mayPublish: () => true }),
    });
    const waiting = await openRawMqtt(port);
    waiting.send(connectPacket(MONITOR));
    const raw = await connectRawMqtt(port, 'dev_1');
    expect(raw.connack.returnCode).toBe(0);
    expect([...broker.clients()].map(({ clientId }) => clientId)).toEqual(['dev_1']);
  });
});
