import { describe, expect, it } from 'vitest';
import { createRetention, type RetentionDays } from '../../../../../controller/app/retention/retention.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { createVirtualClock, settle } from '../../../../support/virtual-clock.ts';

const day = 86_400_000;
/** 23:00 in Vietnam. */
const evening = Date.parse('2026-11-23T16:00:00Z');
const days: RetentionDays = { presence: 90, playEvents: 60, asRun: 365, incidents: 0 };

const create = (wanted: RetentionDays = days, rows = 450) => {
  const clock = createVirtualClock(evening);
  const asked: [what: string, before: number][] = [];
  const notes: unknown[] = [];
  const left = { presence: rows, asRun: rows };
  const take = (name: keyof typeof left) => async (before: number, most: number) => {
    asked.push([name, before]);
    const removed = Math.min(most, left[name]);
    left[name] -= removed;
    return removed;
  };
  const retention = createRetention({
    store: {
      audit: {
        note: async (note) => {
          notes.push(note);
        },
        page: async () => ({ items: [], next: null }),
        following: async () => [],
        last: async () => null,
        putCheckpoint: async () => undefined,
        lastCheckpoint: async () => null,
      },
      retention: {
        forgetPresence: take('presence'),
        forgetPlaybacks: take('asRun'),
        forgetPlayEvents: async (deviceIds, before) => {
          asked.push([`events of ${deviceIds.length}`, before]);
          return deviceIds.length;
        },
        forgetIncidents: async (before) => {
          asked.push(['incidents', before]);
          return 0;
        },
      },
    },
    deviceIds: () => Array.from({ length: 50 }, (_, index) => `dev_${index}`),
    clock,
    log: silentLog,
    days: wanted,
  });
  return { clock, asked, notes, left, retention };
};

describe('old history', () => {
  it('is removed at two at night, step by step until nothing is left, and again the next night', async () => {
    const { clock, asked, notes, left, retention } = create();
    retention.start();
    await clock.advance(2.9 * 3_600_000);
    expect(asked).toEqual([]);
    await clock.advance(0.2 * 3_600_000);
    expect(left).toEqual({ presence: 0, asRun: 0 });
    const night = evening + 3 * 3_600_000;
    expect(asked.map(([what]) => what)).toEqual([
      ...['presence', 'presence', 'presence'],
      ...['events of 20', 'events of 20', 'events of 10'],
      ...['asRun', 'asRun', 'asRun'],
    ]);
    expect(asked.find(([what]) => what === 'presence')?.[1]).toBe(night - 90 * day);
    expect(asked.find(([what]) => what === 'events of 20')?.[1]).toBe(night - 60 * day);
    expect(asked.find(([what]) => what === 'asRun')?.[1]).toBe(night - 365 * day);
    expect(notes).toEqual([
      expect.objectContaining({
        action: 'history.removed',
        fact: { rows: { presence: 450, playEvents: 50, asRun: 450, incidents: 0 }, keptDays: days },
      }),
    ]);
    const before = asked.length;
    await clock.advance(day);
    expect(asked.length).toBeGreaterThan(before);
    await retention.stop();
  });

  it('that is to be kept for ever is not asked for', async () => {
    const { clock, asked, retention } = create({ presence: 0, playEvents: 0, asRun: 0, incidents: 0 });
    retention.start();
    await clock.advance(2 * day);
    expect(asked).toEqual([]);
    await retention.stop();
  });

  it('stays when the controller stops in the middle', async () => {
    const { clock, left, retention } = create(days, 100_000);
    const running = retention.run();
    const stopping = retention.stop();
    await settle();
    await clock.advance(1_000);
    await Promise.all([running, stopping]);
    expect(left.presence).toBeGreaterThan(90_000);
  });
});
