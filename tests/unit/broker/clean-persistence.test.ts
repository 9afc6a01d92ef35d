import { describe, expect, it } from 'vitest';
import { createCleanPersistence } from '../../../broker/clean-persistence.ts';
import { createRetainedMap } from '../../../broker/retained-map.ts';

const setup = () => {
  const retained = createRetainedMap();
  return { retained, persistence: createCleanPersistence(retained) };
};

describe('persistence of clean sessions', () => {
  it('streams the retained documents of a SUBSCRIBE as publish packets', async () => {
    const { persistence } = setup();
    await persistence.storeRetained({ topic: 'a', payload: 'one', qos: 1 });
    await persistence.storeRetained({ topic: 'b', payload: Buffer.from('two'), qos: 0 });
    const packets = await persistence.createRetainedStreamCombi(['b', 'c', 'a']).toArray();
    expect(packets).toEqual([
      { cmd: 'publish', topic: 'b', payload: Buffer.from('two'), qos: 0, retain: true },
      { cmd: 'publish', topic: 'a', payload: Buffer.from('one'), qos: 1, retain: true },
    ]);
  });

  it('keeps a copy, so that a document never changes under its readers', async () => {
    const { retained, persistence } = setup();
    const payload = Buffer.from('signed');
    await persistence.storeRetained({ topic: 'a', payload, qos: 1 });
    payload.fill(0);
    expect(retained.get('a')?.payload.toString()).toBe('signed');
  });

  it('keeps the document when an empty payload asks to remove it', async () => {
    const { retained, persistence } = setup();
    await persistence.storeRetained({ topic: 'a', payload: 'document', qos: 1 });
    await persistence.storeRetained({ topic: 'a', payload: '', qos: 1 });
    expect(retained.get('a')?.payload.toString()).toBe('document');
  });

  it('queues nothing for an absent client', async () => {
    const { persistence } = setup();
    await persistence.addSubscriptions();
    await persistence.outgoingEnqueueCombi();
    expect(await persistence.subscriptionsByTopic()).toEqual([]);
    expect(await persistence.outgoingStream().toArray()).toEqual([]);
  });

  it('remembers an unfinished QoS 2 message until it is released or its connection ends', async () => {
    const { persistence } = setup();
    const [client, other] = [{}, {}];
    const packet = { messageId: 7 };
    await persistence.incomingStorePacket(client, packet);
    expect(await persistence.incomingGetPacket(client, packet)).toBe(packet);
    await expect(persistence.incomingGetPacket(other, packet)).rejects.toThrow('no such packet');
    await persistence.incomingDelPacket(client, packet);
    await expect(persistence.incomingGetPacket(client, packet)).rejects.toThrow('no such packet');
    await expect(persistence.incomingDelPacket(client, packet)).rejects.toThrow('no such packet');
    await persistence.incomingStorePacket(client, packet);
    await persistence.cleanIncoming(client);
    await expect(persistence.incomingGetPacket(client, packet)).rejects.toThrow('no such packet');
  });
});
