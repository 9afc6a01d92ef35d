import { describe, expect, it } from 'vitest';
import { brokenParts } from './breaks/broken-parts.ts';
import { runSeed } from './seeds.ts';

describe('what is broken on purpose is caught', () => {
  it.each(brokenParts)('$what', async ({ breaks, caughtBy, seed, plan }) => {
    const { violations } = await runSeed('small', seed, { breaks, plan });
    expect(violations.map(({ invariant }) => invariant)).toContain(caughtBy);
  });
});
