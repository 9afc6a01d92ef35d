import { describe, expect, it } from 'vitest';
import {
  endOfLocalDate,
  isLocalDate,
  localDateOf,
  vietnamTimestamp,
} from '../../../../controller/domain/vietnam-date.ts';

describe('dates in Vietnam', () => {
  it('begins a day at midnight in Vietnam, which is 17:00 UTC the day before', () => {
    expect(localDateOf(Date.parse('2022-12-31T16:59:59.999Z'))).toBe('2022-12-31');
    expect(localDateOf(Date.parse('2022-12-31T17:00:00.000Z'))).toBe('2023-01-01');
  });

  it('agrees with the time-zone database', () => {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' });
    for (const day of ['1999-12-31T17:00:00Z', '2020-02-29T16:59:59Z', '2026-06-01T00:00:00Z']) {
      expect(localDateOf(Date.parse(day))).toBe(format.format(Date.parse(day)));
    }
  });

  it('ends a date in the last millisecond before the next', () => {
    const end = endOfLocalDate('2022-12-31');
    expect(new Date(end).toISOString()).toBe('2022-12-31T16:59:59.999Z');
    expect(localDateOf(end)).toBe('2022-12-31');
    expect(localDateOf(end + 1)).toBe('2023-01-01');
  });

  it.each(['2022-02-30', '2022-13-01', '2022-1-1', '2022-12-31T00:00', '', 'tomorrow', '2023-02-29'])(
    'knows that "%s" is no date',
    (text) => {
      expect(isLocalDate(text)).toBe(false);
      expect(() => endOfLocalDate(text)).toThrow(RangeError);
    },
  );

  it('writes an instant so that it starts with the local date', () => {
    expect(vietnamTimestamp(endOfLocalDate('2022-12-31'))).toBe('2022-12-31T23:59:59.999+07:00');
    expect(Date.parse(vietnamTimestamp(1_700_000_000_123))).toBe(1_700_000_000_123);
  });
});
