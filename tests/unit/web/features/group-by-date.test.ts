import { describe, expect, it } from 'vitest';
import { groupByDate } from '../../../../web/src/features/sessions/group-by-date.ts';

const entry = (date: string, startAt: string) => ({
  sessionId: startAt,
  title: '',
  class: 'normal' as const,
  area: { code: '25', name: 'Phú Thọ', level: 'province' as const, type: 'tỉnh' },
  date,
  startAt,
  endAt: startAt,
  soundEndAt: null,
  targetNames: [],
  communes: 1,
  unplaced: [],
  items: [],
  exception: null,
  readiness: null,
  outcomes: null,
});

describe('occurrences by day', () => {
  it('orders days, and starts within a day', () => {
    const groups = groupByDate([
      entry('2026-11-23', '2026-11-22T22:00:00Z'),
      entry('2026-11-22', '2026-11-22T10:00:00Z'),
      entry('2026-11-22', '2026-11-21T22:00:00Z'),
    ]);
    expect(groups.map(({ date, entries }) => [date, entries.map(({ startAt }) => startAt)])).toEqual([
      ['2026-11-22', ['2026-11-21T22:00:00Z', '2026-11-22T10:00:00Z']],
      ['2026-11-23', ['2026-11-22T22:00:00Z']],
    ]);
  });
});
