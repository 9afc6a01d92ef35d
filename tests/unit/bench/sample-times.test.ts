import { describe, expect, it } from 'vitest';
import { percentile, sampleTimes } from '../../bench/sample-times.ts';

describe('sampling times', () => {
  it('takes as many samples as asked for, sorted, and leaves the warm-up out', async () => {
    let runs = 0;
    const times = await sampleTimes(() => (runs += 1), { count: 20, warmUps: 3 });
    expect(runs).toBe(23);
    expect(times).toHaveLength(20);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
  });

  it.each([
    [0, 1],
    [0.5, 3],
    [0.99, 5],
    [1, 5],
  ])('reads the share %d of five samples as %d', (share, expected) => {
    expect(percentile([1, 2, 3, 4, 5], share)).toBe(expected);
  });
});
