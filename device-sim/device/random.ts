/** One step of mulberry32: a number in [0, 1) and the next seed. Only for spreading load, never for secrets. */
export const nextRandom = (seed: number): readonly [value: number, seed: number] => {
  const next = (seed + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(next ^ (next >>> 15), next | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return [((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296, next];
};
