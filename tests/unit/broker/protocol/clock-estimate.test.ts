import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addClockSample, type ClockSample, estimateClock } from '#protocol';
import { createRandom } from '../../../../device-sim/fleet/seeded.ts';

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

  it('keeps the narrowest evidence, not the newest, and nothing that newer evidence implies', () => {
    const own = (t: number) => t - 7_000;
    const good = exchange(own, 0, 1, 0, 1);
    let samples = addClockSample([exchange(own, -60_000, 400, 0, 400)], good);
    expect(samples).toEqual([good]);
    for (let n = 1; n <= 40; n += 1) {
      samples = addClockSample(samples, exchange(own, n * 60_000, 300, 0, 300));
    }
    expect(samples).toContainEqual(good);
    expect(estimateClock(samples, own(2_400_000))?.errorMs).toBeLessThan(2 + 2_400 * 0.05 + 1);
  });

  it('keeps little however many exchanges there are, and none of before two hours but the last few', () => {
    let samples: ClockSample[] = [];
    const random = createRandom(7);
    for (let n = 0; n < 2_000; n += 1) {
      samples = addClockSample(
        samples,
        exchange((t) => t, n * 45_000, 40 + random() * 250, 0, 40 + random() * 250),
      );
      expect(samples.length).toBeLessThanOrEqual(64);
    }
    expect(samples[0]?.t0).toBeGreaterThan(2_000 * 45_000 - 2 * 3_600_000 - 60_000);
  });

  it('forgets what lies before a step of the clock', () => {
    const before = [0, 60_000].map((at) => exchange((t) => t, at, 5, 0, 5));
    const after = exchange((t) => t - 3_600_000, 120_000, 5, 0, 5);
    expect(addClockSample(before, after)).toEqual([after]);
  });

  it('reads the rate of the crystal from enough of them, and foretells by it', () => {
    const random = createRandom(3);
    const own = (t: number) => t / (1 + 50e-6);
    let samples: ClockSample[] = [];
    for (let at = 0; at < 7_200_000; at += 45_000) {
      samples = addClockSample(samples, exchange(own, at, 40 + random() * 250, 0, 40 + random() * 250));
    }
    // A day later, alone: 4.3 s of drift, of which the rate knows nearly all.
    const t = 7_200_000 + 86_400_000;
    const estimate = estimateClock(samples, own(t));
    expect(Math.abs(own(t) + (estimate?.offsetMs ?? 0) - t)).toBeLessThan(500);
    expect(estimate?.errorMs).toBeGreaterThan(4_000);
  });

  it('says a bound that covers the truth when one way always takes longer', () => {
    const random = createRandom(5);
    const own = (t: number) => t / (1 - 50e-6);
    let samples: ClockSample[] = [];
    for (let at = 0; at < 7_200_000; at += 45_000) {
      samples = addClockSample(samples, exchange(own, at, 40 + random() * 20, 0, 640 + random() * 20));
      const t = at + 1_000;
      const estimate = estimateClock(samples, own(t));
      expect(Math.abs(own(t) + (estimate?.offsetMs ?? 0) - t)).toBeLessThanOrEqual(estimate?.errorMs ?? 0);
    }
    // Nothing can tell half of the difference; the bound says so.
    expect(estimateClock(samples, own(7_200_000))?.errorMs).toBeGreaterThan(300);
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
