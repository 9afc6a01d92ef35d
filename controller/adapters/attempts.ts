import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Allowance, Attempts } from '../app/ports/attempts.ts';
import { type BackOff, waitAfter } from '../domain/back-off.ts';

export type AttemptsOptions = BackOff &
  Readonly<{
    /** Failures count for so long after the first of them; at most 24 days, the longest a timer can run. */
    forgetAfterMs: number;
    /** Of more keys than that, the one whose last failure is the oldest is forgiven. */
    mostKeys?: number;
  }>;

const defaultMostKeys = 20_000;
const secondMs = 1_000;
const allowed: Allowance = { ok: true };

/** Failures in the memory of this process: a restart forgives, so waits must hurt within one run alone. */
export const memoryAttempts = ({
  forgetAfterMs,
  mostKeys = defaultMostKeys,
  ...backOff
}: AttemptsOptions): Attempts => {
  const failures = new RateLimiterMemory({
    keyPrefix: '',
    points: Number.MAX_SAFE_INTEGER,
    duration: forgetAfterMs / secondMs,
  });
  const waits = new RateLimiterMemory({ keyPrefix: '', points: 0, duration: 0 });
  /** By last failure, the oldest first. */
  const keys = new Set<string>();

  // Reading and counting are steps of their own in the limiter; in between nobody else may have his turn.
  let turn: Promise<unknown> = Promise.resolve();
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  const forget = async (key: string): Promise<void> => {
    keys.delete(key);
    await failures.delete(key);
    await waits.delete(key);
  };
  const check = async (key: string): Promise<Allowance> => {
    const retryAfterMs = (await waits.get(key))?.msBeforeNext ?? 0;
    return retryAfterMs > 0 ? { ok: false, retryAfterMs } : allowed;
  };
  const fail = async (key: string): Promise<void> => {
    const { consumedPoints } = await failures.penalty(key);
    const waitMs = waitAfter(consumedPoints, backOff);
    if (waitMs > 0) await waits.block(key, waitMs / secondMs);
    keys.delete(key);
    keys.add(key);
    const [oldest] = keys;
    if (keys.size > mostKeys && oldest !== undefined) await forget(oldest);
  };

  return {
    check: (key) => alone(() => check(key)),
    begin: (key) =>
      alone(async () => {
        const allowance = await check(key);
        if (allowance.ok) await fail(key);
        return allowance;
      }),
    fail: (key) => alone(() => fail(key)),
    takeBack: (key) =>
      alone(async () => {
        if (keys.has(key)) await failures.reward(key);
        await waits.delete(key);
      }),
    succeed: (key) => alone(() => forget(key)),
  };
};
