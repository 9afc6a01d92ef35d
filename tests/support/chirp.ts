import { readFileSync } from 'node:fs';
import { z } from 'zod';

const rate = 44_100;
const headerBytes = 44;

/** A tone that rises from 300 to 3,000 Hz: no two instants of it sound alike, so its place can be found. */
export const chirp = (seconds: number): Float32Array =>
  Float32Array.from({ length: Math.round(seconds * rate) }, (_, i) => {
    const t = i / rate;
    return 0.5 * Math.sin(2 * Math.PI * (300 * t + (2_700 / (2 * seconds)) * t * t));
  });

/** 16-bit mono WAV. */
export const wavOf = (samples: Float32Array): Buffer => {
  const wav = Buffer.alloc(headerBytes + samples.length * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + samples.length * 2, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(samples.length * 2, 40);
  for (const [i, sample] of samples.entries())
    wav.writeInt16LE(Math.round(sample * 32_767), headerBytes + i * 2);
  return wav;
};

export type Recording = Readonly<{
  /** Epoch milliseconds of the first sample. */
  startAt: number;
  samples: Float32Array;
}>;

const sidecar = z.object({ startAt: z.number(), sampleRate: z.literal(rate) });

/** What a loudspeaker recorded, and since when. */
export const readRecording = (path: string): Recording => {
  const file = readFileSync(path);
  const samples = Float32Array.from(
    { length: (file.length - headerBytes) >> 1 },
    (_, i) => file.readInt16LE(headerBytes + i * 2) / 32_768,
  );
  return { startAt: sidecar.parse(JSON.parse(readFileSync(`${path}.json`, 'utf8'))).startAt, samples };
};

/** Epoch milliseconds of its end so far. */
export const recordedUntil = ({ startAt, samples }: Recording): number =>
  startAt + (samples.length * 1000) / rate;

/** Root mean square over a span of the recording, in epoch milliseconds. */
export const levelBetween = ({ startAt, samples }: Recording, from: number, to: number): number => {
  const part = samples.subarray(
    Math.max(0, Math.round(((from - startAt) * rate) / 1000)),
    Math.round(((to - startAt) * rate) / 1000),
  );
  return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, part.length));
};

/** Normalised correlation of the sound with what the recording holds from a sample on. */
const likenessAt = (recording: Recording, sound: Float32Array, from: number, step: number): number => {
  let product = 0;
  let heard = 0;
  let meant = 0;
  for (let i = 0; i < sound.length; i += step) {
    const a = recording.samples[from + i] ?? 0;
    const b = sound[i] ?? 0;
    product += a * b;
    heard += a * a;
    meant += b * b;
  }
  return heard === 0 ? 0 : product / Math.sqrt(heard * meant);
};

/**
 * When `sound` begins in the recording, and how surely: the place of the highest normalised correlation
 * within a second of `near`. Looked for in steps first, then to the sample: at 3 kHz half a step is
 * a quarter of a wave, which would make the right place look wrong.
 */
export const findSound = (
  recording: Recording,
  sound: Float32Array,
  near: number,
): { at: number; likeness: number } => {
  const step = 8;
  const centre = Math.round(((near - recording.startAt) * rate) / 1000);
  const best = (from: number, to: number, by: number): { place: number; likeness: number } => {
    let found = { place: from, likeness: -1 };
    for (let place = from; place <= to; place += by) {
      const likeness = likenessAt(recording, sound, place, step);
      if (likeness > found.likeness) found = { place, likeness };
    }
    return found;
  };
  const rough = best(centre - rate, centre + rate, step);
  const { place, likeness } = best(rough.place - step, rough.place + step, 1);
  return { at: recording.startAt + (place * 1000) / rate, likeness };
};
