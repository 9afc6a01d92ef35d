import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ratio } from '../../../../controller/domain/ratio.ts';

describe('ratio', () => {
  it.each([
    [143, 225, 63.6],
    [144, 225, 64],
    [139, 225, 61.8],
    [136, 225, 60.4],
    [1, 8, 12.5],
    [1, 16, 6.3],
    [3, 16, 18.8],
    [1, 2000, 0.1],
    [1, 2001, 0],
    [0, 5, 0],
    [5, 5, 100],
    [2, 3, 66.7],
  ])('%i of %i is %f %%', (count, total, percent) => {
    expect(ratio(count, total)).toEqual({ count, total, percent });
  });

  it('has no percentage of nothing', () => {
    expect(ratio(0, 0)).toEqual({ count: 0, total: 0, percent: null });
  });

  it('rounds to the nearest tenth, halves up, for any counts', () => {
    const counts = fc
      .integer({ min: 1, max: 2 ** 31 })
      .chain((total) => fc.tuple(fc.nat(total), fc.constant(total)));
    fc.assert(
      fc.property(counts, ([count, total]) => {
        const text = (ratio(count, total).percent ?? Number.NaN).toString();
        expect(text).toMatch(/^\d+(\.\d)?$/);
        // tenths - 1/2 <= 1000 count / total < tenths + 1/2, multiplied out
        const tenths = BigInt(text.includes('.') ? text.replace('.', '') : `${text}0`);
        const exact = 2000n * BigInt(count);
        expect((2n * tenths - 1n) * BigInt(total) <= exact).toBe(true);
        expect(exact < (2n * tenths + 1n) * BigInt(total)).toBe(true);
      }),
    );
  });

  it.each([
    [-1, 5],
    [1.5, 5],
    [1, Number.NaN],
  ])('refuses %f of %f, which are no counts', (count, total) => {
    expect(() => ratio(count, total)).toThrow(RangeError);
  });
});
