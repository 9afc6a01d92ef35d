import type { AudioSource } from './mp3-source.ts';

const skipStep = 65_536;

/**
 * The audio of one play from a position on. With `loop` it begins again at its end; without, silence
 * follows. `open` gives the audio from its beginning.
 */
export const createPlaySource = async (deps: {
  open: () => Promise<AudioSource>;
  positionSamples: number;
  loop: boolean;
}): Promise<AudioSource> => {
  const { open, loop } = deps;
  let source = await open();
  let isClosed = false;

  /** One pass can be shorter than asked; an empty pass would turn forever. */
  const readOn = async (count: number): Promise<Float32Array> => {
    const first = await source.read(count);
    if (first.length === count || !loop || isClosed) return first;
    const parts = [first];
    let total = first.length;
    while (total < count && !isClosed) {
      source.close();
      source = await open();
      const part = await source.read(count - total);
      if (part.length === 0) break;
      parts.push(part);
      total += part.length;
    }
    const joined = new Float32Array(total);
    let at = 0;
    for (const part of parts) {
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  };

  for (let left = deps.positionSamples; left > 0; ) {
    const skipped = await readOn(Math.min(left, skipStep));
    if (skipped.length === 0) break;
    left -= skipped.length;
  }
  return {
    read: readOn,
    close: () => {
      isClosed = true;
      source.close();
    },
  };
};
