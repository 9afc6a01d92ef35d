import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOwnClock } from '../../../../device-sim/shell/own-clock.ts';

const begin = Date.UTC(2025, 0, 1);
beforeEach(() => vi.useFakeTimers({ now: begin }));
afterEach(() => vi.useRealTimers());

const clockWith = (skewMs: number, driftPpm: number) =>
  createOwnClock({ trueClock: Date.now, skewMs, driftPpm });

describe('the clock of a simulated receiver', () => {
  it('is wrong by its skew and runs away by its drift', () => {
    const clock = clockWith(-3_600_000, 50);
    const before = clock.now();
    vi.setSystemTime(begin + 86_400_000);
    expect(clock.now() - before - 86_400_000).toBeCloseTo(4_320, 3);
    expect(clock.toTrue(clock.now())).toBeCloseTo(begin + 86_400_000, 3);
  });

  it('reads the same in another process', () => {
    expect(clockWith(123, -20).now()).toBe(clockWith(123, -20).now());
  });

  it('wakes at an instant of its own', () => {
    const clock = clockWith(-5_000, 0);
    const task = vi.fn();
    clock.at(clock.now() + 1_000, task);
    vi.advanceTimersByTime(999);
    expect(task).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(task).toHaveBeenCalledOnce();
  });

  it('wakes after more days than a timer can count, and can be called off all the while', () => {
    const clock = clockWith(0, 0);
    const [kept, dropped] = [vi.fn(), vi.fn()];
    const days = 40 * 86_400_000;
    clock.at(clock.now() + days, kept);
    const cancel = clock.at(clock.now() + days, dropped);
    vi.advanceTimersByTime(30 * 86_400_000);
    cancel();
    expect(kept).not.toHaveBeenCalled();
    vi.advanceTimersByTime(10 * 86_400_000);
    expect(kept).toHaveBeenCalledOnce();
    expect(dropped).not.toHaveBeenCalled();
  });
});
