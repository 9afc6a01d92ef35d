import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { topics } from '#protocol';
import { createAcknowledger } from '../../../../device-sim/shell/acknowledger.ts';

const emergency = topics.announcements('25.20200101');
let acknowledged: number[] = [];
const acknowledging = (n: number) => () => {
  acknowledged.push(n);
};

beforeEach(() => {
  vi.useFakeTimers();
  acknowledged = [];
});
afterEach(() => {
  vi.useRealTimers();
});

describe('an acknowledgement', () => {
  it('of most messages follows at once', () => {
    const acknowledge = createAcknowledger();
    acknowledge(topics.program('25.20200101'), acknowledging(1));
    expect(acknowledged).toEqual([]);
    vi.advanceTimersByTime(0);
    expect(acknowledged).toEqual([1]);
  });

  it('of an announcement waits until nobody else receives one', () => {
    const acknowledge = createAcknowledger();
    for (let n = 0; n < 5; n += 1) {
      acknowledge(emergency, acknowledging(n));
      vi.advanceTimersByTime(10);
    }
    expect(acknowledged).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(acknowledged).toEqual([0, 1, 2, 3, 4]);
  });

  it('may bring the next announcement, which has its own', () => {
    const acknowledge = createAcknowledger();
    acknowledge(emergency, () => {
      acknowledged.push(1);
      acknowledge(emergency, acknowledging(2));
    });
    vi.advanceTimersByTime(300);
    expect(acknowledged).toEqual([1, 2]);
  });

  it('of thousands is in slices, and none is lost', () => {
    const acknowledge = createAcknowledger();
    for (let n = 0; n < 1_050; n += 1) acknowledge(emergency, acknowledging(n));
    vi.advanceTimersByTime(300);
    expect(acknowledged).toHaveLength(1_050);
  });

  it('of an announcement does not wait for ever', () => {
    const acknowledge = createAcknowledger();
    for (let n = 0; n < 240; n += 1) {
      acknowledge(emergency, acknowledging(n));
      vi.advanceTimersByTime(5);
    }
    expect(acknowledged.length).toBeGreaterThan(150);
  });
});
