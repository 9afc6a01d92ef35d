import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addClockSample, type ClockSample, estimateClock } from '#protocol';

/** A device whose own clock reads `own(t)` at the true instant t. */
const exchange = (
  own: (t: number) => number,
  at: number,
  upMs: number,
  heldMs: number,
  downMs: number,
  wholeMs = false,
): ClockSample => {
  const stamp = (t: number) => (wholeMs ? Math.floor(t) : t);
  const received = at + upMs;
  const sent = received + heldMs;
  return { t0: own(at), t1: stamp(received), t2: stamp(sent), t3: own(sent + downMs) };
};

describe('the clock estimate', () => {
  it('is unknown without an exchange', () => {
    expect(estimateClock([], 0)).toBeNull();
  });

  it('lies in the middle of what one exchange proves', () => {
    const sample = { t0: 1_000, t1: 5_010, t2: 5_010, t3: 1_020 };
    // The offset lies between 3,990 (had the answer taken no time) and 4,011 (had the request, and a stamp cut off).
    expect(estimateClock([sample], 1_020, 0)).toEqual({ offsetMs: 4_000.5, errorMs: 10.5 });
  });

  it('is as good as the best exchanges together, not as the last', () => {
    const own = (t: number) => t - 7_000;
    const good = exchange(own, 10_000, 5, 0, 5);
    const bad = exchange(own, 20_000, 900, 0, 900);
    const both = estimateClock([good, bad], own(22_000), 0);
    expect(both?.errorMs).toBeLessThan(6);
  });

  it('grows wider by the drift with age: 50 ppm for seven days is 30 seconds', () => {
    const sample = exchange((t) => t, 0, 10, 0, 10);
    const week = 7 * 86_400_000;
    expect(estimateClock([sample], week)?.errorMs).toBeCloseTo(30_240 + 10.5, 0);
  });

  it('believes the newest after a step of the own clock, and drops all that is older', () => {
    const before = exchange((t) => t, 0, 5, 0, 5);
    const stepped = exchange((t) => t - 3_600_000, 60_000, 5, 0, 5);
    const estimate = estimateClock([before, stepped], 60_010 - 3_600_000);
    expect(estimate?.offsetMs).toBeCloseTo(3_600_000, -1);
    expect(estimate?.errorMs).toBeLessThan(6);
  });

  it('takes nothing from an exchange that runs backwards', () => {
    expect(addClockSample([], { t0: 0, t1: 5, t2: 4, t3: 10 })).toEqual([]);
    expect(addClockSample([], { t0: 0, t1: 5, t2: 25, t3: 10 })).toEqual([]);
  });

  it('takes a fast exchange whose whole-millisecond stamps straddle a tick', () => {
    const sample = { t0: 0.9, t1: 100, t2: 101, t3: 1.3 };
    expect(addClockSample([], sample)).toEqual([sample]);
    expect(estimateClock([sample], 1.3, 0)?.errorMs).toBeGreaterThan(0);
  });

  it('keeps the last eight', () => {
    let samples: ClockSample[] = [];
    for (let n = 0; n < 20; n += 1) samples = addClockSample(samples, { t0: n, t1: n, t2: n, t3: n });
    expect(samples.map((one) => one.t0)).toEqual([12, 13, 14, 15, 16, 17, 18, 19]);
  });

  it('has a bound that covers the truth under any delays, stamps and drift within the assumed one', () => {
    const delay = fc.double({ min: 0, max: 20_000, noNaN: true });
    const anyExchange = fc.record({
      gapMs: fc.integer({ min: 0, max: 7_200_000 }),
      up: delay,
      held: delay,
      down: delay,
    });
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
        fc.double({ min: -50, max: 50, noNaN: true }),
        fc.array(anyExchange, { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 86_400_000 }),
        (skewMs, ppm, exchanges, wholeMs, ageMs) => {
          // The own clock runs wrong by at most 50 ppm of its own time.
          const own = (t: number) => skewMs + t / (1 + ppm / 1e6);
          let t = 0;
          let samples: ClockSample[] = [];
          for (const { gapMs, up, held, down } of exchanges) {
            t += gapMs;
            samples = addClockSample(samples, exchange(own, t, up, held, down, wholeMs));
            t += up + held + down;
          }
          t += ageMs;
          const estimate = estimateClock(samples, own(t), 50);
          if (!estimate) throw new Error('No estimate');
          const error = Math.abs(own(t) + estimate.offsetMs - t);
          expect(error).toBeLessThanOrEqual(estimate.errorMs + 1e-3);
        },
      ),
    );
  });
});
