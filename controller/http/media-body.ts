import { type FileHandle, open } from 'node:fs/promises';
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
 * Reads as fast as the receiver takes. The file is opened at the first read, so that an answer nobody reads
 * holds nothing, and closed after the last byte, an error, or the receiver's going away.
 */
export const bodyFromFile = (path: string, parts: readonly BodyPart[]): ReadableStream<Uint8Array> => {
  let file: FileHandle | null = null;
  let isCancelled = false;
  let index = 0;
  let offset = 0;

  /** The next piece, or null after the last. */
  const next = async (): Promise<Uint8Array | null> => {
    const part = parts[index];
    if (part === undefined || part instanceof Uint8Array) {
      index += 1;
      return part ?? null;
    }
    file ??= await open(path, 'r');
    const position = part.start + offset;
    const length = Math.min(streamChunkBytes, part.end + 1 - position);
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, position);
    if (bytesRead === 0) throw new RangeError('an asset became shorter while it was served');
    offset += bytesRead;
    if (part.start + offset > part.end) {
      index += 1;
      offset = 0;
    }
    return buffer.subarray(0, bytesRead);
  };

  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        let isOver = true;
        try {
          const piece = await next();
          isOver = piece === null || isCancelled;
          if (piece === null) controller.close();
          else if (!isCancelled) controller.enqueue(piece);
        } finally {
          if (isOver) await file?.close();
        }
      },
      cancel: async () => {
        isCancelled = true;
        await file?.close();
      },
    },
    { highWaterMark: 0 },
  );
};
