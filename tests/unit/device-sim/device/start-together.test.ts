import { beforeAll, describe, expect, it } from 'vitest';
import { morning } from '../../../support/device-documents.ts';
import type { DeviceWorld } from '../../../support/device-world.ts';
import { liveThrough, loopback, lopsided, mobile, type Network } from '../../../support/planned-starts.ts';

const minute = 60_000;
const hour = 60 * minute;
const deviceCount = 34;
const samplesPerMs = 44.1;

/** Four sessions of a day, five items each that follow on each other: twenty starts. */
const starts = [0, 4, 8, 12].flatMap((after) =>
  [0, 5, 10, 15, 20].map((into) => morning + after * hour + into * minute),
);

const live = (index: number, network: Network, before: number): DeviceWorld =>
  liveThrough({ index, network, before, starts, until: morning + 13 * hour });

/** For each start the samples between the first loudspeaker of the commune and the last, ascending. */
const spreadsOf = (worlds: readonly DeviceWorld[]): number[] =>
  starts
    .map((_, n) => {
      const begun = worlds.map((world) => {
        const heard = world.heard.find(({ itemId }) => itemId === `item-${n}`);
        if (!heard) throw new Error('A loudspeaker was silent');
        return Math.round(heard.from * samplesPerMs);
      });
      return Math.max(...begun) - Math.min(...begun);
    })
    .sort((a, b) => a - b);

const p99 = (ascending: readonly number[]): number =>
  ascending[Math.ceil(ascending.length * 0.99) - 1] ?? Number.POSITIVE_INFINITY;

const expectHonestBounds = (worlds: readonly DeviceWorld[]): void => {
  for (const world of worlds) {
    for (const event of world.started()) {
      const planned = starts[Number(event.itemId.slice('item-'.length))] ?? 0;
      const heard = world.heard.find(({ itemId }) => itemId === event.itemId);
      // Half a millisecond of rounding in the event, and what the crystal does in the five seconds committed.
      expect(Math.abs((heard?.from ?? 0) - planned)).toBeLessThanOrEqual(event.clockErrorMs + 1);
    }
  }
};

const requestsOf = (world: DeviceWorld): number =>
  world.effects.filter(({ type }) => type === 'request-time').length;

describe.each([
  ['over mobile links', mobile, 2 * hour, 50],
  ['on loopback', loopback, 2 * hour, 10],
])('the loudspeakers of a commune %s', (_, network, before, atMostMs) => {
  let worlds: DeviceWorld[] = [];
  beforeAll(() => {
    worlds = Array.from({ length: deviceCount }, (_unused, index) => live(index, network, before));
  }, 60_000);

  it(`start within ${atMostMs} ms of each other, the first and the last, in 99 of 100 starts`, () => {
    expect(p99(spreadsOf(worlds)) / samplesPerMs).toBeLessThanOrEqual(atMostMs);
  });

  it('report a bound that covers how far from the plan they started', () => {
    expectHonestBounds(worlds);
  });

  it('ask the controller seldom enough: 10,000 of them less than 250 times a second', () => {
    const hours = 15;
    const close = 4 * (2 + 25 / 60);
    for (const world of worlds) {
      const atLeisure = (hours - close) * 4 * 1.3;
      expect(requestsOf(world)).toBeLessThan(atLeisure + close * 3_600 * (250 / 10_000));
    }
  });
});

describe('loudspeakers whose link is slower one way', { timeout: 60_000 }, () => {
  it('cannot know it, and say so: the bound covers the error', () => {
    const worlds = [0, 1, 2, 3].map((index) => live(index, lopsided, 2 * hour));
    expectHonestBounds(worlds);
    const errors = worlds.flatMap((world) =>
      world.heard.map(({ from }, n) => Math.abs(from - (starts[n] ?? 0))),
    );
    expect(Math.max(...errors)).toBeGreaterThan(250);
  });
});

describe('loudspeakers that come late to a session', { timeout: 60_000 }, () => {
  it('ask more often, so that a quarter of an hour is enough for most of it', () => {
    const worlds = Array.from({ length: 12 }, (_, index) => live(index, mobile, 15 * minute));
    const spreads = spreadsOf(worlds);
    expect((spreads[Math.floor(spreads.length / 2)] ?? 0) / samplesPerMs).toBeLessThanOrEqual(50);
    for (const world of worlds) {
      const times = world.effects.slice(0, 4_000).filter(({ type }) => type === 'request-time').length;
      expect(times).toBeLessThan(2_000);
    }
  });
});
