import { describe, expect, it } from 'vitest';
import {
  capAt,
  type DayRules,
  defaultRule,
  type PolicyRule,
  quietSpans,
  timeOf,
  weekOf,
} from '../../../../../web/src/features/policy/policy-week.ts';
import { dayRuns } from '../../../../../web/src/features/policy/rule-text.ts';

const rule = (part: Partial<PolicyRule>): PolicyRule => ({ ...defaultRule, ...part });
const text = (day: DayRules | undefined): string[] =>
  (day?.windows ?? []).map(({ from, to }) => `${timeOf(from)}-${timeOf(to)}`);

describe('the week of quiet hours', () => {
  it('shows the default on every day', () => {
    expect(weekOf([[defaultRule]]).map(text)).toEqual(Array.from({ length: 7 }, () => ['05:00-21:00']));
  });

  it('lets each level narrow the others, never widen them', () => {
    const week = weekOf([
      [rule({ from: '05:00', to: '21:00' })],
      [rule({ from: '04:00', to: '08:00' }), rule({ from: '16:00', to: '23:00', weekdays: [1] })],
    ]);
    expect(text(week[0])).toEqual(['05:00-08:00', '16:00-21:00']);
    expect(text(week[1])).toEqual(['05:00-08:00']);
  });

  it('carries hours past midnight into the next day, and Sunday night into Monday', () => {
    const week = weekOf([[rule({ weekdays: [7], from: '22:00', to: '01:00' })]]);
    expect(text(week[6])).toEqual(['22:00-24:00']);
    expect(text(week[0])).toEqual(['00:00-01:00']);
    expect(text(week[1])).toEqual([]);
  });

  it('joins hours that touch', () => {
    const week = weekOf([[rule({ from: '05:00', to: '12:00' }), rule({ from: '12:00', to: '20:00' })]]);
    expect(text(week[3])).toEqual(['05:00-20:00']);
  });

  it('takes the day of 24:00 for a whole one', () => {
    expect(text(weekOf([[rule({ from: '00:00', to: '24:00' })]])[0])).toEqual(['00:00-24:00']);
  });

  it('tells the silent spans between the windows', () => {
    expect(quietSpans([{ from: 300, to: 1_260 }])).toEqual([
      { from: 0, to: 300 },
      { from: 1_260, to: 1_440 },
    ]);
    expect(quietSpans([])).toEqual([{ from: 0, to: 1_440 }]);
    expect(quietSpans([{ from: 0, to: 1_440 }])).toEqual([]);
  });

  it('takes the strictest of several volume limits', () => {
    const week = weekOf([[rule({ maxVolume: 80 })], [rule({ from: '05:00', to: '07:00', maxVolume: 60 })]]);
    const caps = week[0]?.caps ?? [];
    expect(capAt(caps, 6 * 60)).toBe(60);
    expect(capAt(caps, 12 * 60)).toBe(80);
    expect(capAt(caps, 22 * 60)).toBeNull();
  });

  it('says three days and more as a range', () => {
    expect(dayRuns([6, 1, 2, 3])).toEqual([[1, 2, 3], [6]]);
    expect(dayRuns([1, 2])).toEqual([[1], [2]]);
  });
});
