import { describe, expect, it } from 'vitest';
import { waitAfter } from '../../../../controller/domain/back-off.ts';

describe('the wait after failures', () => {
  it('is none for a few, then doubles up to a bound', () => {
    const backOff = { freeFailures: 3, firstWaitMs: 1_000, longestWaitMs: 10_000 };
    const waits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 2_000].map((failures) => waitAfter(failures, backOff));
    expect(waits).toEqual([0, 0, 0, 0, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });
});
