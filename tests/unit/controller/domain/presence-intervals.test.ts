import { describe, expect, it } from 'vitest';
import type { Presence } from '../../../../controller/domain/presence.ts';
import { readableIntervals } from '../../../../controller/domain/presence-intervals.ts';

type Short = [Presence, number, number | null];
const read = (...intervals: Short[]): Short[] =>
  readableIntervals(
    intervals.map(([state, fromAt, toAt]) => ({ deviceId: 'dev-1', state, fromAt, toAt })),
    1_000,
  ).map(({ state, fromAt, toAt }) => [state, fromAt, toAt]);

describe('intervals of presence', () => {
  it('stay as they are when each lasts', () => {
    const whole: Short[] = [
      ['online', 0, 5_000],
      ['late', 5_000, 7_000],
      ['offline', 8_000, null],
    ];
    expect(read(...whole)).toEqual(whole);
  });

  it('lose the instants between two states', () => {
    expect(read(['online', 0, 5_000], ['unknown', 5_000, 5_003], ['online', 5_003, null])).toEqual([
      ['online', 0, null],
    ]);
    expect(read(['unknown', 0, 20], ['online', 20, 5_000])).toEqual([['online', 20, 5_000]]);
  });

  it('are one where a restart cut them in two', () => {
    expect(read(['offline', 0, 5_000], ['offline', 5_000, 9_000])).toEqual([['offline', 0, 9_000]]);
  });

  it('keep a gap in which the device was not in service', () => {
    const apart: Short[] = [
      ['online', 0, 5_000],
      ['online', 6_000, 9_000],
    ];
    expect(read(...apart)).toEqual(apart);
  });

  it('keep what has just begun', () => {
    expect(read(['online', 0, 5_000], ['late', 5_000, null])).toHaveLength(2);
  });
});
