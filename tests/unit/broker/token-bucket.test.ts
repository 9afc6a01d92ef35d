import { describe, expect, it } from 'vitest';
import { fullBucket, isFull, takeFrom } from '../../../broker/token-bucket.ts';

const size = { perSecond: 10, burst: 20 };

describe('a limit that lets bursts pass', () => {
  it('gives what it holds at once, and then tells how long to wait', () => {
    const bucket = fullBucket(size, 0);
    expect(takeFrom(bucket, size, 20, 0)).toBe(0);
    expect(takeFrom(bucket, size, 1, 0)).toBe(100);
    expect(takeFrom(bucket, size, 1, 0)).toBe(200);
    expect(takeFrom(bucket, size, 1, 300)).toBe(0);
  });

  it('never holds more than its burst, and loses nothing to a clock that is set back', () => {
    const bucket = fullBucket(size, 1_000);
    expect(takeFrom(bucket, size, 20, 60_000)).toBe(0);
    expect(takeFrom(bucket, size, 1, 0)).toBe(100);
    expect(isFull(bucket, size, 60_000)).toBe(true);
  });
});
