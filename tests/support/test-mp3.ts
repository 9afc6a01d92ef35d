import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFfmpeg } from '../../controller/adapters/audio/find-ffmpeg.ts';
import { silentLog } from './silent-log.ts';

export const testRate = 44_100;

/** Encodes samples in [-1, 1] as the controller does: mono MP3, 64 kb/s, 44.1 kHz. */
export const encodeMp3 = async (samples: Float32Array, rate = testRate): Promise<Buffer> => {
  const ffmpeg = await findFfmpeg({ env: process.env, log: silentLog });
  const input = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const pcm = ['-f', 'f32le', '-ar', `${rate}`, '-ac', '1', '-i', 'pipe:0'];
  const folder = mkdtempSync(join(tmpdir(), 'test-mp3-'));
  try {
    // Into a file: the header that tells a decoder of delay and padding is written last, at the beginning.
    const path = join(folder, 'encoded.mp3');
    const mp3 = ['-c:a', 'libmp3lame', '-b:a', '64k', path];
    execFileSync(ffmpeg.path, ['-v', 'error', ...pcm, ...mp3], { input });
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** A tone of 1 kHz that begins and ends sharply, with silence around it. */
export const toneBurst = (lengthMs: number, fromMs: number, toMs: number, rate = testRate): Float32Array => {
  const samples = new Float32Array(Math.round((lengthMs * rate) / 1_000));
  const to = Math.round((toMs * rate) / 1_000);
  for (let n = Math.round((fromMs * rate) / 1_000); n < to; n += 1) {
    samples[n] = 0.5 * Math.sin((2 * Math.PI * 1_000 * n) / rate);
  }
  return samples;
};

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export type ReadWav = { samples: Int16Array; rate: number };

/** Reads a mono 16-bit WAV strictly: sizes in the header must fit the file. */
export const readWav = (bytes: Buffer): ReadWav => {
  if (bytes.toString('ascii', 0, 4) !== 'RIFF' || bytes.toString('ascii', 8, 16) !== 'WAVEfmt ') {
    throw new Error('Not a WAV file');
  }
  const dataBytes = bytes.readUInt32LE(40);
  if (bytes.readUInt32LE(4) !== 36 + dataBytes || bytes.length < 44 + dataBytes) {
    throw new Error('The header promises more than there is');
  }
  const samples = new Int16Array(dataBytes / 2);
  for (let n = 0; n < samples.length; n += 1) samples[n] = bytes.readInt16LE(44 + n * 2);
  return { samples, rate: bytes.readUInt32LE(24) };
};

/** Where sound louder than `threshold` begins and ends, as sample indices; gaps under 20 ms do not count. */
export const soundsIn = (samples: Int16Array, threshold = 3_000): [from: number, to: number][] => {
  const found: [number, number][] = [];
  for (let n = 0; n < samples.length; n += 1) {
    if (Math.abs(samples[n] ?? 0) < threshold) continue;
    const last = found.at(-1);
    if (last && n - last[1] < testRate / 50) last[1] = n + 1;
    else found.push([n, n + 1]);
  }
  return found;
};
