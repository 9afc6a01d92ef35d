import { describe, expect, it } from 'vitest';
import { dayTotals, type Interval } from '../../../../controller/domain/presence-day.ts';

const from = 1_000_000;
const to = from + 86_400_000;
const hour = 3_600_000;
const interval = (state: Interval['state'], fromAt: number, toAt: number | null): Interval => ({
  deviceId: 'dev-1',
  state,
  fromAt,
  toAt,
});

describe('the sum of a day', () => {
  it('counts only the part of an interval that lies within the day', () => {
    const intervals = [
      interval('online', from - 5 * hour, from + 2 * hour),
      interval('late', from + 2 * hour, from + 3 * hour),
      interval('offline', from + 3 * hour, to + hour),
    ];
    expect(dayTotals(intervals, from, to)).toEqual([
      { deviceId: 'dev-1', onlineMs: 2 * hour, lateMs: hour, offlineMs: 21 * hour, unknownMs: 0 },
    ]);
  });

  it('takes an open interval to last until the end of the day', () => {
    expect(dayTotals([interval('unknown', from + hour, null)], from, to)).toEqual([
      { deviceId: 'dev-1', onlineMs: 0, lateMs: 0, offlineMs: 0, unknownMs: 23 * hour },
    ]);
  });

  it('says nothing of devices that were not in service', () => {
    expect(dayTotals([interval('online', from - 2 * hour, from)], from, to)).toEqual([]);
  });
});
