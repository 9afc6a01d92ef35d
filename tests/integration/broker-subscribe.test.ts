import { describe, expect, it } from 'vitest';
import { topics } from '#protocol';
import { connectRawMqtt, publishPacket, subscribeRaw } from '../support/raw-mqtt.ts';
import { MONITOR, TEST_AREA } from '../support/test-broker.ts';
import { useTestBroker } from '../support/use-test-broker.ts';

const start = useTestBroker();

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
