import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createServedClock } from '../../../broker/served-clock.ts';

describe('the time in which connections were served', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('goes on with the event loop, and stands still when stopped', () => {
    const clock = createServedClock();
    vi.advanceTimersByTime(1_050);
    expect(clock.now()).toBe(1_000);
    clock.stop();
    vi.advanceTimersByTime(1_000);
    expect(clock.now()).toBe(1_000);
  });
});
