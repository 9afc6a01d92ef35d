import { describe, expect, it } from 'vitest';
import { describe as sentence } from './invariants/invariant.ts';
import { runSeed } from './seeds.ts';

describe('every commune of a province for a week', () => {
  it('holds every promise in seed 1', { timeout: 240_000 }, async () => {
    const { violations } = await runSeed('province', 1);
    expect(violations.map(sentence)).toEqual([]);
  });
});
