import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addClockSample, type ClockSample, defaultDriftPpm, estimateClock } from '#protocol';

const hour = 3_600_000;
const numRuns = 500;

/**
 * A crystal that runs fast and slow by turns, within so many ppm, and a device that steps its clock. True time
 * moves on; what the own clock shows is summed up from stretch to stretch.
 */
const createWanderingClock = (startOwn: number) => {
  let now = 0;
  let own = startOwn;
  return {
    pass: (ms: number, ppm: number) => {
      now += ms;
      own += ms / (1 + ppm / 1e6);
    },
    step: (ms: number) => {
      own += ms;
    },
    now: () => now,
    own: () => own,
  };
};

const anyPpm = fc.double({ min: -defaultDriftPpm, max: defaultDriftPpm, noNaN: true });
const anyDelay = fc.oneof(
  fc.double({ min: 0, max: 50, noNaN: true }),
  fc.double({ min: 0, max: 5_000, noNaN: true }),
  // A link that is fast one way and hangs the other.
  fc.double({ min: 5_000, max: 20_000, noNaN: true }),
);
const anyExchange = fc.record({
  gapMs: fc.integer({ min: 0, max: 2 * hour }),
  gapPpm: anyPpm,
  up: anyDelay,
  held: fc.double({ min: 0, max: 3_000, noNaN: true }),
  down: anyDelay,
  ppm: anyPpm,
  wholeMs: fc.boolean(),
});
type Exchange = typeof anyExchange extends fc.Arbitrary<infer T> ? T : never;

const exchange = (clock: ReturnType<typeof createWanderingClock>, drawn: Exchange): ClockSample => {
  const stamp = () => (drawn.wholeMs ? Math.floor(clock.now()) : clock.now());
  clock.pass(drawn.gapMs, drawn.gapPpm);
  const t0 = clock.own();
  clock.pass(drawn.up, drawn.ppm);
  const t1 = stamp();
  clock.pass(drawn.held, drawn.ppm);
  const t2 = stamp();
  clock.pass(drawn.down, drawn.ppm);
  return { t0, t1, t2, t3: clock.own() };
};

/** How far the estimate is off, less what it says it may be: never above zero but for rounding. */
const excess = (clock: ReturnType<typeof createWanderingClock>, samples: readonly ClockSample[]): number => {
  const estimate = estimateClock(samples, clock.own());
  if (!estimate) throw new Error('No estimate');
  return Math.abs(clock.own() + estimate.offsetMs - clock.now()) - estimate.errorMs;
};
const rounding = 1e-3;

describe('the bound of the clock estimate', () => {
  it('covers the truth after every exchange and long after, whatever delays and wandering', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
        fc.array(anyExchange, { minLength: 1, maxLength: 20 }),
        fc.array(fc.record({ ms: fc.integer({ min: 0, max: 7 * 24 * hour }), ppm: anyPpm }), {
          maxLength: 3,
        }),
        (startOwn, exchanges, silence) => {
          const clock = createWanderingClock(startOwn);
          let samples: ClockSample[] = [];
          for (const drawn of exchanges) {
            samples = addClockSample(samples, exchange(clock, drawn));
            expect(excess(clock, samples)).toBeLessThanOrEqual(rounding);
          }
          for (const { ms, ppm } of silence) {
            clock.pass(ms, ppm);
            expect(excess(clock, samples)).toBeLessThanOrEqual(rounding);
          }
        },
      ),
      { numRuns },
    );
  });

  it('covers the truth from the first exchange on after a step that delays cannot explain', () => {
    // Two exchanges of up to 40 s, days apart, contradict each other from a minute on.
    const anyStep = fc.oneof(
      fc.integer({ min: 90_000, max: 100 * hour }),
      fc.integer({ min: -100 * hour, max: -90_000 }),
    );
    const some = fc.array(anyExchange, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(fc.tuple(some, anyStep), { minLength: 1, maxLength: 3 }), some, (lives, last) => {
        const clock = createWanderingClock(0);
        let samples: ClockSample[] = [];
        const take = (drawn: Exchange) => {
          samples = addClockSample(samples, exchange(clock, drawn));
          expect(excess(clock, samples)).toBeLessThanOrEqual(rounding);
        };
        for (const [exchanges, stepMs] of lives) {
          for (const drawn of exchanges) take(drawn);
          clock.step(stepMs);
        }
        for (const drawn of last) take(drawn);
      }),
      { numRuns },
    );
  });

  it('covers the truth again after a small step, at the latest when every sample is younger', () => {
    fc.assert(
      fc.property(
        fc.array(anyExchange, { minLength: 1, maxLength: 10 }),
        fc.integer({ min: -90_000, max: 90_000 }),
        fc.array(anyExchange, { minLength: 8, maxLength: 12 }),
        (before, stepMs, after) => {
          const clock = createWanderingClock(0);
          let samples: ClockSample[] = [];
          for (const drawn of before) samples = addClockSample(samples, exchange(clock, drawn));
          clock.step(stepMs);
          const accepted: ClockSample[] = [];
          for (const drawn of after) {
            const sample = exchange(clock, drawn);
            samples = addClockSample(samples, sample);
            if (samples.includes(sample)) accepted.push(sample);
          }
          fc.pre(samples.every((one) => accepted.includes(one)));
          expect(excess(clock, samples)).toBeLessThanOrEqual(rounding);
        },
      ),
      { numRuns },
    );
  });

  it('lies within what any single exchange of one life, as it ages, proves by itself', () => {
    fc.assert(
      fc.property(fc.array(anyExchange, { minLength: 1, maxLength: 8 }), (exchanges) => {
        const clock = createWanderingClock(0);
        let samples: ClockSample[] = [];
        for (const drawn of exchanges) samples = addClockSample(samples, exchange(clock, drawn));
        const own = clock.own();
        const estimate = estimateClock(samples, own);
        if (!estimate) throw new Error('No estimate');
        for (const { t0, t1, t2, t3 } of samples) {
          const ageing = (since: number) => (Math.abs(own - since) * defaultDriftPpm) / 1e6;
          expect(estimate.offsetMs).toBeGreaterThanOrEqual(t2 - t3 - ageing(t3) - rounding);
          expect(estimate.offsetMs).toBeLessThanOrEqual(t1 - t0 + 1 + ageing(t0) + rounding);
        }
      }),
      { numRuns },
    );
  });
});
