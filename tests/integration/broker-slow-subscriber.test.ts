import { describe, expect, it } from 'vitest';
import { topics } from '#protocol';
import { connectRawMqtt, type RawMqtt, subscribeRaw } from '../support/raw-mqtt.ts';
import { nextEvent, TEST_AREA, type TestBroker } from '../support/test-broker.ts';
import { useTestBroker } from '../support/use-test-broker.ts';

const alert = topics.announcements(TEST_AREA);
const MEBIBYTE = 1024 * 1024;

const start = useTestBroker();

/** Subscribes to the alert. */
const listener = async (port: number, clientId: string): Promise<RawMqtt> => {
  const raw = await connectRawMqtt(port, clientId);
  expect(await subscribeRaw(raw, alert)).toEqual([1]);
  return raw;
};

/** Publishes until the kernel's buffers for a frozen subscriber are certainly full. */
const publishMebibytes = async ({ broker }: TestBroker, count: number): Promise<void> => {
  for (let index = 0; index < count; index += 1) {
    await broker.publish(alert, Buffer.alloc(MEBIBYTE, index), { qos: 1, retain: false });
  }
};

describe('a subscriber that stops reading', () => {
  it('does not delay an alert to the others, nor the publisher', async () => {
    const target = await start({ drainTimeoutMs: 600_000, maxBacklogBytes: 1024 * MEBIBYTE });
    const frozen = await listener(target.port, 'dev_frozen');
    const healthy = await listener(target.port, 'dev_healthy');
    frozen.freeze();
    // More messages than the emitter of aedes lets wait by default (100), each waited for by the publisher.
    await publishMebibytes(target, 120);
    await target.broker.publish(alert, 'alert', { qos: 1, retain: false });
    for (let index = 0; index < 120; index += 1) {
      expect((await healthy.next('publish')).payload[0]).toBe(index);
    }
    expect((await healthy.next('publish')).payload.toString()).toBe('alert');
    expect(target.broker.stats()).toMatchObject({ clients: 2, slowClientsCut: 0 });
    frozen.destroy();
  });

  it('is cut when its socket stays full for the drain timeout', async () => {
    const target = await start({ drainTimeoutMs: 100, maxBacklogBytes: 1024 * MEBIBYTE });
    const frozen = await listener(target.port, 'dev_frozen');
    const left = nextEvent(target.broker.onDisconnect);
    frozen.freeze();
    await publishMebibytes(target, 40);
    expect(await left).toEqual(['dev_frozen']);
    expect(target.broker.stats().slowClientsCut).toBe(1);
    frozen.destroy();
  });

  it('is cut when too much waits for it, long before the drain timeout', async () => {
    const target = await start({ drainTimeoutMs: 600_000, maxBacklogBytes: 2 * MEBIBYTE });
    const frozen = await listener(target.port, 'dev_frozen');
    const left = nextEvent(target.broker.onDisconnect);
    frozen.freeze();
    await publishMebibytes(target, 60);
    expect(await left).toEqual(['dev_frozen']);
    expect(target.broker.stats().slowClientsCut).toBe(1);
    frozen.destroy();
  });

  it('receives all when it was only slow', async () => {
    const target = await start({ drainTimeoutMs: 600_000, maxBacklogBytes: 1024 * MEBIBYTE });
    const slow = await listener(target.port, 'dev_slow');
    slow.freeze();
    await publishMebibytes(target, 30);
    slow.socket.resume();
    for (let index = 0; index < 30; index += 1) {
      expect((await slow.next('publish')).payload[0]).toBe(index);
    }
  });
});

describe('a burst of messages', () => {
  it('reaches every subscriber whole and in order, beside one that does not read', async () => {
    const target = await start({ drainTimeoutMs: 600_000, maxBacklogBytes: 1024 * MEBIBYTE });
    const frozen = await listener(target.port, 'dev_frozen');
    const healthy = [await listener(target.port, 'dev_1'), await listener(target.port, 'dev_2')];
    frozen.freeze();
    const total = 20_000;
    await Promise.all(
      Array.from({ length: total }, (_, index) =>
        target.broker.publish(alert, String(index), { qos: 1, retain: false }),
      ),
    );
    for (const raw of healthy) {
      const messageIds = new Set<number | undefined>();
      for (let index = 0; index < total; index += 1) {
        const { payload, messageId, qos } = await raw.next('publish');
        expect([payload.toString(), qos]).toEqual([String(index), 1]);
        messageIds.add(messageId);
      }
      expect(messageIds.size).toBe(total);
    }
    expect(target.broker.stats().messagesOut).toBe(3 * total);
    frozen.destroy();
  });
});
