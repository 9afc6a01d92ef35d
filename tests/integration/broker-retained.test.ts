import { describe, expect, it } from 'vitest';
import { topics } from '#protocol';
import { connectRawMqtt, subscribeRaw } from '../support/raw-mqtt.ts';
import { createTestBroker, MONITOR, startOnPort, TEST_AREA } from '../support/test-broker.ts';
import { useTestBroker } from '../support/use-test-broker.ts';

const retained = { qos: 1, retain: true } as const;

const start = useTestBroker();

describe('retained documents', () => {
  it('reach a device when it subscribes, marked as retained, byte for byte', async () => {
    const { broker, port } = await start();
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    await broker.publish(topics.program(TEST_AREA), bytes, retained);
    const raw = await connectRawMqtt(port, 'dev_1');
    await subscribeRaw(raw, topics.keys, topics.program(TEST_AREA), topics.policy(TEST_AREA));
    const received = await raw.next('publish');
    expect(received).toMatchObject({ topic: topics.program(TEST_AREA), retain: true, qos: 1 });
    expect(received.payload).toEqual(bytes);
  });

  it('are sent again on every SUBSCRIBE [MQTT-3.8.4-3], which is how a device resynchronises', async () => {
    const { broker, port } = await start();
    await broker.publish(topics.keys, 'keys', retained);
    const raw = await connectRawMqtt(port, 'dev_1');
    for (let round = 0; round < 3; round += 1) {
      await subscribeRaw(raw, topics.keys);
      expect((await raw.next('publish')).payload.toString()).toBe('keys');
    }
  });

  it('reach current subscribers as news, without the retain flag [MQTT-3.3.1-9]', async () => {
    const { broker, port } = await start();
    const raw = await connectRawMqtt(port, 'dev_1');
    await subscribeRaw(raw, topics.keys);
    await broker.publish(topics.keys, 'version 1', retained);
    await broker.publish(topics.keys, 'version 2', retained);
    expect(await raw.next('publish')).toMatchObject({ retain: false, payload: Buffer.from('version 1') });
    expect(await raw.next('publish')).toMatchObject({ retain: false, payload: Buffer.from('version 2') });
    expect(broker.retained(topics.keys)?.payload.toString()).toBe('version 2');
    expect(broker.stats().retained).toBe(1);
  });

  it('are found by wildcards too, each once', async () => {
    const { broker, port } = await start();
    await broker.publish(topics.keys, 'keys', retained);
    await broker.publish(topics.program(TEST_AREA), 'program', retained);
    const raw = await connectRawMqtt(port, MONITOR);
    await subscribeRaw(raw, '#', 'tt/+/keys');
    const received = [await raw.next('publish'), await raw.next('publish')];
    expect(received.map(({ topic }) => topic)).toEqual([topics.keys, topics.program(TEST_AREA)]);
  });

  it('may be published before the broker starts, for the first device to find', async () => {
    const broker = createTestBroker();
    await broker.publish(topics.keys, 'keys', retained);
    const raw = await connectRawMqtt(await startOnPort(broker), 'dev_1');
    await subscribeRaw(raw, topics.keys);
    expect((await raw.next('publish')).payload.toString()).toBe('keys');
    await broker.stop();
  });

  it('cannot be removed by an empty payload, only by name', async () => {
    const { broker, port } = await start();
    await broker.publish(topics.keys, 'keys', retained);
    await expect(broker.publish(topics.keys, '', retained)).rejects.toMatchObject({
      code: 'Broker_EmptyRetained',
    });
    await broker.publish(topics.keys, '', { qos: 1, retain: false });
    expect(broker.retained(topics.keys)?.payload.toString()).toBe('keys');
    expect(broker.clearRetained(topics.keys)).toBe(true);
    expect(broker.clearRetained(topics.keys)).toBe(false);
    await broker.publish(topics.policy(TEST_AREA), 'policy', retained);
    const raw = await connectRawMqtt(port, 'dev_1');
    await subscribeRaw(raw, topics.keys, topics.policy(TEST_AREA));
    expect((await raw.next('publish')).topic).toBe(topics.policy(TEST_AREA));
  });

  it.each(['', 'tt/+/keys', 'tt/#', 'a\u0000b'])('are not published to %j', async (topic) => {
    const { broker } = await start();
    await expect(broker.publish(topic, 'x', retained)).rejects.toMatchObject({ code: 'Broker_InvalidTopic' });
  });
});

describe('quality of service', () => {
  it.each([
    ['a topic', topics.keys],
    ['a pattern', 'tt/+/keys'],
  ])(
    'is the lower of what was published and what was granted for %s [MQTT-3.8.4-6]',
    async (_name, filter) => {
      const { broker, port } = await start();
      const raw = await connectRawMqtt(port, MONITOR);
      for (const granted of [0, 1] as const) {
        raw.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: filter, qos: granted }] });
        expect((await raw.next('suback')).granted).toEqual([granted]);
        for (const qos of [0, 1] as const) {
          await broker.publish(topics.keys, 'keys', { qos, retain: false });
          expect(await raw.next('publish')).toMatchObject({ qos: Math.min(qos, granted), dup: false });
        }
      }
    },
  );
});
