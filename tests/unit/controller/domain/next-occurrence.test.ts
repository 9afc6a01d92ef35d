import { describe, expect, it } from 'vitest';
import { nextStart } from '../../../../controller/domain/next-occurrence.ts';
import { parseRule } from '../../../../controller/domain/recurrence.ts';

const next = (rrule: string | null, from: string, startsLocal = '2026-11-23T05:00:00'): string | null => {
  const parsed = parseRule({ rrule, startsLocal, timeZone: 'Asia/Ho_Chi_Minh' });
  if (!parsed.ok) throw new Error(parsed.fault.en);
  const at = nextStart(parsed.recurrence, Date.parse(from));
  return at === null ? null : new Date(at).toISOString();
};

describe('the next start', () => {
  it.each([
    ['FREQ=DAILY', '2026-11-22T00:00:00Z', '2026-11-22T22:00:00.000Z'],
    ['FREQ=DAILY', '2026-11-22T22:00:00Z', '2026-11-22T22:00:00.000Z'],
    ['FREQ=DAILY', '2026-11-22T22:00:00.001Z', '2026-11-23T22:00:00.000Z'],
    ['FREQ=MONTHLY;BYMONTHDAY=23', '2026-11-24T00:00:00Z', '2026-12-22T22:00:00.000Z'],
    ['FREQ=YEARLY', '2026-11-24T00:00:00Z', '2027-11-22T22:00:00.000Z'],
  ])('of %s from %s is %s', (rule, from, expected) => {
    expect(next(rule, from)).toBe(expected);
  });

  it('is that of a single date until it has begun', () => {
    expect(next(null, '2020-01-01T00:00:00Z')).toBe('2026-11-22T22:00:00.000Z');
    expect(next(null, '2026-11-23T00:00:00Z')).toBeNull();
  });
});
