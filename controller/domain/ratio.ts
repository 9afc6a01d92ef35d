/** So many of so many. `percent` has one decimal, half up, and is `null` for none of none. */
export interface Ratio {
  readonly count: number;
  readonly total: number;
  readonly percent: number | null;
}

/**
 * Rounds on integers, in tenths of a percent: floor(1000·count/total + 1/2) as one division. Rounding the
 * binary quotient instead gets halves such as 1/16 = 6.25 % wrong for some pairs.
 */
export const ratio = (count: number, total: number): Ratio => {
  if (!Number.isSafeInteger(count) || !Number.isSafeInteger(total) || count < 0 || total < 0) {
    throw new RangeError(`Not counts: ${count} of ${total}`);
  }
  if (total === 0) return { count, total, percent: null };
  const tenths = (2_000n * BigInt(count) + BigInt(total)) / (2n * BigInt(total));
  return { count, total, percent: Number(tenths) / 10 };
};
