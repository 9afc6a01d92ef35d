import { describe, expect, it } from 'vitest';
import { betterSample, createServerClock, sampleOf } from '../../../../web/src/live/server-clock.ts';

const at = (epochMs: number): string => new Date(epochMs).toISOString();

describe('server clock', () => {
  it('follows the local clock until an answer has come', () => {
    expect(createServerClock({ localNow: () => 5_000 }).now()).toBe(5_000);
  });

  it('takes the middle of a round trip as the instant of the answer', () => {
    const clock = createServerClock({ localNow: () => 10_200 });
    clock.observe(at(70_100), 10_000, 10_200);
    expect(clock.now()).toBe(70_200);
  });

  it('keeps the answer with the shorter round trip', () => {
    const quick = sampleOf(1_000_040, 0, 20);
    const slow = sampleOf(1_001_250, 1_000, 1_400);
    expect(betterSample(quick, slow)).toBe(quick);
    expect(betterSample(slow, sampleOf(1_002_050, 2_000, 2_020)).errorMs).toBe(10);
  });

  it('lets an old answer fade, so that drift of the local clock is followed', () => {
    const old = sampleOf(1_000_000, 0, 20);
    const fresh = sampleOf(4_600_060, 3_600_000, 3_600_100);
    expect(betterSample(old, fresh)).toBe(fresh);
  });

  it('believes a fresh answer that contradicts the old one beyond both errors: the local clock was set', () => {
    const before = sampleOf(1_000_000, 0, 20);
    const after = sampleOf(1_001_000, 61_000, 61_100);
    expect(betterSample(before, after)).toBe(after);
  });

  it('ignores a time that it cannot read', () => {
    const clock = createServerClock({ localNow: () => 1_000 });
    clock.observe('yesterday', 0, 10);
    expect(clock.now()).toBe(1_000);
  });
});
