import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createRuleCache,
  occurrences,
  parseRule,
  type Recurrence,
} from '../../../../controller/domain/recurrence.ts';

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

describe('expanding a rule', () => {
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
    ['FREQ=YEARLY;BYDAY=MO,1TH', 'Session_RuleUnsupported'],
    ['FREQ=YEARLY;BYYEARDAY=154,225;BYDAY=SA', 'Session_RuleUnsupported'],
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
