import { MPEGDecoder } from 'mpg123-decoder';

export const sampleRate = 44_100;

/** Decoded audio, read from front to back: mono, 44.1 kHz, [-1, 1]. */
export type AudioSource = Readonly<{
  /** The next `count` samples, fewer at the end. */
  read: (count: number) => Promise<Float32Array>;
  close: () => void;
}>;

/** Four seconds at 64 kb/s: decoded in a few milliseconds, so that many devices can share a process. */
const chunkBytes = 32_768;

const toMono = (channels: readonly Float32Array[], count: number): Float32Array => {
  const [left, right] = channels;
  if (!left) return new Float32Array(0);
  if (!right) return left.subarray(0, count);
  const mono = new Float32Array(count);
  for (let n = 0; n < count; n += 1) mono[n] = ((left[n] ?? 0) + (right[n] ?? 0)) / 2;
  return mono;
};

/** Linear interpolation with its phase kept between chunks; assets of this system need none. */
const createResampler = () => {
  let position = 0;
  let last = 0;
  return (input: Float32Array, rate: number): Float32Array => {
    if (rate === sampleRate) return input;
    const ratio = rate / sampleRate;
    const output: number[] = [];
    // Position -1 is the last sample of the chunk before.
    for (; position < input.length - 1; position += ratio) {
      const before = Math.floor(position);
      const a = before < 0 ? last : (input[before] ?? 0);
      const b = input[before + 1] ?? 0;
      output.push(a + (b - a) * (position - before));
    }
    position -= input.length;
    last = input.at(-1) ?? last;
    return Float32Array.from(output);
  };
};

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** An MP3 as a source; encoder delay and padding are cut off, so sample 0 is the first of the original. */
export const createMp3Source = async (bytes: Uint8Array): Promise<AudioSource> => {
  const decoder = new MPEGDecoder({ enableGapless: true });
  await decoder.ready;
  const resample = createResampler();
  let offset = 0;
  let ready = new Float32Array(0);
  let isClosed = false;

  const append = (more: Float32Array): void => {
    const joined = new Float32Array(ready.length + more.length);
    joined.set(ready);
    joined.set(more, ready.length);
    ready = joined;
  };
  const decodeChunk = (): void => {
    const chunk = bytes.subarray(offset, offset + chunkBytes);
    offset += chunk.length;
    const { channelData, samplesDecoded, sampleRate: rate } = decoder.decode(chunk);
    if (samplesDecoded > 0) append(resample(toMono(channelData, samplesDecoded), rate));
  };
  return {
    read: async (count) => {
      while (!isClosed && ready.length < count && offset < bytes.length) {
        decodeChunk();
        await nextTurn();
      }
      const taken = ready.slice(0, count);
      ready = ready.slice(taken.length);
      return taken;
    },
    close: () => {
      if (isClosed) return;
      isClosed = true;
      decoder.free();
    },
  };
};

/** Whether the bytes hold any sound at all. */
export const isDecodable = async (bytes: Uint8Array): Promise<boolean> => {
  const source = await createMp3Source(bytes);
  try {
    return (await source.read(1)).length > 0;
  } finally {
    source.close();
  }
};
