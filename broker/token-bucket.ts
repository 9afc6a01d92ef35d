/** A limit that lets bursts pass: it fills with `perSecond` up to `burst`, and what is taken is gone. */
export type BucketSize = Readonly<{ perSecond: number; burst: number }>;

/** Level and the instant it is of; a negative level is a debt. */
export type Bucket = { level: number; at: number };

export const fullBucket = ({ burst }: BucketSize, nowMs: number): Bucket => ({ level: burst, at: nowMs });

const refill = (bucket: Bucket, { perSecond, burst }: BucketSize, nowMs: number): void => {
  // A clock that is set back takes nothing away.
  const elapsedMs = Math.max(0, nowMs - bucket.at);
  bucket.level = Math.min(burst, bucket.level + (elapsedMs / 1_000) * perSecond);
  bucket.at = nowMs;
};

/** Takes what is wanted, into debt if need be; gives the milliseconds until the debt is paid off, 0 without one. */
export const takeFrom = (bucket: Bucket, size: BucketSize, wanted: number, nowMs: number): number => {
  refill(bucket, size, nowMs);
  bucket.level -= wanted;
  return bucket.level >= 0 ? 0 : Math.ceil((-bucket.level / size.perSecond) * 1_000);
};

/** Whether it would give all that it can: one that is full need not be remembered. */
export const isFull = (bucket: Bucket, size: BucketSize, nowMs: number): boolean => {
  refill(bucket, size, nowMs);
  return bucket.level >= size.burst;
};
