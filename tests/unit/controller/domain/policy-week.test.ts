import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AreaRule, isAllowed, planPolicy } from '../../../../controller/domain/policy.ts';
import { findLoosening, policyWeek } from '../../../../controller/domain/policy-week.ts';

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const chain = ['07888.20200101', '237.20200101', '25.20200101'];
const [commune = '', district = '', province = ''] = chain;
const rule = (areaKey: string, from: string, to: string, more: Partial<AreaRule> = {}): AreaRule => ({
  areaKey,
  weekdays: everyDay,
  from,
  to,
  maxVolume: null,
  ...more,
});

describe('the week of an area', () => {
  it('is 05:00 to 21:00 on every day without any rule', () => {
    const windows = [{ from: '05:00', to: '21:00' }];
    expect(policyWeek({ chain, rules: [] })).toEqual(
      everyDay.map((weekday) => ({ weekday, windows, caps: [] })),
    );
  });

  it('tells windows and caps of all levels together, by weekday', () => {
    const rules = [
      rule(commune, '06:00', '08:00', { weekdays: [1, 6] }),
      rule(district, '05:00', '07:30', { maxVolume: 60 }),
    ];
    const week = policyWeek({ chain, rules });
    expect(week[0]).toEqual({
      weekday: 1,
      windows: [{ from: '06:00', to: '07:30' }],
      caps: [{ from: '05:00', to: '07:30', maxVolume: 60 }],
    });
    expect(week[1]?.windows).toEqual([]);
    expect(week[5]?.windows).toEqual([{ from: '06:00', to: '07:30' }]);
  });

  it('cuts a window across midnight into its days, also from Sunday to Monday', () => {
    const week = policyWeek({
      chain: [province],
      rules: [rule(province, '22:00', '02:00', { weekdays: [7] })],
    });
    expect(week[6]?.windows).toEqual([{ from: '22:00', to: '24:00' }]);
    expect(week[0]?.windows).toEqual([{ from: '00:00', to: '02:00' }]);
  });
});

const loosening = (own: AreaRule[], rules: AreaRule[] = []) =>
  findLoosening({ own, ancestors: chain.slice(1), rules });

describe('a rule of a lower level', () => {
  it.each<[string, AreaRule[], AreaRule[]]>([
    ['within the default', [rule(commune, '06:00', '20:00')], []],
    ['equal to the default', [rule(commune, '05:00', '21:00')], []],
    [
      'within what the province allows',
      [rule(commune, '04:30', '05:00')],
      [rule(province, '04:30', '21:00')],
    ],
    ['across midnight as above', [rule(commune, '23:00', '01:00')], [rule(province, '22:00', '02:00')]],
    [
      'across two windows that touch',
      [rule(commune, '05:00', '07:00')],
      [rule(province, '05:00', '06:00'), rule(province, '06:00', '21:00')],
    ],
    [
      'as loud as above',
      [rule(commune, '06:00', '20:00', { maxVolume: 60 })],
      [rule(province, '05:00', '21:00', { maxVolume: 60 })],
    ],
    [
      'louder at another time',
      [rule(commune, '06:00', '20:00', { maxVolume: 80 })],
      [rule(province, '05:00', '06:00', { maxVolume: 60 }), rule(province, '06:00', '21:00')],
    ],
  ])('may be %s', (_, own, rules) => {
    expect(loosening(own, rules)).toBeNull();
  });

  it.each<[string, AreaRule[], AreaRule[], object]>([
    [
      'starts before the default',
      [rule(commune, '04:59', '20:00')],
      [],
      { kind: 'hours', levelKey: province },
    ],
    ['ends after it', [rule(commune, '06:00', '21:01')], [], { kind: 'hours', levelKey: province }],
    [
      'is wider than the district',
      [rule(commune, '05:00', '20:00')],
      [rule(district, '06:00', '20:00'), rule(province, '04:00', '22:00')],
      { kind: 'hours', levelKey: district },
    ],
    [
      'has a day more than above',
      [rule(commune, '06:00', '07:00')],
      [rule(province, '05:00', '21:00', { weekdays: [1, 2, 3, 4, 5, 6] })],
      { kind: 'hours', levelKey: province },
    ],
    [
      'is louder than above at some moment',
      [rule(commune, '06:00', '20:00', { maxVolume: 61 })],
      [
        rule(province, '05:00', '21:00'),
        rule(district, '19:00', '21:00', { maxVolume: 60 }),
        rule(district, '05:00', '21:00'),
      ],
      { kind: 'volume', levelKey: district, maxVolume: 60 },
    ],
  ])('that %s is found, with the level', (_, own, rules, expected) => {
    expect(loosening(own, rules)).toMatchObject({ rule: own[0], ...expected });
  });

  it('is free at the top', () => {
    expect(findLoosening({ own: [rule(province, '00:00', '24:00')], ancestors: [], rules: [] })).toBeNull();
  });

  it('that is not found allows nothing by itself that the levels above forbid', () => {
    const half = fc.nat({ max: 47 }).map((value) => {
      const two = (part: number) => String(part).padStart(2, '0');
      return `${two(Math.floor(value / 2))}:${two((value % 2) * 30)}`;
    });
    const ruleOf = (areaKey: string) =>
      fc
        .tuple(half, half, fc.uniqueArray(fc.constantFrom(...everyDay), { minLength: 1 }))
        .filter(([opens, closes]) => opens !== closes)
        .map(([opens, closes, weekdays]) => rule(areaKey, opens, closes, { weekdays }));
    const start = Date.parse('2026-11-23T00:00:00+07:00');
    const span = { from: start, to: start + 7 * 86_400_000 };
    const above = fc.array(fc.oneof(ruleOf(district), ruleOf(province)), { maxLength: 3 });
    fc.assert(
      fc.property(ruleOf(commune), above, fc.nat({ max: 7 * 48 - 1 }), (own, rules, step) => {
        const instant = start + step * 1_800_000;
        const is = (keys: string[], all: AreaRule[]) =>
          isAllowed(planPolicy({ chain: keys, rules: all, ...span }).allowed, instant, instant + 1_800_000);
        const alone = is([commune], [own]);
        const permitted = is(chain.slice(1), rules);
        fc.pre(alone && !permitted);
        expect(loosening([own], rules)?.kind).toBe('hours');
      }),
      { numRuns: 200 },
    );
  });
});
