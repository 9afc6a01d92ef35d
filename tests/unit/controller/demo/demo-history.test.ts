import { describe, expect, it } from 'vitest';
import { identifier, itemId } from '#protocol';
import type { DemoCluster, DemoFault } from '../../../../controller/demo/demo-clusters.ts';
import { demoPlaybacks, demoPresence, historyDays } from '../../../../controller/demo/demo-history.ts';
import { localDateOf } from '../../../../controller/domain/vietnam-date.ts';
import { clusterRow, deviceRow } from '../../../support/device-field.ts';

const day = 86_400_000;
/** Half past noon in Vietnam. */
const now = Date.parse('2026-11-22T12:30:00+07:00');
const assets = [
  { sha256: 'a'.repeat(64), title: 'Tiếp âm', durationMs: 24_000 },
  { sha256: 'b'.repeat(64), title: 'Bản tin Phú Thọ', durationMs: 20_000 },
];
const sessionIds = ['ses_demo05', 'ses_demo17'] as const;
const faults: readonly (DemoFault | null)[] = [
  null,
  'offline',
  'card-full',
  'clock-94s',
  'amplifier-dead',
  'no-mains',
  'wire-cut',
];
const clusters = faults.map((fault, index): DemoCluster => {
  const id = String(index);
  return { cluster: clusterRow(id), device: deviceRow(`dev-${id}`, id), fault };
});
const rows = [...demoPlaybacks(clusters, assets, sessionIds, now)].flat();
const rowsOf = (fault: DemoFault | null) => {
  const deviceId = `dev-${faults.indexOf(fault)}`;
  return rows.filter((row) => row.deviceId === deviceId);
};
const since = (days: number) => (row: { plannedStart: number }) => row.plannedStart > now - days * day;

describe('the log that the demo invents', () => {
  it('has one row for each item and device of 35 days, and of this morning', () => {
    const sessions = historyDays * 2 + 1;
    expect(rows).toHaveLength(sessions * assets.length * clusters.length);
    expect(new Set(rows.map(({ itemId: item, deviceId }) => `${item} ${deviceId}`)).size).toBe(rows.length);
    expect(Math.max(...rows.map(({ plannedEnd }) => plannedEnd))).toBeLessThan(now);
  });

  it('names items as their sessions would', () => {
    const [first] = rows;
    expect(first?.itemId).toBe(
      itemId({
        sessionId: 'ses_demo05',
        recurrenceAt: Date.parse('2026-10-18T05:00:00+07:00'),
        position: 0,
        sha256: 'a'.repeat(64),
      }),
    );
    expect(rows.every((row) => identifier.safeParse(row.itemId).success)).toBe(true);
    expect(new Set(rows.map(({ sessionId }) => sessionId))).toEqual(new Set(sessionIds));
  });

  it('tells times and evidence that agree with each outcome, all marked as invented', () => {
    for (const row of rows) {
      expect(row.isDemo).toBe(true);
      expect(row.deviation).toBeNull();
      expect(row.plannedEnd).toBeGreaterThan(row.plannedStart);
      expect(row.updatedAt).toBeLessThanOrEqual(now);
      const wasHeard = row.outcome === 'played' || row.outcome === 'interrupted';
      expect(row.startedAt !== null && row.finishedAt !== null && row.clockErrorMs !== null).toBe(wasHeard);
      expect(row.reason === null).toBe(row.outcome === 'played');
      expect(row.grade === null).toBe(row.outcome === 'unknown');
      if (row.startedAt === null || row.finishedAt === null) continue;
      expect(row.startedAt).toBeGreaterThanOrEqual(row.plannedStart);
      expect(row.finishedAt).toBeGreaterThan(row.startedAt);
      if (row.outcome === 'interrupted') expect(row.finishedAt).toBeLessThan(row.plannedEnd);
    }
  });

  it('lets troubled devices play nothing while a commune could still be proven by them', () => {
    const provenDays = since(8);
    for (const [fault, outcome] of [
      ['offline', 'unknown'],
      ['card-full', 'missed'],
      ['clock-94s', 'missed'],
    ] as const) {
      expect(
        new Set(
          rowsOf(fault)
            .filter(provenDays)
            .map((row) => row.outcome),
        ),
        fault,
      ).toEqual(new Set([outcome]));
      expect(
        rowsOf(fault).some((row) => row.outcome === 'played'),
        fault,
      ).toBe(true);
    }
    expect(
      new Set(
        rowsOf('amplifier-dead')
          .filter(since(2))
          .map((row) => row.outcome),
      ),
    ).toEqual(new Set(['failed']));
    expect(rowsOf('wire-cut').some(({ grade }) => grade === 'measured')).toBe(false);
    expect(rowsOf(null).filter(({ outcome }) => outcome === 'played').length).toBeGreaterThan(120);
  });

  it('is the same at every start', () => {
    expect([...demoPlaybacks(clusters, assets, sessionIds, now)].flat()).toEqual(rows);
  });
});

describe('the presence that the demo invents', () => {
  const { days, intervals } = demoPresence(clusters, now);
  const today = Date.parse('2026-11-22T00:00:00+07:00');

  it('accounts for every millisecond of 35 whole days', () => {
    expect(days).toHaveLength(historyDays * clusters.length);
    expect(new Set(days.map(({ day: date }) => date)).size).toBe(historyDays);
    expect(
      days
        .map(({ day: date }) => date)
        .sort()
        .at(-1),
    ).toBe(localDateOf(today - 1));
    for (const { onlineMs, lateMs, offlineMs, unknownMs } of days) {
      expect(onlineMs + lateMs + offlineMs + unknownMs).toBe(day);
      expect(Math.min(onlineMs, lateMs, offlineMs, unknownMs)).toBeGreaterThanOrEqual(0);
    }
  });

  it('has intervals that follow on each other, the silent device offline for nine days', () => {
    for (const { device, fault } of clusters) {
      const own = intervals.filter(({ deviceId }) => deviceId === device.id);
      expect(own.map(({ state }) => state)).toEqual(fault === 'offline' ? ['online', 'offline'] : ['online']);
      expect(own[0]?.fromAt).toBe(today - historyDays * day);
      expect(own.at(-1)?.toAt).toBe(now);
      if (fault === 'offline') expect(own.map(({ toAt }) => toAt)).toEqual([today - 9 * day, now]);
    }
  });
});
