import { seededRandom } from './seeded-random.ts';

const sampleRate = 44_100;
/** A pentatonic scale on D4, as much of northern folk song has it; frequencies in hertz. */
const scale = [293.66, 329.63, 392.0, 440.0, 493.88, 587.33, 659.26, 783.99];
const noteSeconds = 0.4;

/** One struck note: a few harmonics that die away, so that the demo is pleasant to hear. */
const strike = (into: Float32Array, at: number, frequency: number, seconds: number): void => {
  const count = Math.min(Math.floor(seconds * sampleRate), into.length - at);
  for (let i = 0; i < count; i += 1) {
    const t = i / sampleRate;
    const attack = Math.min(1, t / 0.005);
    const tone =
      Math.sin(2 * Math.PI * frequency * t) * Math.exp(-3 * t) +
      0.4 * Math.sin(4 * Math.PI * frequency * t) * Math.exp(-5 * t) +
      0.15 * Math.sin(6 * Math.PI * frequency * t) * Math.exp(-8 * t);
    into[at + i] = (into[at + i] ?? 0) + 0.3 * attack * tone;
  }
};

const wavHeader = (dataBytes: number): Buffer => {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(dataBytes, 40);
  return header;
};

/** A made-up tune of that length as a WAV file: no recording of anybody, so nobody's rights. */
export const melodyWav = (seed: number, seconds: number): Buffer => {
  const random = seededRandom(seed);
  const samples = new Float32Array(Math.floor(seconds * sampleRate));
  let degree = Math.floor(random() * scale.length);
  for (let at = 0; at < seconds - noteSeconds; at += noteSeconds * (random() < 0.25 ? 2 : 1)) {
    degree = Math.min(scale.length - 1, Math.max(0, degree + Math.floor(random() * 5) - 2));
    strike(samples, Math.floor(at * sampleRate), scale[degree] ?? 440, 1.6);
  }
  const data = Buffer.alloc(samples.length * 2);
  for (const [i, sample] of samples.entries()) {
    data.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32_000), i * 2);
  }
  return Buffer.concat([wavHeader(data.length), data]);
};
