import { open } from 'node:fs/promises';
import type { ByteRange } from './media-range.ts';

export type Bytes = Uint8Array<ArrayBuffer>;
/** What an answer is put together from: text between the parts, and pieces of the file. */
export type BodyPart = Bytes | ByteRange;

const streamChunkBytes = 256 * 1024;

/** One range is a view, not a copy: a thousand downloads of a hot file share its memory. */
export const bodyFromMemory = (content: Bytes, parts: readonly BodyPart[]): Bytes => {
  const pieces = parts.map((part) =>
    part instanceof Uint8Array ? part : content.subarray(part.start, part.end + 1),
  );
  const [first, ...rest] = pieces;
  return first !== undefined && rest.length === 0 ? first : Buffer.concat(pieces);
};

/**
 * Reads as fast as the receiver takes. The file is open from here until the last byte, an error, or the
 * receiver's going away, even before its first read.
 */
export const bodyFromFile = async (
  path: string,
  parts: readonly BodyPart[],
): Promise<ReadableStream<Uint8Array>> => {
  const file = await open(path, 'r');
  let index = 0;
  let offset = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const part = parts[index];
        if (part === undefined) {
          await file.close();
          controller.close();
          return;
        }
        if (part instanceof Uint8Array) {
          index += 1;
          controller.enqueue(part);
          return;
        }
        const position = part.start + offset;
        const length = Math.min(streamChunkBytes, part.end + 1 - position);
        try {
          const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, position);
          if (bytesRead === 0) throw new RangeError('an asset became shorter while it was served');
          offset += bytesRead;
          controller.enqueue(buffer.subarray(0, bytesRead));
        } catch (error) {
          await file.close();
          throw error;
        }
        if (part.start + offset > part.end) {
          index += 1;
          offset = 0;
        }
      },
      cancel: () => file.close(),
    },
    { highWaterMark: 0 },
  );
};
