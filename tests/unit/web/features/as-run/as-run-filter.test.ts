import { describe, expect, it } from 'vitest';
import {
  dayBounds,
  readAsRunFilter,
  writeAsRunFilter,
} from '../../../../../web/src/features/as-run/as-run-filter.ts';

const defaults = { today: '2026-11-22', area: '25' };
const read = (search: string) => readAsRunFilter(new URLSearchParams(search), defaults);

describe('the filter in the address of the as-run log', () => {
  it('shows everything of today in the home area when the address says nothing', () => {
    expect(read('')).toEqual({ date: '2026-11-22', area: '25', sessionId: null, outcome: null });
  });

  it('reads day, session, area and outcome', () => {
    expect(read('ngay=2026-11-20&buoi=ses_1&dia-ban=07888&ket-qua=failed')).toEqual({
      date: '2026-11-20',
      area: '07888',
      sessionId: 'ses_1',
      outcome: 'failed',
    });
  });

  it.each(['2026-02-30', '2026-13-01', '22/11/2026', 'today'])(
    'takes today for the senseless date %s',
    (date) => {
      expect(read(`ngay=${encodeURIComponent(date)}`).date).toBe('2026-11-22');
    },
  );

  it('shows every outcome for a word that is none', () => {
    expect(read('ket-qua=awaiting').outcome).toBeNull();
  });

  it('gives back what it wrote, and always names the day', () => {
    const filter = { date: '2026-11-22', area: '237', sessionId: 'ses_1', outcome: 'unknown' } as const;
    expect(readAsRunFilter(writeAsRunFilter(filter, defaults), defaults)).toEqual(filter);
    const plain = { ...filter, area: '25', sessionId: null, outcome: null };
    expect(writeAsRunFilter(plain, defaults).toString()).toBe('ngay=2026-11-22');
  });

  it('asks for a day from its midnight in Vietnam to the next', () => {
    expect(dayBounds('2026-11-22')).toEqual({
      from: '2026-11-21T17:00:00.000Z',
      to: '2026-11-22T17:00:00.000Z',
    });
  });
});
