import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRule } from '../../../../controller/domain/recurrence.ts';
import {
  dayNumber,
  instantOf,
  ruleText,
  type SlowRule,
  type SlowStart,
  type SlowZone,
  slowStartOf,
  slowStarts,
  slowZones,
  weekdays,
} from '../../../support/slow-recurrence.ts';

const dayMs = 86_400_000;
/** A recurrence is expanded over 400 days at a time. */
const spanMs = 390 * dayMs;

const sorted = <T extends string | number>(values: readonly T[]): T[] =>
  [...values].sort((a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : 0));
const some = <T extends string | number>(values: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<T[]> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant<T[]>([]) },
    { weight: 1, arbitrary: fc.uniqueArray(values, { minLength: 1, maxLength }).map(sorted) },
  );

const localDate = fc
  .integer({ min: dayNumber(2024, 1, 1), max: dayNumber(2030, 12, 31) })
  .map((day) => new Date(day * dayMs).toISOString().slice(0, 10));
/** 02:30 does not exist, or comes twice, on the days on which clocks change. */
const localTime = fc.constantFrom('00:00:00', '02:30:00', '05:00:00', '17:30:00', '23:59:59');
const plainDay = fc.constantFrom(...weekdays);
const ordinalDay = fc
  .tuple(fc.constantFrom('', '1', '2', '5', '-1', '-2'), plainDay)
  .map(([nth, day]) => `${nth}${day}`);
const monthDay = fc.oneof(fc.integer({ min: 1, max: 31 }), fc.integer({ min: -31, max: -1 }));
const yearDay = fc.oneof(fc.integer({ min: 1, max: 366 }), fc.integer({ min: -366, max: -1 }));

type End = Readonly<{ count: number | null; untilDays: number | null }>;
const anyEnd: fc.Arbitrary<End> = fc.oneof(
  fc.constant({ count: null, untilDays: null }),
  fc.integer({ min: 1, max: 60 }).map((count) => ({ count, untilDays: null })),
  fc.integer({ min: 0, max: 1_000 }).map((untilDays) => ({ count: null, untilDays })),
);

const drafts = {
  interval: fc.integer({ min: 1, max: 5 }),
  byMonth: some(fc.integer({ min: 1, max: 12 }), 4),
  byHour: some(fc.constantFrom(0, 2, 5, 11, 17, 23), 3),
  byMinute: some(fc.constantFrom(0, 15, 30, 59), 2),
  weekStart: plainDay,
  date: localDate,
  time: localTime,
  end: anyEnd,
} as const;
const none = { byDay: [], byMonthDay: [], byYearDay: [], bySetPos: [] } as const;

type Draft = Omit<SlowRule, 'startsLocal' | 'count' | 'untilAt'> & { date: string; time: string; end: End };

const daily: fc.Arbitrary<Draft> = fc
  .record({ ...drafts, byDay: some(plainDay, 4), byMonthDay: some(monthDay, 3) })
  .map((draft) => ({ ...none, freq: 'DAILY', ...draft }));
const weekly: fc.Arbitrary<Draft> = fc
  .record({ ...drafts, byDay: some(plainDay, 4), bySetPos: some(fc.constantFrom(1, 2, -1), 2) })
  .map(({ bySetPos, ...draft }) => ({
    ...none,
    freq: 'WEEKLY',
    ...draft,
    bySetPos: draft.byDay.length > 0 ? bySetPos : [],
  }));
const monthly: fc.Arbitrary<Draft> = fc
  .record({
    ...drafts,
    days: fc.oneof(
      some(ordinalDay, 3).map((byDay) => ({ byDay, byMonthDay: [] })),
      fc.record({ byDay: some(plainDay, 3), byMonthDay: some(monthDay, 3) }),
    ),
    bySetPos: some(fc.constantFrom(1, 2, -1), 2),
  })
  .map(({ days, bySetPos, ...draft }) => ({
    ...none,
    freq: 'MONTHLY',
    ...draft,
    ...days,
    bySetPos: days.byDay.length + days.byMonthDay.length > 0 ? bySetPos : [],
  }));
/** In a yearly rule all weekdays have an ordinal, or none has: a mixture is refused. */
const unmixed = (days: readonly string[]): string[] =>
  days.filter((day) => (day.length === 2) === (days[0]?.length === 2));
const yearly: fc.Arbitrary<Draft> = fc
  .record({
    ...drafts,
    days: fc.oneof(
      some(ordinalDay, 3).map((byDay) => ({ byDay: unmixed(byDay), byMonthDay: [], byYearDay: [] })),
      fc.record({ byDay: some(plainDay, 3), byMonthDay: some(monthDay, 3), byYearDay: fc.constant([]) }),
      some(yearDay, 4).map((byYearDay) => ({ byDay: [], byMonthDay: [], byYearDay })),
    ),
  })
  .map(({ days, ...draft }) => ({ ...none, freq: 'YEARLY', ...draft, ...days }));

const anyRule: fc.Arbitrary<{ rule: SlowRule; zone: SlowZone }> = fc
  .tuple(fc.oneof(daily, weekly, monthly, yearly), fc.constantFrom(...slowZones))
  .map(([{ date, time, end, ...draft }, zone]) => {
    const startsLocal = `${date}T${time}`;
    const untilAt = end.untilDays === null ? null : Date.parse(`${startsLocal}Z`) + end.untilDays * dayMs;
    return { rule: { ...draft, startsLocal, count: end.count, untilAt }, zone };
  });

const parse = ({ rule, zone }: { rule: SlowRule; zone: SlowZone }) =>
  parseRule({ rrule: ruleText(rule), startsLocal: rule.startsLocal, timeZone: zone.name });

// A busy machine takes its time over thousands of days.
describe('expanding a rule', { timeout: 60_000 }, () => {
  it('agrees with a day-by-day reading of RFC 5545, in zones with and without daylight saving', () => {
    fc.assert(
      fc.property(anyRule, (drawn) => {
        const { rule, zone } = drawn;
        const start = slowStartOf(rule, zone);
        const result = parse(drawn);
        if (start === null) {
          expect(result.ok).toBe(false);
          return;
        }
        // Positions among times that a change of clocks leaves out are not defined.
        fc.pre(zone.summer === null || rule.bySetPos.length === 0);
        const days = rule.freq === 'YEARLY' || rule.interval > 2 ? 1_100 : 400;
        const slow = slowStarts(rule, zone, days);
        if (!result.ok) {
          expect({ fault: result.fault.code, slow }).toEqual({ fault: 'Session_RuleNeverFires', slow: [] });
          return;
        }
        const end = start + (days - 5) * dayMs;
        const found: SlowStart[] = [];
        for (let from = start - 5 * dayMs; from < end; from += spanMs) {
          found.push(...result.recurrence.starts(from, Math.min(from + spanMs, end)));
        }
        expect(found).toEqual(slow.filter(({ startAt }) => startAt < end));
        if (found[0]) expect(result.recurrence.firstAt).toBe(found[0].startAt);
      }),
      { numRuns: 200 },
    );
  });

  it('gives the same starts whether a span is asked for whole or in pieces', () => {
    fc.assert(
      fc.property(anyRule, fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 6 }), (drawn, steps) => {
        const result = parse(drawn);
        if (!result.ok) return;
        const { recurrence } = result;
        const from = recurrence.firstAt + 30 * dayMs;
        const cuts = [from];
        for (const days of steps) cuts.push((cuts.at(-1) ?? from) + days * dayMs);
        const pieces = cuts.slice(1).flatMap((to, index) => recurrence.starts(cuts[index] ?? to, to));
        const again = parse(drawn);
        expect(pieces).toEqual(again.ok && again.recurrence.starts(from, cuts.at(-1) ?? from));
      }),
      { numRuns: 60 },
    );
  });
});

describe('the slow expansion itself', () => {
  it('knows the clocks of its zones as the platform does', () => {
    const zoneDay = fc.tuple(
      fc.constantFrom(...slowZones),
      fc.integer({ min: dayNumber(2024, 1, 1), max: dayNumber(2032, 12, 31) }),
      fc.integer({ min: 0, max: 86_399 }),
    );
    fc.assert(
      fc.property(zoneDay, ([zone, number, seconds]) => {
        const [year = 0, month = 0, day = 0] = new Date(number * dayMs)
          .toISOString()
          .slice(0, 10)
          .split('-')
          .map(Number);
        const startAt = instantOf(zone, { number, year, month, day }, seconds);
        if (startAt === null) return;
        const shown = new Date(startAt).toLocaleString('sv-SE', { timeZone: zone.name });
        const local = new Date(number * dayMs + seconds * 1_000).toISOString();
        expect(shown).toBe(`${local.slice(0, 10)} ${local.slice(11, 19)}`);
      }),
      { numRuns: 200 },
    );
  });
});
