import { connectAsync } from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import { topics } from '#protocol';
import type { BrokerConfig } from '../../broker/broker-config.ts';
import {
  anonymousPacket,
  connectPacket,
  connectRawMqtt,
  publishPacket,
  subscribeRaw,
} from '../support/raw-mqtt.ts';
import {
  MONITOR,
  nextEvent,
  principalOf,
  startTestBroker,
  TEST_AREA,
  type TestBroker,
} from '../support/test-broker.ts';

let running: TestBroker | undefined;
const start = async (overrides: Partial<BrokerConfig> = {}): Promise<TestBroker> => {
  running = await startTestBroker(overrides);
  return running;
};
afterEach(async () => {
  await running?.broker.stop();
  running = undefined;
});

describe('who may connect', () => {
  it('accepts a device with its own credentials', async () => {
    const { broker, port } = await start();
    const connected = nextEvent(broker.onConnect);
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, {
      clientId: 'dev_1',
      username: 'dev_1',
      password: 'secret of dev_1',
    });
    expect(await connected).toEqual(['dev_1']);
    expect([...broker.clients()]).toEqual([{ clientId: 'dev_1', remoteAddress: '127.0.0.1' }]);
    const left = nextEvent(broker.onDisconnect);
    await client.endAsync();
    expect(await left).toEqual(['dev_1']);
    expect(broker.stats()).toMatchObject({ clients: 0, connects: 1, disconnects: 1, connectsRefused: 0 });
  });

  it.each([
    ['no credentials', anonymousPacket('dev_1'), 4],
    ['a user name without a password', anonymousPacket('dev_1', { username: 'dev_1' }), 4],
    ['a wrong password', connectPacket('dev_1', { password: Buffer.from('88888888') }), 4],
    ['the client id of someone else', { ...connectPacket('dev_2'), clientId: 'dev_1' }, 2],
    ['an empty client id', { ...connectPacket('dev_1'), clientId: '' }, 2],
    ['an unknown version of MQTT', connectPacket('dev_1', { protocolVersion: 5 }), 1],
  ])('refuses %s', async (_name, packet, returnCode) => {
    const { broker, port } = await start();
    const raw = await connectRawMqtt(port, packet);
    expect(raw.connack).toMatchObject({ returnCode, sessionPresent: false });
    await raw.closed;
    expect(broker.stats()).toMatchObject({ clients: 0, connects: 0, connectsRefused: 1 });
  });

  it('answers "server unavailable" when credentials cannot be checked, so that devices try again', async () => {
    const { port, lines } = await start({
      authenticate: () => Promise.reject(new Error('database is locked')),
    });
    const raw = await connectRawMqtt(port, 'dev_1');
    expect(raw.connack.returnCode).toBe(3);
    await raw.closed;
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'error', sentence: 'credentials could not be checked' }),
    );
  });

  it('hands client id, user name, password and address to the check', async () => {
    const seen: object[] = [];
    const { port } = await start({
      authenticate: async (credentials) => {
        seen.push(credentials);
        return principalOf('dev_1');
      },
    });
    await connectRawMqtt(
      port,
      connectPacket('dev_1', { username: 'receiver', password: Buffer.from([0, 255]) }),
    );
    expect(seen).toEqual([
      {
        clientId: 'dev_1',
        username: 'receiver',
        password: Buffer.from([0, 255]),
        remoteAddress: '127.0.0.1',
      },
    ]);
  });

  it('keeps no session for a client that asks for one', async () => {
    const { broker, port } = await start();
    const persistent = connectPacket('dev_1', { clean: false });
    const first = await connectRawMqtt(port, persistent);
    await subscribeRaw(first, topics.config('dev_1'));
    const left = nextEvent(broker.onDisconnect);
    first.destroy();
    await left;
    await broker.publish(topics.config('dev_1'), 'missed', { qos: 1, retain: false });
    const second = await connectRawMqtt(port, persistent);
    expect(second.connack.sessionPresent).toBe(false);
    await broker.publish(topics.config('dev_1'), 'not subscribed', { qos: 1, retain: false });
    await subscribeRaw(second, topics.config('dev_1'));
    await broker.publish(topics.config('dev_1'), 'received', { qos: 1, retain: false });
    expect((await second.next('publish')).payload.toString()).toBe('received');
  });
});

describe('takeover [MQTT-3.1.4-2]', () => {
  it('closes the old connection, delivers its will and keeps the new one', async () => {
    const { broker, port } = await start();
    const events: string[] = [];
    broker.onConnect((id) => events.push(`connect ${id}`));
    broker.onDisconnect((id) => events.push(`disconnect ${id}`));
    broker.onPublish((topic, payload) => events.push(`${topic} ${payload}`));
    const presence = topics.presence('dev_1');
    const will = { topic: presence, payload: Buffer.from('offline'), qos: 1 as const, retain: false };
    const older = await connectRawMqtt(port, connectPacket('dev_1', { will }));
    const newer = await connectRawMqtt(port, 'dev_1');
    await older.closed;
    expect(newer.connack.returnCode).toBe(0);
    expect(events).toEqual(['connect dev_1', `${presence} offline`, 'disconnect dev_1', 'connect dev_1']);
    await subscribeRaw(newer, topics.config('dev_1'));
    await broker.publish(topics.config('dev_1'), 'still here', { qos: 1, retain: false });
    expect((await newer.next('publish')).payload.toString()).toBe('still here');
  });

  it('leaves one connection when many with the same client id arrive at once', async () => {
    const { broker, port } = await start();
    const attempts = await Promise.all(
      Array.from({ length: 20 }, () => connectRawMqtt(port, 'dev_1').catch(() => undefined)),
    );
    const survivors = attempts.filter((raw) => raw !== undefined);
    expect([...broker.clients()]).toHaveLength(1);
    const { connects, disconnects } = broker.stats();
    expect(connects - disconnects).toBe(1);
    expect(broker.disconnect('dev_1')).toBe(true);
    await Promise.all(survivors.map(({ closed }) => closed));
    expect(broker.stats().clients).toBe(0);
  });

  it('does not forget a connection that comes while the old one is ending', async () => {
    const { broker, port } = await start();
    for (let round = 0; round < 20; round += 1) {
      const older = await connectRawMqtt(port, 'dev_1');
      older.destroy();
      await connectRawMqtt(port, 'dev_1');
    }
    expect([...broker.clients()]).toHaveLength(1);
    const left = nextEvent(broker.onDisconnect);
    expect(broker.disconnect('dev_1')).toBe(true);
    await left;
    expect(broker.disconnect('dev_1')).toBe(false);
  });
});

describe('what a client may subscribe to', () => {
  it('grants own topics and those of its area, and answers 0x80 for every other filter', async () => {
    const { broker, port } = await start();
    const raw = await connectRawMqtt(port, 'dev_1');
    const granted = await subscribeRaw(
      raw,
      topics.config('dev_1'),
      topics.config('dev_2'),
      topics.program(TEST_AREA),
      topics.program('25@2004-01-01'),
      'tt/v1/devices/+/config',
      'tt/v1/devices/dev_1/#',
      '#',
      '$SYS/#',
      '$share/group/tt/v1/keys',
    );
    expect(granted).toEqual([1, 128, 1, 128, 128, 128, 128, 128, 128]);
    expect(broker.stats().subscribesRefused).toBe(7);
    await broker.publish(topics.config('dev_2'), 'for someone else', { qos: 1, retain: true });
    await broker.publish(topics.config('dev_1'), 'for me', { qos: 1, retain: false });
    expect((await raw.next('publish')).payload.toString()).toBe('for me');
  });

  it('denies the topics of the server and malformed filters whatever the policy says', async () => {
    const { port } = await start();
    const raw = await connectRawMqtt(port, MONITOR);
    expect(await subscribeRaw(raw, '$SYS/#', '$refused', 'a+', 'a/+b', 'a\u0000b', '#')).toEqual([
      128, 128, 128, 128, 128, 1,
    ]);
  });

  it('shows a subscriber to everything nothing of the server itself', async () => {
    const { broker, port } = await start();
    const monitor = await connectRawMqtt(port, MONITOR);
    await subscribeRaw(monitor, '#', '+/+/new/clients');
    const device = await connectRawMqtt(port, 'dev_1');
    device.send(publishPacket('tt/v1/keys', 'forged', { qos: 1, messageId: 1 }));
    await device.next('puback');
    await broker.publish('tt/v1/keys', 'signed', { qos: 1, retain: true });
    const first = await monitor.next('publish');
    expect(`${first.topic} ${first.payload}`).toBe('tt/v1/keys signed');
  });

  it('bounds how many filters one connection holds', async () => {
    const { port } = await start({ maxSubscriptions: 3 });
    const raw = await connectRawMqtt(port, MONITOR);
    expect(await subscribeRaw(raw, 'a', 'b', 'c', 'd', 'e')).toEqual([1, 1, 1, 128, 128]);
    raw.send({ cmd: 'unsubscribe', messageId: 2, unsubscriptions: ['a'] });
    await raw.next('unsuback');
    expect(await subscribeRaw(raw, 'd')).toEqual([1]);
  });

  it('refuses when a rule throws, and stays up', async () => {
    const broken = (): boolean => {
      throw new Error('rule is broken');
    };
    const { port } = await start({
      authenticate: async () => ({ id: 'dev_1', maySubscribe: broken, mayPublish: broken }),
    });
    const raw = await connectRawMqtt(port, 'dev_1');
    expect(await subscribeRaw(raw, 'a')).toEqual([128]);
    raw.send(publishPacket('a', 'text', { qos: 1, messageId: 2 }));
    expect((await raw.next('puback')).messageId).toBe(2);
  });
});

describe('what a client may publish', () => {
  it('hands allowed messages to the process without a subscription', async () => {
    const { broker, port } = await start();
    const raw = await connectRawMqtt(port, 'dev_1');
    const arrived = nextEvent(broker.onPublish);
    raw.send(publishPacket(topics.heartbeat('dev_1'), '{"up":1}'));
    const [topic, payload, clientId] = await arrived;
    expect([topic, payload.toString(), clientId]).toEqual([topics.heartbeat('dev_1'), '{"up":1}', 'dev_1']);
    expect(broker.stats().messagesIn).toBe(1);
  });

  it('hands a message over once, and to MQTT subscribers as well', async () => {
    const { broker, port } = await start();
    const monitor = await connectRawMqtt(port, MONITOR);
    await subscribeRaw(monitor, 'tt/v1/devices/+/state', '#');
    const seen: string[] = [];
    broker.onPublish((_topic, payload) => seen.push(payload.toString()));
    const raw = await connectRawMqtt(port, 'dev_1');
    for (const qos of [0, 1, 2] as const) {
      raw.send(
        publishPacket(topics.state('dev_1'), `qos ${qos}`, qos === 0 ? { qos } : { qos, messageId: qos }),
      );
      expect((await monitor.next('publish')).payload.toString()).toBe(`qos ${qos}`);
    }
    await raw.next('pubrec');
    raw.send({ cmd: 'pubrel', messageId: 2 });
    await raw.next('pubcomp');
    expect(seen).toEqual(['qos 0', 'qos 1', 'qos 2']);
  });

  it.each([
    ['of another device', topics.heartbeat('dev_2')],
    ['of a signed document', topics.program(TEST_AREA)],
    ['of the server', '$SYS/broker/new/clients'],
    ['outside the protocol', 'elsewhere'],
  ])('acknowledges and drops a message on a topic %s', async (_name, topic) => {
    const { broker, port, lines } = await start();
    const monitor = await connectRawMqtt(port, MONITOR);
    await subscribeRaw(monitor, '#');
    const received: string[] = [];
    broker.onPublish((arrived) => received.push(arrived));
    const raw = await connectRawMqtt(port, 'dev_1');
    raw.send(publishPacket(topic, 'forged', { qos: 1, messageId: 9, retain: true }));
    expect((await raw.next('puback')).messageId).toBe(9);
    raw.send(publishPacket(topics.state('dev_1'), 'allowed', { qos: 1, messageId: 10 }));
    await raw.next('puback');
    expect((await monitor.next('publish')).topic).toBe(topics.state('dev_1'));
    expect(received).toEqual([topics.state('dev_1')]);
    expect(broker.retained(topic)).toBeUndefined();
    expect(broker.stats()).toMatchObject({ publishesRefused: 1, clients: 2 });
    expect(lines).toContainEqual({
      level: 'warn',
      fields: { topic, clientId: 'dev_1', remoteAddress: '127.0.0.1', refusals: 1 },
      sentence: 'a message was refused and dropped',
    });
  });

  it('keeps topics of the server from a client that may publish anything', async () => {
    const { broker, port } = await start();
    const device = await connectRawMqtt(port, 'dev_1');
    const monitor = await connectRawMqtt(port, MONITOR);
    // By this message brokers of a cluster make each other close a client.
    monitor.send(publishPacket('$SYS/other/new/clients', 'dev_1', { qos: 1, messageId: 1 }));
    await monitor.next('puback');
    expect(await subscribeRaw(device, topics.config('dev_1'))).toEqual([1]);
    expect(broker.stats()).toMatchObject({ clients: 2, publishesRefused: 1, messagesIn: 0 });
  });

  it('logs the 1st, 10th and 100th refusal of a connection, not each', async () => {
    const { broker, port, lines } = await start();
    const raw = await connectRawMqtt(port, 'dev_1');
    for (let sent = 0; sent < 500; sent += 1) raw.send(publishPacket('elsewhere', 'rubbish'));
    raw.send({ cmd: 'pingreq' });
    await raw.next('pingresp');
    expect(broker.stats().publishesRefused).toBe(500);
    expect(lines.filter(({ sentence }) => sentence === 'a message was refused and dropped')).toHaveLength(3);
  });

  it('strips the retain flag, even from a client that may publish anything', async () => {
    const { broker, port } = await start();
    const raw = await connectRawMqtt(port, MONITOR);
    const arrived = nextEvent(broker.onPublish);
    raw.send(publishPacket(topics.state('dev_1'), 'kept?', { qos: 1, messageId: 1, retain: true }));
    await raw.next('puback');
    expect((await arrived)[1].toString()).toBe('kept?');
    expect(broker.retained(topics.state('dev_1'))).toBeUndefined();
    expect(broker.stats().retained).toBe(0);
  });

  it('ignores an empty retained message, which would remove a document', async () => {
    const { broker, port } = await start();
    await broker.publish('tt/v1/keys', 'signed', { qos: 1, retain: true });
    const raw = await connectRawMqtt(port, MONITOR);
    raw.send(publishPacket('tt/v1/keys', '', { qos: 1, messageId: 1, retain: true }));
    await raw.next('puback');
    expect(broker.retained('tt/v1/keys')?.payload.toString()).toBe('signed');
    expect(broker.stats()).toMatchObject({ messagesIn: 0, publishesRefused: 1 });
  });
});

describe('will messages', () => {
  const presence = topics.presence('dev_1');
  const will = { topic: presence, payload: Buffer.from('offline'), qos: 1 as const, retain: true };

  it('arrive when the connection is lost, without their retain flag', async () => {
    const { broker, port } = await start();
    const raw = await connectRawMqtt(port, connectPacket('dev_1', { will }));
    const arrived = nextEvent(broker.onPublish);
    raw.destroy();
    const [topic, payload, clientId] = await arrived;
    expect([topic, payload.toString(), clientId]).toEqual([presence, 'offline', 'dev_1']);
    expect(broker.stats().retained).toBe(0);
  });

  it('do not arrive after an orderly DISCONNECT', async () => {
    const { broker, port } = await start();
    const seen: string[] = [];
    broker.onPublish((topic) => seen.push(topic));
    const raw = await connectRawMqtt(port, connectPacket('dev_1', { will }));
    const left = nextEvent(broker.onDisconnect);
    raw.send({ cmd: 'disconnect' });
    await left;
    expect(seen).toEqual([]);
  });

  it('are dropped on topics that the client may not publish to', async () => {
    const { broker, port } = await start();
    const forged = { ...will, topic: topics.program(TEST_AREA) };
    const raw = await connectRawMqtt(port, connectPacket('dev_1', { will: forged }));
    const left = nextEvent(broker.onDisconnect);
    raw.destroy();
    await left;
    expect(broker.stats()).toMatchObject({ publishesRefused: 1, messagesIn: 0, retained: 0 });
  });
});
