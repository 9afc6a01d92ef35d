import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AreaRule, isAllowed, planPolicy } from '../../../../controller/domain/policy.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const at = (text: string) => Date.parse(`${text}+07:00`);
// A Monday.
const from = at('2026-11-23T00:00:00');
const to = from + 7 * day;
const chain = ['07888.20200101', '237.20200101', '25.20200101'];
const [commune = '', district = '', province = ''] = chain;
const everyDay = [1, 2, 3, 4, 5, 6, 7];
const rule = (areaKey: string, opens: string, closes: string, more: Partial<AreaRule> = {}): AreaRule => ({
  areaKey,
  weekdays: everyDay,
  from: opens,
  to: closes,
  maxVolume: null,
  ...more,
});
const allowedOf = (rules: AreaRule[]) => planPolicy({ chain, rules, from, to }).allowed;
const local = (instant: number) => new Date(instant + 7 * 60 * minute).toISOString().slice(5, 16);
const texts = (rules: AreaRule[]) =>
  allowedOf(rules).map(({ startAt, endAt }) => `${local(startAt)} ${local(endAt)}`);

describe('the allowed windows of an area', () => {
  it('are 05:00 to 21:00 every day where nobody decided anything', () => {
    expect(texts([])).toEqual(
      Array.from({ length: 7 }, (_, index) => `11-${23 + index}T05:00 11-${23 + index}T21:00`),
    );
  });

  it('come from the nearest level that has rules, within what the levels above allow', () => {
    expect(texts([rule(commune, '06:00', '22:00')])[0]).toBe('11-23T06:00 11-23T21:00');
    expect(texts([rule(district, '06:00', '20:00'), rule(commune, '05:30', '19:00')])[0]).toBe(
      '11-23T06:00 11-23T19:00',
    );
    expect(texts([rule(province, '04:30', '21:30'), rule(commune, '04:30', '20:00')])[0]).toBe(
      '11-23T04:30 11-23T20:00',
    );
  });

  it('hold on the weekdays of the rule', () => {
    expect(texts([rule(province, '05:00', '06:00', { weekdays: [1, 7] })])).toEqual([
      '11-23T05:00 11-23T06:00',
      '11-29T05:00 11-29T06:00',
    ]);
  });

  it('join where they touch, also over midnight', () => {
    const rules = [rule(province, '22:00', '02:00'), rule(province, '02:00', '04:00')];
    expect(texts(rules).slice(0, 2)).toEqual(['11-22T22:00 11-23T04:00', '11-23T22:00 11-24T04:00']);
    expect(allowedOf([rule(province, '00:00', '24:00')])).toHaveLength(1);
  });

  it('are nothing when two levels agree on nothing', () => {
    expect(texts([rule(province, '05:00', '06:00'), rule(commune, '17:00', '18:00')])).toEqual([]);
  });

  it('cap the volume while their rule holds, at any level', () => {
    const rules = [
      rule(province, '05:00', '21:00'),
      rule(commune, '05:00', '06:00', { maxVolume: 40, weekdays: [1] }),
      rule(commune, '06:00', '20:00', { weekdays: [1] }),
    ];
    expect(planPolicy({ chain, rules, from, to }).caps).toEqual([
      { startAt: at('2026-11-23T05:00:00'), endAt: at('2026-11-23T06:00:00'), maxVolume: 40 },
    ]);
  });

  it('allow a minute exactly when every level with rules allows it', () => {
    const time = fc.nat({ max: 24 * 4 - 1 }).map((quarter) => {
      const two = (value: number) => String(value).padStart(2, '0');
      return `${two(Math.floor(quarter / 4))}:${two((quarter % 4) * 15)}`;
    });
    const anyRule = fc
      .tuple(
        fc.constantFrom(...chain),
        time,
        time,
        fc.uniqueArray(fc.constantFrom(...everyDay), { minLength: 1 }),
      )
      .map(([areaKey, opens, closes, weekdays]) => rule(areaKey, opens, closes, { weekdays }));
    const holds = (one: AreaRule, instant: number) =>
      [0, 1].some((daysAgo) => {
        const date = new Date(instant + 7 * 60 * minute - daysAgo * day);
        const midnight = at(`${date.toISOString().slice(0, 10)}T00:00:00`);
        const clock = (text: string) => (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * minute;
        const opens = midnight + clock(one.from);
        const closes = midnight + clock(one.to) + (clock(one.to) <= clock(one.from) ? day : 0);
        return one.weekdays.includes(date.getUTCDay() || 7) && instant >= opens && instant < closes;
      });
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 6 }), fc.nat({ max: 7 * 24 * 60 - 1 }), (rules, minutes) => {
        const instant = from + minutes * minute;
        const provinceRules = rules.some(({ areaKey }) => areaKey === province)
          ? rules
          : [...rules, rule(province, '05:00', '21:00')];
        const expected = chain.every((areaKey) => {
          const level = provinceRules.filter((one) => one.areaKey === areaKey);
          return level.length === 0 || level.some((one) => holds(one, instant));
        });
        expect(isAllowed(allowedOf(rules), instant, instant + minute)).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('are sorted and never overlap', () => {
    const rules = [rule(province, '20:00', '06:00'), rule(province, '05:00', '21:00', { weekdays: [3, 5] })];
    const windows = allowedOf(rules);
    for (const [index, window] of windows.entries()) {
      expect(window.startAt).toBeLessThan(window.endAt);
      expect(windows[index + 1]?.startAt ?? Number.POSITIVE_INFINITY).toBeGreaterThan(window.endAt);
    }
  });
});
