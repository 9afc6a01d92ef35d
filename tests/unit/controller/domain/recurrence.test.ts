import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createRuleCache,
  occurrences,
  parseRule,
  type Recurrence,
} from '../../../../controller/domain/recurrence.ts';
import { ruleText, type SlowRule, slowDates } from './slow-recurrence.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
const vietnam = 'Asia/Ho_Chi_Minh';
const at = (text: string) => Date.parse(text);

const parsed = (
  rrule: string | null,
  startsLocal = '2026-11-22T05:00:00',
  timeZone = vietnam,
): Recurrence => {
  const result = parseRule({ rrule, startsLocal, timeZone });
  if (!result.ok) throw new Error(result.fault.en);
  return result.recurrence;
};

const faultOf = (rrule: string | null, startsLocal = '2026-11-22T05:00:00', timeZone = vietnam) => {
  const result = parseRule({ rrule, startsLocal, timeZone });
  return result.ok ? null : result.fault;
};

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const ordinalDays = weekdays.flatMap((day) => [day, `1${day}`, `2${day}`, `-1${day}`]);
const localDate = fc
  .integer({ min: at('2024-01-01') / dayMs, max: at('2028-12-31') / dayMs })
  .map((day) => new Date(day * dayMs).toISOString().slice(0, 10));
const slowRule: fc.Arbitrary<SlowRule> = fc
  .record({
    freq: fc.constantFrom('DAILY' as const, 'WEEKLY' as const, 'MONTHLY' as const),
    interval: fc.integer({ min: 1, max: 5 }),
    plainDays: fc.uniqueArray(fc.constantFrom(...weekdays), { maxLength: 4 }),
    monthDays: fc.uniqueArray(fc.constantFrom(...ordinalDays), { maxLength: 3 }),
    date: localDate,
    time: fc.constantFrom('00:00:00', '05:00:00', '17:30:00', '23:59:59'),
    ends: fc.oneof(
      fc.constant({ count: null, untilDate: null }),
      fc.integer({ min: 1, max: 60 }).map((count) => ({ count, untilDate: null })),
      fc.nat({ max: 500 }).map((days) => ({ count: null, days })),
    ),
  })
  .map(({ freq, interval, plainDays, monthDays, date, time, ends }) => ({
    freq,
    interval,
    byDay: freq === 'MONTHLY' ? monthDays : plainDays,
    startsLocal: `${date}T${time}`,
    count: ends.count,
    untilDate: 'days' in ends ? new Date(at(date) + ends.days * dayMs).toISOString().slice(0, 10) : null,
  }));

describe('expanding a rule', () => {
  it('agrees with a day-by-day reading of daily, weekly and monthly rules', () => {
    fc.assert(
      fc.property(slowRule, (rule) => {
        // A bare UNTIL date ends with that day in UTC or in the zone; times near midnight would differ.
        fc.pre(rule.untilDate === null || rule.startsLocal.includes('T17'));
        const slow = slowDates(rule, 390);
        const result = parseRule({ rrule: ruleText(rule), startsLocal: rule.startsLocal, timeZone: vietnam });
        if (!result.ok) {
          expect(slow).toEqual([]);
          return;
        }
        const start = at(`${rule.startsLocal}+07:00`);
        const from = start - 5 * dayMs;
        const found = result.recurrence.starts(
          from,
          at(`${rule.startsLocal.slice(0, 10)}T00:00:00+07:00`) + 390 * dayMs,
        );
        expect(found.map(({ date }) => date)).toEqual(slow);
        expect(found.map(({ startAt }) => startAt)).toEqual(
          slow.map((date) => at(`${date}T${rule.startsLocal.slice(11)}+07:00`)),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('gives the same starts whether a span is asked for whole or in pieces', () => {
    fc.assert(
      fc.property(slowRule, fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 6 }), (rule, steps) => {
        const result = parseRule({ rrule: ruleText(rule), startsLocal: rule.startsLocal, timeZone: vietnam });
        if (!result.ok) return;
        const from = at(`${rule.startsLocal}+07:00`) + 30 * dayMs;
        const cuts = [from];
        for (const days of steps) cuts.push((cuts.at(-1) ?? from) + days * dayMs);
        const pieces = cuts.slice(1).flatMap((to, index) => result.recurrence.starts(cuts[index] ?? to, to));
        expect(pieces).toEqual(result.recurrence.starts(from, cuts.at(-1) ?? from));
      }),
      { numRuns: 60 },
    );
  });

  it('names the local date of the start, also where it is another day in UTC', () => {
    expect(
      parsed('FREQ=WEEKLY;BYDAY=MO,TH').starts(at('2026-11-22T22:00:00Z'), at('2026-11-27T00:00:00Z')),
    ).toEqual([
      { startAt: at('2026-11-23T05:00:00+07:00'), date: '2026-11-23' },
      { startAt: at('2026-11-26T05:00:00+07:00'), date: '2026-11-26' },
    ]);
  });

  it('keeps the local hour across a change of clocks', () => {
    const starts = parsed('FREQ=DAILY', '2026-03-27T05:00:00', 'Europe/Berlin').starts(
      at('2026-03-28T00:00:00Z'),
      at('2026-03-31T00:00:00Z'),
    );
    expect(starts.map(({ startAt }) => new Date(startAt).toISOString())).toEqual([
      '2026-03-28T04:00:00.000Z',
      '2026-03-29T03:00:00.000Z',
      '2026-03-30T03:00:00.000Z',
    ]);
  });

  it('passes over a local time that a change of clocks leaves out', () => {
    const starts = parsed('FREQ=DAILY', '2026-03-27T02:30:00', 'Europe/Berlin').starts(
      at('2026-03-28T00:00:00Z'),
      at('2026-03-31T00:00:00Z'),
    );
    expect(starts.map(({ date }) => date)).toEqual(['2026-03-28', '2026-03-30']);
  });

  it('takes a session without a rule as a single date', () => {
    expect(parsed(null).starts(at('2026-01-01'), at('2027-01-01'))).toEqual([
      { startAt: at('2026-11-22T05:00:00+07:00'), date: '2026-11-22' },
    ]);
  });

  it('expands a rule that never ends, sixty years on', () => {
    const rule = parsed('FREQ=DAILY');
    expect(rule.starts(at('2086-01-01'), at('2086-01-11'))).toHaveLength(10);
    expect(rule.starts(at('2150-01-01'), at('2150-01-11'))).toEqual([]);
  });

  it('refuses to expand more than 400 days at once', () => {
    expect(() => parsed('FREQ=DAILY').starts(0, 401 * dayMs)).toThrow(RangeError);
  });
});

describe('occurrences of a session', () => {
  const session = { recurrence: parsed('FREQ=DAILY'), durationMs: 30 * minuteMs };

  it('include one that is still running at the beginning of the span', () => {
    const from = at('2026-11-23T05:10:00+07:00');
    expect(occurrences(session, from, from + 1)).toEqual([
      {
        startAt: at('2026-11-23T05:00:00+07:00'),
        endAt: at('2026-11-23T05:30:00+07:00'),
        date: '2026-11-23',
      },
    ]);
  });

  it('leave out one that ends where the span begins, and one that starts where it ends', () => {
    const from = at('2026-11-23T05:30:00+07:00');
    expect(occurrences(session, from, at('2026-11-24T05:00:00+07:00'))).toEqual([]);
  });
});

describe('refusing a rule', () => {
  it.each([
    ['FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31', 'Session_RuleNeverFires'],
    ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'Session_RuleNeverFires'],
    ['FREQ=YEARLY;BYYEARDAY=200;BYWEEKNO=1', 'Session_RuleNeverFires'],
    ['FREQ=DAILY;UNTIL=20200101T000000Z', 'Session_RuleNeverFires'],
    ['FREQ=DAILY;UNTIL=20261121', 'Session_RuleNeverFires'],
    ['FREQ=HOURLY;INTERVAL=24;BYHOUR=6', 'Session_RuleNeverFires'],
    ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31;COUNT=3', 'Session_RuleNeverFires'],
    ['FREQ=SECONDLY', 'Session_RuleTooFrequent'],
    ['FREQ=MINUTELY', 'Session_RuleTooFrequent'],
    ['FREQ=MINUTELY;INTERVAL=14', 'Session_RuleTooFrequent'],
    ['FREQ=HOURLY;BYMINUTE=0,10,20,30,40', 'Session_RuleTooFrequent'],
    ['FREQ=DAILY;BYSECOND=0,1;BYMINUTE=0,1,2,3,4,5,6,7;BYHOUR=0,1,2,3,4,5,6', 'Session_RuleTooFrequent'],
    ['', 'Session_RuleInvalid'],
    ['DAILY', 'Session_RuleInvalid'],
    ['INTERVAL=2', 'Session_RuleInvalid'],
    ['FREQ=NIGHTLY', 'Session_RuleInvalid'],
    ['FREQ=toString', 'Session_RuleInvalid'],
    ['toString=1;FREQ=DAILY', 'Session_RuleInvalid'],
    ['FREQ=DAILY;FREQ=DAILY', 'Session_RuleInvalid'],
    ['FREQ=DAILY;INTERVAL=0', 'Session_RuleInvalid'],
    ['FREQ=DAILY;INTERVAL=-1', 'Session_RuleInvalid'],
    ['FREQ=DAILY;BYHOUR=24', 'Session_RuleInvalid'],
    ['FREQ=DAILY;BYDAY=XX', 'Session_RuleInvalid'],
    ['FREQ=DAILY;BYDAY=1MO', 'Session_RuleInvalid'],
    ['FREQ=MONTHLY;BYMONTHDAY=0', 'Session_RuleInvalid'],
    ['FREQ=DAILY;COUNT=100000', 'Session_RuleInvalid'],
    ['FREQ=DAILY;COUNT=2;UNTIL=20270101', 'Session_RuleInvalid'],
    ['FREQ=DAILY;BYSETPOS=5', 'Session_RuleInvalid'],
    ['FREQ=DAILY;UNTIL=20270231', 'Session_RuleInvalid'],
    ['FREQ=DAILY;UNTIL=20270101T050000', 'Session_RuleInvalid'],
    ['FREQ=DAILY;RSCALE=CHINESE', 'Session_RuleInvalid'],
    ['FREQ=DAILY\nEXDATE:20261123T050000', 'Session_RuleInvalid'],
  ])('%s is %s', (rrule, code) => {
    const fault = faultOf(rrule);
    expect(fault?.code).toBe(code);
    expect(fault?.vi).not.toBe(fault?.en);
  });

  it.each([
    ['2019-12-31T05:00:00', vietnam, 'Session_DateInvalid'],
    ['2101-01-01T05:00:00', vietnam, 'Session_DateInvalid'],
    ['2027-02-30T05:00:00', vietnam, 'Session_DateInvalid'],
    ['2027-02-03T25:00:00', vietnam, 'Session_DateInvalid'],
    ['2027-02-03', vietnam, 'Session_DateInvalid'],
    ['tomorrow', vietnam, 'Session_DateInvalid'],
    ['2026-03-29T02:30:00', 'Europe/Berlin', 'Session_DateInvalid'],
    ['2027-02-03T05:00:00', 'Asia/Hanoi', 'Session_TimeZoneUnknown'],
    ['2027-02-03T05:00:00', '', 'Session_TimeZoneUnknown'],
    ['2027-02-03T05:00:00', 'UTC\nRRULE:FREQ=DAILY', 'Session_TimeZoneUnknown'],
  ])('a start of %s in %s is %s', (startsLocal, timeZone, code) => {
    expect(faultOf('FREQ=DAILY', startsLocal, timeZone)?.code).toBe(code);
  });

  it('never throws, whatever text is given', () => {
    const word = fc.constantFrom(
      'FREQ',
      'BYDAY',
      'BYSETPOS',
      'COUNT',
      'DAILY',
      'YEARLY',
      '-1',
      '31',
      'MO',
      '=',
      ';',
      ',',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 14 }).map((words) => words.join('')),
    );
    fc.assert(
      fc.property(text, (rrule) => {
        const result = parseRule({ rrule, startsLocal: '2026-11-22T05:00:00', timeZone: vietnam });
        expect(result.ok || result.fault.code.startsWith('Session_')).toBe(true);
      }),
    );
  });

  it('refuses a text without end', () => {
    expect(faultOf(`FREQ=DAILY;BYHOUR=${'5,'.repeat(400)}5`)?.code).toBe('Session_RuleInvalid');
  });

  it('accepts the busiest rule it allows', () => {
    expect(parsed('FREQ=MINUTELY;INTERVAL=15').starts(at('2026-12-01'), at('2026-12-02'))).toHaveLength(96);
  });
});

describe('a cache of rules', () => {
  it('reads the same text once, and keeps rules of different zones apart', () => {
    const parse = createRuleCache();
    const input = { rrule: 'FREQ=DAILY', startsLocal: '2026-11-22T05:00:00', timeZone: vietnam };
    expect(parse(input)).toBe(parse({ ...input }));
    expect(parse({ ...input, timeZone: 'UTC' })).not.toBe(parse(input));
  });
});
