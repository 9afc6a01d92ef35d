import fc from 'fast-check';
import mqttPacket, { type Packet } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { encodePublish } from '../../../broker/publish-frame.ts';

const parse = (bytes: Buffer): Packet[] => {
  const packets: Packet[] = [];
  const parser = mqttPacket.parser();
  parser.on('packet', (packet: Packet) => packets.push(packet));
  parser.parse(bytes);
  return packets;
};

describe('encoding of a PUBLISH', () => {
  it('is read by an MQTT parser as what was meant, for each subscriber', () => {
    const publish = fc.record({
      topic: fc.string({ minLength: 1, unit: 'grapheme' }),
      payload: fc
        .oneof(
          fc.constantFrom(0, 1, 127, 128, 2048, 16_383, 16_384, 100_000),
          fc.integer({ min: 0, max: 4096 }),
        )
        .map((size) => Buffer.alloc(size, 'payload')),
      qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
      retain: fc.boolean(),
    });
    fc.assert(
      fc.property(publish, fc.integer({ min: 1, max: 65_535 }), (message, messageId) => {
        const frame = encodePublish(message);
        const { payload, ...fields } = message;
        for (const ownId of [messageId, 65_536 - messageId]) {
          const [packet, ...others] = parse(Buffer.concat(frame.piecesFor(ownId)));
          expect(packet).toMatchObject(message.qos === 0 ? fields : { ...fields, messageId: ownId });
          expect(packet?.cmd === 'publish' && payload.equals(Buffer.from(packet.payload))).toBe(true);
          expect(others).toEqual([]);
        }
      }),
    );
  });

  it('shares the bytes of a large payload instead of copying them', () => {
    const payload = Buffer.alloc(100_000);
    const frame = encodePublish({ topic: 'a', payload, qos: 1, retain: false });
    expect(frame.piecesFor(1).at(-1)).toBe(payload);
    expect(frame.piecesFor(2).at(-1)).toBe(payload);
  });
});
