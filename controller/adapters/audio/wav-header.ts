import { open } from 'node:fs/promises';

const headBytes = 64 * 1024;
/** Recorders that write to a pipe leave a placeholder near 2^31 or 2^32, or zero, for the unknown size. */
const placeholderBytes = 0x7ff0_0000;

/**
 * Length that the header of a RIFF/WAVE file promises. ffmpeg falls back to the file's size as soon as the
 * promise exceeds it, which is the very case that tells a cut file. Null when the header promises nothing.
 */
export const wavDeclaredMs = (head: Buffer): number | null => {
  if (head.length < 12 || head.toString('latin1', 0, 4) !== 'RIFF') return null;
  if (head.toString('latin1', 8, 12) !== 'WAVE') return null;
  let byteRate: number | null = null;
  for (let offset = 12; offset + 8 <= head.length; ) {
    const name = head.toString('latin1', offset, offset + 4);
    const sizeBytes = head.readUInt32LE(offset + 4);
    if (name === 'fmt ' && offset + 20 <= head.length) byteRate = head.readUInt32LE(offset + 16);
    if (name === 'data') {
      if (!byteRate || sizeBytes === 0 || sizeBytes >= placeholderBytes) return null;
      return Math.round((sizeBytes / byteRate) * 1000);
    }
    // RIFF chunks are padded to an even length.
    offset += 8 + sizeBytes + (sizeBytes % 2);
  }
  return null;
};

export const readWavDeclaredMs = async (path: string): Promise<number | null> => {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return wavDeclaredMs(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
};
