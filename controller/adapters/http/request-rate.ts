import { type Bucket, type BucketSize, fullBucket, isFull, takeFrom } from '../../../broker/token-bucket.ts';

const forgetEveryMs = 60_000;

/** How often each address may ask. An office behind one address has many people, and a page asks for a dozen things. */
export const createRequestRate = (size: BucketSize, now: () => number = () => performance.now()) => {
  const buckets = new Map<string, Bucket>();
  let forgetAt = now() + forgetEveryMs;
  const forget = (): void => {
    for (const [address, bucket] of buckets) if (isFull(bucket, size, now())) buckets.delete(address);
    forgetAt = now() + forgetEveryMs;
  };
  return {
    /** Milliseconds until it may ask again, 0 for now. Who asks too early loses nothing by it. */
    waitOf: (address: string): number => {
      if (now() >= forgetAt) forget();
      const bucket = buckets.get(address) ?? fullBucket(size, now());
      buckets.set(address, bucket);
      const waitMs = takeFrom(bucket, size, 1, now());
      if (waitMs > 0) bucket.level += 1;
      return waitMs;
    },
    size: () => buckets.size,
  };
};
