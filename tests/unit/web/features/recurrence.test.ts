import { describe, expect, it } from 'vitest';
import { describeRrule, rruleOf } from '../../../../web/src/features/sessions/recurrence.ts';

describe('recurrence', () => {
  it('has no rule for a single date', () => {
    expect(rruleOf('once', 'FREQ=DAILY')).toBeNull();
  });

  it('writes the presets as RFC 5545 rules', () => {
    expect(rruleOf('daily', '')).toBe('FREQ=DAILY');
    expect(rruleOf('weekdays', '')).toBe('FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA');
  });

  it('takes an own rule with or without its property name', () => {
    expect(rruleOf('custom', ' RRULE:FREQ=WEEKLY;BYDAY=TU ')).toBe('FREQ=WEEKLY;BYDAY=TU');
  });

  it('says runs of days as a range', () => {
    expect(describeRrule('FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA', 'vi')).toBe('Thứ Hai–thứ Bảy');
    expect(describeRrule('FREQ=WEEKLY;BYDAY=FR,TU', 'vi')).toBe('Thứ Ba, thứ Sáu');
    expect(describeRrule('FREQ=WEEKLY;BYDAY=MO,TU,WE,SU', 'en')).toBe('Monday–Wednesday, Sunday');
  });

  it('says daily and once', () => {
    expect(describeRrule('FREQ=DAILY', 'vi')).toBe('Hằng ngày');
    expect(describeRrule(null, 'en')).toBe('Once');
  });

  it('shows a rule as it stands where words would leave something out', () => {
    expect(describeRrule('FREQ=DAILY;COUNT=3', 'vi')).toBe('FREQ=DAILY;COUNT=3');
    expect(describeRrule('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO', 'vi')).toBe('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO');
    expect(describeRrule('FREQ=MONTHLY;BYDAY=1MO', 'en')).toBe('FREQ=MONTHLY;BYDAY=1MO');
  });
});
