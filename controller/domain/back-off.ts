export type BackOff = Readonly<{
  /** So many failures cost nothing: people mistype. */
  freeFailures: number;
  /** The wait after the first failure that is not free; it doubles with each one after it. */
  firstWaitMs: number;
  longestWaitMs: number;
}>;

/** How long to wait after so many failures in a row. */
export const waitAfter = (
  failures: number,
  { freeFailures, firstWaitMs, longestWaitMs }: BackOff,
): number => {
  if (failures <= freeFailures) return 0;
  return Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - freeFailures - 1));
};
