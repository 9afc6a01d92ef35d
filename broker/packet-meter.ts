/**
 * Feed it what a peer sends, in order; gives how many packets were announced in it, or null once one of them is
 * larger than allowed.
 */
export type PacketMeter = (chunk: Uint8Array) => number | null;

/** The remaining length takes at most four bytes (MQTT 3.1.1 section 2.2.3). */
const MAX_LENGTH_BYTES = 4;

/**
 * Follows the fixed headers in a stream of MQTT packets, to refuse a large packet when it is announced.
 * The parser of aedes would collect up to 256 MB before it looks inside.
 *
 * @param maxBytes largest packet, fixed header included
 * @param maxFirstBytes largest first packet: a peer is unknown until its CONNECT was read
 */
export const createPacketMeter = (maxBytes: number, maxFirstBytes = maxBytes): PacketMeter => {
  let limit = maxFirstBytes;
  /** Bytes of the current packet's body that are still to come. */
  let bodyLeft = 0;
  /** Bytes of the current fixed header seen so far; 0 between packets. */
  let headerBytes = 0;
  let remainingLength = 0;

  return (chunk) => {
    let at = 0;
    let packets = 0;
    while (at < chunk.length) {
      if (bodyLeft > 0) {
        const skipped = Math.min(bodyLeft, chunk.length - at);
        bodyLeft -= skipped;
        at += skipped;
        continue;
      }
      const byte = chunk[at++] ?? 0;
      headerBytes += 1;
      if (headerBytes === 1) continue;
      remainingLength += (byte & 0x7f) * 128 ** (headerBytes - 2);
      if (byte >= 0x80) {
        if (headerBytes > MAX_LENGTH_BYTES) return null;
        continue;
      }
      if (headerBytes + remainingLength > limit) return null;
      packets += 1;
      limit = maxBytes;
      bodyLeft = remainingLength;
      headerBytes = 0;
      remainingLength = 0;
    }
    return packets;
  };
};
