/** About 3 ms: fine enough that a one-second sound still fills its 400 values. */
const blockSamples = 128;

export type PeakMeter = Readonly<{
  /** 16-bit little-endian mono samples, cut anywhere. */
  push: (chunk: Buffer) => void;
  samples: () => number;
  /** `count` values from 0 to 1, scaled so that the loudest is 1; all zero for silence. */
  finish: (count: number) => number[];
}>;

/** Keeps one maximum per block, so an hour costs 5 MB and no second pass. */
export const createPeakMeter = (): PeakMeter => {
  let blocks = new Float32Array(4096);
  let complete = 0;
  let inBlock = 0;
  let maximum = 0;
  let total = 0;
  let oddByte: Buffer | null = null;

  const closeBlock = (): void => {
    if (complete === blocks.length) {
      const grown = new Float32Array(blocks.length * 2);
      grown.set(blocks);
      blocks = grown;
    }
    blocks[complete] = maximum;
    complete += 1;
    inBlock = 0;
    maximum = 0;
  };

  return {
    push: (chunk) => {
      const joined: Buffer = oddByte === null ? chunk : Buffer.concat([oddByte, chunk]);
      const count = joined.length >> 1;
      oddByte = joined.length % 2 === 1 ? Buffer.from(joined.subarray(-1)) : null;
      // A view needs an even address; pool slices may start anywhere.
      const even = joined.byteOffset % 2 === 0 ? joined : Buffer.from(new Uint8Array(joined).buffer);
      for (const sample of new Int16Array(even.buffer, even.byteOffset, count)) {
        const level = sample < 0 ? -sample : sample;
        if (level > maximum) maximum = level;
        inBlock += 1;
        if (inBlock === blockSamples) closeBlock();
      }
      total += count;
    },
    samples: () => total,
    finish: (count) => {
      if (inBlock > 0) closeBlock();
      const peaks = Array.from({ length: count }, (_, index) => {
        const from = Math.floor((index * complete) / count);
        const to = Math.max(from + 1, Math.floor(((index + 1) * complete) / count));
        return blocks.subarray(from, to).reduce((highest, level) => Math.max(highest, level), 0);
      });
      const loudest = Math.max(...peaks);
      return peaks.map((level) => (loudest === 0 ? 0 : Math.round((level / loudest) * 1000) / 1000));
    },
  };
};
