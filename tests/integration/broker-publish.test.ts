import { describe, expect, it } from 'vitest';
import { topics } from '#protocol';
import { connectPacket, connectRawMqtt, publishPacket, subscribeRaw } from '../support/raw-mqtt.ts';
import { MONITOR, nextEvent, TEST_AREA } from '../support/test-broker.ts';
import { useTestBroker } from '../support/use-test-broker.ts';

const start = useTestBroker();

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
