/** Chance that a seed decides: the same seed and name give the same draws on any machine. */
export type Chance = Readonly<{
  /** In [0, 1). */
  next: () => number;
  /** A whole number of [low, high]. */
  int: (low: number, high: number) => number;
  /** A number of [low, high). */
  between: (low: number, high: number) => number;
  maybe: (probability: number) => boolean;
  pick: <T>(values: readonly T[]) => T;
  /** `count` different ones, or all there are, in the order drawn. */
  some: <T>(values: readonly T[], count: number) => T[];
  /** Its own sequence: what one part of the world draws does not move the draws of another. */
  fork: (name: string) => Chance;
}>;

const hashText = (text: string, seed: number): number => {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash;
};

export const createChance = (seed: number): Chance => {
  let state = seed >>> 0;
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const some = <T>(values: readonly T[], count: number): T[] => {
    const left = [...values];
    const taken: T[] = [];
    while (taken.length < count && left.length > 0) taken.push(...left.splice(int(0, left.length - 1), 1));
    return taken;
  };
  return {
    next,
    int,
    between: (low, high) => low + next() * (high - low),
    maybe: (probability) => next() < probability,
    pick: <T>(values: readonly T[]): T => {
      const [value] = some(values, 1);
      if (value === undefined) throw new RangeError('Nothing to pick from.');
      return value;
    },
    some,
    fork: (name) => createChance(hashText(name, seed)),
  };
};
