type Publish = Readonly<{ topic: string; payload: Buffer; qos: 0 | 1 | 2; retain: boolean }>;

/** A PUBLISH packet as bytes, for any number of subscribers: only the packet identifier differs. */
export type PublishFrame = Readonly<{
  /** The packet, in pieces to be written together; the identifier is left out at QoS 0. */
  piecesFor: (messageId: number) => readonly Buffer[];
}>;

/** Up to this size a copy for each subscriber is cheaper than a second piece for the kernel to gather. */
const COPIED_AT_MOST_BYTES = 2048;

const remainingLengthOf = (length: number): readonly number[] => {
  const bytes: number[] = [];
  for (let left = length; bytes.length === 0 || left > 0; left = Math.floor(left / 128)) {
    bytes.push(left >= 128 ? (left % 128) | 0x80 : left);
  }
  return bytes;
};

/** Encodes the packet once (MQTT 3.1.1 section 3.3). */
export const encodePublish = ({ topic, payload, qos, retain }: Publish): PublishFrame => {
  const name = Buffer.from(topic);
  const idBytes = qos === 0 ? 0 : 2;
  const header = [
    0x30 | (qos << 1) | (retain ? 1 : 0),
    ...remainingLengthOf(2 + name.length + idBytes + payload.length),
    name.length >> 8,
    name.length & 0xff,
  ];
  const idAt = header.length + name.length;
  const head = Buffer.concat([Buffer.from(header), name, Buffer.alloc(idBytes)]);
  const isSmall = head.length + payload.length <= COPIED_AT_MOST_BYTES;
  const first = isSmall ? Buffer.concat([head, payload]) : head;
  const others = isSmall ? [] : [payload];

  return {
    piecesFor: (messageId) => {
      if (qos === 0) return [first, ...others];
      const own = Buffer.from(first);
      own.writeUInt16BE(messageId, idAt);
      return [own, ...others];
    },
  };
};
