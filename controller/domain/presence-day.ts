import type { Presence } from './presence.ts';

export type Interval = Readonly<{ deviceId: string; state: Presence; fromAt: number; toAt: number | null }>;

export type DayTotals = Readonly<{
  deviceId: string;
  onlineMs: number;
  lateMs: number;
  offlineMs: number;
  unknownMs: number;
}>;

/**
 * How long each device spent in each state within [from, to). Time that no interval covers is not counted:
 * the device was not in service, and a sum below the length of the day says so.
 */
export const dayTotals = (intervals: Iterable<Interval>, from: number, to: number): DayTotals[] => {
  const totals = new Map<string, Record<Presence, number>>();
  for (const { deviceId, state, fromAt, toAt } of intervals) {
    const spent = Math.min(toAt ?? to, to) - Math.max(fromAt, from);
    if (spent <= 0) continue;
    const sums = totals.get(deviceId) ?? { online: 0, late: 0, offline: 0, unknown: 0 };
    sums[state] += spent;
    totals.set(deviceId, sums);
  }
  return [...totals].map(([deviceId, sums]) => ({
    deviceId,
    onlineMs: sums.online,
    lateMs: sums.late,
    offlineMs: sums.offline,
    unknownMs: sums.unknown,
  }));
};
