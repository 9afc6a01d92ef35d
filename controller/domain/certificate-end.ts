const dayMs = 86_400_000;

/** From when to when a certificate holds, epoch milliseconds. */
export type Validity = Readonly<{ notBefore: number; notAfter: number }>;

/**
 * How near the end of a certificate is. Renewal programs begin a month before the end of three months, so two weeks
 * before it something is wrong with them; certificates of a few days are news in their last third only.
 */
export const certificateEnd = (
  { notBefore, notAfter }: Validity,
  nowMs: number,
): 'far' | 'near' | 'imminent' => {
  const leftMs = notAfter - nowMs;
  const lifetimeMs = notAfter - notBefore;
  if (leftMs <= Math.min(3 * dayMs, lifetimeMs / 10)) return 'imminent';
  return leftMs <= Math.min(14 * dayMs, lifetimeMs / 3) ? 'near' : 'far';
};
