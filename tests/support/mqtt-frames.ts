/** Cuts a byte stream into MQTT packets, for load that a full client library would be too dear for. */
export const createFrameReader = (onFrame: (frame: Buffer) => void): ((chunk: Buffer) => void) => {
  let pending: Buffer = Buffer.alloc(0);
  return (chunk) => {
    const bytes = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    let start = 0;
    for (let end = frameEnd(bytes, start); end !== null; end = frameEnd(bytes, start)) {
      onFrame(bytes.subarray(start, end));
      start = end;
    }
    pending = bytes.subarray(start);
  };
};

/** Where the packet that starts at `start` ends; null when not all of it is there. */
const frameEnd = (bytes: Buffer, start: number): number | null => {
  let length = 0;
  for (let index = start + 1, scale = 1; index < bytes.length; index += 1, scale *= 128) {
    const byte = bytes[index] ?? 0;
    length += (byte & 0x7f) * scale;
    if (byte < 0x80) return index + 1 + length <= bytes.length ? index + 1 + length : null;
  }
  return null;
};
