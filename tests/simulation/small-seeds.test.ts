import { describe, expect, it } from 'vitest';
import { describe as sentence } from './invariants/invariant.ts';
import { runSeed } from './seeds.ts';

const seeds = Array.from({ length: 20 }, (_, index) => index + 1);

describe('a few communes for a few days, with all that goes wrong in them', () => {
  it.each(seeds)('holds every promise in seed %i', async (seed) => {
    const { violations } = await runSeed('small', seed);
    expect(violations.map(sentence)).toEqual([]);
  });

  it('happens again exactly, from the same seed', async () => {
    const [first, again, other] = [
      await runSeed('small', 9),
      await runSeed('small', 9),
      await runSeed('small', 13),
    ];
    expect(again.digest).toBe(first.digest);
    expect(other.digest).not.toBe(first.digest);
  });
});
