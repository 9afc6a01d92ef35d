import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryAttempts } from '../../../../controller/adapters/attempts.ts';

const options = { freeFailures: 2, firstWaitMs: 1_000, longestWaitMs: 4_000, forgetAfterMs: 60_000 };
const pass = { ok: true };
const wait = (retryAfterMs: number) => ({ ok: false, retryAfterMs });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('attempts', () => {
  it('wait twice as long after each failure beyond the free ones, up to a bound', async () => {
    const attempts = memoryAttempts(options);
    const waits: unknown[] = [];
    for (let failure = 0; failure < 6; failure += 1) {
      await attempts.fail('hoa');
      const allowance = await attempts.check('hoa');
      waits.push(allowance.ok ? 0 : allowance.retryAfterMs);
      if (!allowance.ok) vi.advanceTimersByTime(allowance.retryAfterMs);
      expect(await attempts.check('hoa')).toEqual(pass);
    }
    expect(waits).toEqual([0, 0, 1_000, 2_000, 4_000, 4_000]);
  });

  it('are counted by key', async () => {
    const attempts = memoryAttempts(options);
    for (let failure = 0; failure < 3; failure += 1) await attempts.fail('hoa');
    expect(await attempts.check('hoa')).toEqual(wait(1_000));
    expect(await attempts.check('lan')).toEqual(pass);
  });

  it('that come at once are as many as would be allowed one after the other', async () => {
    const attempts = memoryAttempts(options);
    const begun = await Promise.all(Array.from({ length: 50 }, () => attempts.begin('hoa')));
    expect(begun.filter(({ ok }) => ok)).toHaveLength(3);
  });

  it('that are refused do not prolong the wait', async () => {
    const attempts = memoryAttempts(options);
    for (let failure = 0; failure < 3; failure += 1) await attempts.begin('hoa');
    vi.advanceTimersByTime(400);
    expect(await attempts.begin('hoa')).toEqual(wait(600));
    vi.advanceTimersByTime(600);
    expect(await attempts.begin('hoa')).toEqual(pass);
  });

  it('are forgotten after a success, and after a while', async () => {
    const attempts = memoryAttempts(options);
    for (let failure = 0; failure < 3; failure += 1) await attempts.fail('hoa');
    await attempts.succeed('hoa');
    expect(await attempts.check('hoa')).toEqual(pass);
    for (let failure = 0; failure < 2; failure += 1) await attempts.fail('hoa');
    vi.advanceTimersByTime(60_000);
    await attempts.fail('hoa');
    expect(await attempts.check('hoa')).toEqual(pass);
  });

  it('that turn out well are taken back, and earlier failures stay counted', async () => {
    const attempts = memoryAttempts(options);
    await attempts.fail('hoa');
    await attempts.fail('hoa');
    for (let sign = 0; sign < 5; sign += 1) {
      expect(await attempts.begin('hoa')).toEqual(pass);
      await attempts.takeBack('hoa');
    }
    expect(await attempts.begin('hoa')).toEqual(pass);
    expect(await attempts.check('hoa')).toEqual(wait(1_000));
    await attempts.takeBack('nobody');
  });

  it('take a bounded amount of memory: the oldest failures are forgiven', async () => {
    const attempts = memoryAttempts({ ...options, freeFailures: 0, mostKeys: 3 });
    for (const key of ['a', 'b', 'c', 'a', 'd']) await attempts.fail(key);
    const open: string[] = [];
    for (const key of ['a', 'b', 'c', 'd']) if ((await attempts.check(key)).ok) open.push(key);
    expect(open).toEqual(['b']);
    expect(vi.getTimerCount()).toBeLessThanOrEqual(6);
  });
});
