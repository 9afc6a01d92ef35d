import { describe, expect, it } from 'vitest';
import { tooManyAttempts, waitingTime } from '../../../../controller/app/too-many-attempts.ts';

describe('a waiting time', () => {
  it.each([
    [1, '1 giây', '1 second'],
    [1_001, '2 giây', '2 seconds'],
    [90_000, '90 giây', '90 seconds'],
    [120_000, '2 phút', '2 minutes'],
    [899_999, '15 phút', '15 minutes'],
    [7_200_000, '2 giờ', '2 hours'],
  ])('of %d ms is said as %s', (ms, vi, en) => {
    expect(waitingTime(ms)).toEqual({ vi, en });
  });

  it('is in the refusal', () => {
    expect(tooManyAttempts(30_000)).toMatchObject({
      status: 429,
      retryAfterMs: 30_000,
      fault: { code: 'Attempts_TooMany', vi: 'Đã thử sai quá nhiều lần. Hãy thử lại sau 30 giây.' },
    });
  });
});
