import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPacketMeter } from '../../../broker/packet-meter.ts';

/** An MQTT packet with a body of the given length. */
const packet = (bodyBytes: number): Buffer => {
  const header = [0x30];
  let left = bodyBytes;
  do {
    header.push((left % 128) | (left >= 128 ? 0x80 : 0));
    left = Math.floor(left / 128);
  } while (left > 0);
  return Buffer.concat([Buffer.from(header), Buffer.alloc(bodyBytes, 0xff)]);
};

describe('packet meter', () => {
  it('accepts and counts any series of packets within the limit, however it is cut into chunks', () => {
    const bodies = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 10 });
    const cuts = fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 40 });
    fc.assert(
      fc.property(bodies, cuts, (sizes, chunkSizes) => {
        const stream = Buffer.concat(sizes.map(packet));
        const count = createPacketMeter(303);
        let at = 0;
        let packets = 0;
        for (const size of [...chunkSizes, stream.length]) {
          packets += count(stream.subarray(at, at + size)) ?? Number.NaN;
          at += size;
        }
        expect(packets).toBe(sizes.length);
      }),
    );
  });

  it('refuses a packet of one byte too many as soon as its length is read', () => {
    expect(createPacketMeter(303)(packet(300))).toBe(1);
    expect(createPacketMeter(302)(packet(300).subarray(0, 3))).toBeNull();
  });

  it('finds the large packet behind small ones', () => {
    const count = createPacketMeter(100);
    expect(count(Buffer.concat([packet(10), packet(0)]))).toBe(2);
    expect(count(Buffer.concat([packet(10), packet(200).subarray(0, 3)]))).toBeNull();
  });

  it('holds the first packet to a limit of its own', () => {
    expect(createPacketMeter(1000, 50)(packet(60))).toBeNull();
    expect(createPacketMeter(1000, 50)(Buffer.concat([packet(40), packet(60)]))).toBe(2);
  });

  it('refuses a length of more than four bytes', () => {
    expect(createPacketMeter(2 ** 30)(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x01]))).toBeNull();
  });
});
