import { describe, expect, it } from 'vitest';
import { type BrokenPart, brokenParts } from './breaks/broken-parts.ts';
import { runSeed } from './seeds.ts';

/** Not in every world comes what a part breaks at: no stop, no backup restored, nothing misplaced. */
const mostWorlds = 8;

/** What is found broken, in one world after the other until the invariant that forbids it says so. */
const findBroken = async ({ breaks, caughtBy, seed, plan }: BrokenPart): Promise<string[]> => {
  const found = new Set<string>();
  for (let world = 0; world < mostWorlds && !found.has(caughtBy); world += 1) {
    const { violations } = await runSeed('small', seed + world, { breaks, plan });
    for (const { invariant } of violations) found.add(invariant);
  }
  return [...found];
};

describe('what is broken on purpose is caught', () => {
  it.each(brokenParts)('$what', async (part) => {
    expect(await findBroken(part)).toContain(part.caughtBy);
  });
});
