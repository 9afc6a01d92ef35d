import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { sampleRate } from './mp3-source.ts';

const headerBytes = 44;
const bytesPerSample = 2;
/** RIFF counts in 32 bits: 13 hours of this format. */
export const maxSamples = Math.floor((0xffff_ffff - headerBytes) / bytesPerSample);

/** RIFF WAVE header of mono 16-bit PCM, as a reader of any kind expects it. */
export const wavHeader = (samples: number): Buffer => {
  const dataBytes = samples * bytesPerSample;
  const header = Buffer.alloc(headerBytes);
  header.write('RIFF', 0, 'ascii');
  header.writeUInt32LE(headerBytes - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'ascii');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * bytesPerSample, 28);
  header.writeUInt16LE(bytesPerSample, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'ascii');
  header.writeUInt32LE(dataBytes, 40);
  return header;
};

export type WavFile = Readonly<{
  /** Samples that the header vouches for. */
  length: () => number;
  append: (samples: Int16Array) => void;
  /** Adds silence up to that many samples, without writing it out: the file stays sparse. */
  extendTo: (samples: number) => void;
  close: () => void;
}>;

const samplesInHeader = (file: number): number => {
  const header = Buffer.alloc(headerBytes);
  if (readSync(file, header, 0, headerBytes, 0) < headerBytes) return 0;
  if (header.toString('ascii', 0, 4) !== 'RIFF' || header.readUInt32LE(24) !== sampleRate) return 0;
  return Math.floor(header.readUInt32LE(40) / bytesPerSample);
};

/**
 * A WAV file that is valid at every moment: the samples go in first and the header vouches for them
 * afterwards. With `keep` it goes on where a process before left off.
 */
export const openWavFile = (path: string, keep: boolean): WavFile => {
  const file = openSync(path, keep ? 'r+' : 'w+');
  let length = keep ? samplesInHeader(file) : 0;
  const vouch = (): void => {
    writeSync(file, wavHeader(length), 0, headerBytes, 0);
  };
  if (fstatSync(file).size > headerBytes + length * bytesPerSample) {
    ftruncateSync(file, headerBytes + length * bytesPerSample);
  }
  vouch();
  return {
    length: () => length,
    append: (samples) => {
      const taken = samples.subarray(0, maxSamples - length);
      const bytes = Buffer.from(taken.buffer, taken.byteOffset, taken.byteLength);
      writeSync(file, bytes, 0, bytes.length, headerBytes + length * bytesPerSample);
      length += taken.length;
      vouch();
    },
    extendTo: (samples) => {
      const target = Math.min(samples, maxSamples);
      if (target <= length) return;
      ftruncateSync(file, headerBytes + target * bytesPerSample);
      length = target;
      vouch();
    },
    close: () => closeSync(file),
  };
};
