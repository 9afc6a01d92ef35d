import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { occurrences, parseRule } from '../../../../controller/domain/recurrence.ts';
import { mayTouch } from '../../../../controller/domain/time-of-day.ts';
import { touchingSlots } from '../../../../controller/domain/touching-slots.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const from = Date.parse('2026-11-23T00:00:00+07:00');

type Slot = { startAt: number; endAt: number };
const meets = (a: Slot, b: Slot) => a.startAt < b.endAt && b.startAt < a.endAt;
/** The same question answered slot by slot, until nothing is added any more. */
const slowlyTouching = <S extends Slot>(slots: readonly S[], given: readonly Slot[]): Set<S> => {
  const found = new Set<S>();
  const reached: Slot[] = [...given];
  for (let head = reached.pop(); head; head = reached.pop()) {
    for (const slot of slots) {
      if (found.has(slot) || !meets(head, slot)) continue;
      found.add(slot);
      reached.push(slot);
    }
  }
  return found;
};

const anySlots = fc.array(
  fc
    .tuple(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 8 }))
    .map(([start, length]): Slot => ({ startAt: start, endAt: start + length })),
  { maxLength: 20 },
);

describe('slots that may have to do with each other', () => {
  it('are those that share an instant, and those that share one with these', () => {
    fc.assert(
      fc.property(anySlots, anySlots, (slots, given) => {
        expect(touchingSlots(slots, given)).toEqual(slowlyTouching(slots, given));
      }),
    );
  });

  it('do not touch where one ends when the other begins', () => {
    const slot = { startAt: 10, endAt: 20 };
    expect(touchingSlots([slot], [{ startAt: 0, endAt: 10 }])).toEqual(new Set());
  });
});

describe('the sieve by time of day', () => {
  const two = (value: number) => String(value).padStart(2, '0');
  const anySession = fc
    .record({
      quarters: fc.nat({ max: 95 }),
      durationMs: fc.integer({ min: 1, max: 30 * 60 }).map((minutes) => minutes * minute),
      rrule: fc.constantFrom(
        null,
        'FREQ=DAILY',
        'FREQ=WEEKLY;BYDAY=MO,TH',
        'FREQ=DAILY;BYHOUR=5,17',
        'FREQ=HOURLY;INTERVAL=6',
      ),
      timeZone: fc.constantFrom('Asia/Ho_Chi_Minh', 'Asia/Ho_Chi_Minh', 'Europe/Berlin'),
    })
    .map(({ quarters, ...rest }) => ({
      startsLocal: `2026-11-23T${two(Math.floor(quarters / 4))}:${two((quarters % 4) * 15)}:00`,
      ...rest,
    }));
  type Session = typeof anySession extends fc.Arbitrary<infer Value> ? Value : never;
  const slotsOf = (session: Session) => {
    const rule = parseRule(session);
    if (!rule.ok) return [];
    const { recurrence } = rule;
    return occurrences({ recurrence, durationMs: session.durationMs }, from, from + 3 * day).map((one) => ({
      ...one,
      session,
    }));
  };

  it('lets through whatever the slots themselves bring together', () => {
    fc.assert(
      fc.property(fc.array(anySession, { maxLength: 6 }), anySession, (sessions, given) => {
        const through = new Set(mayTouch(sessions, [given]));
        for (const { session } of touchingSlots(sessions.flatMap(slotsOf), slotsOf(given))) {
          expect(through).toContain(session);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('keeps back what never comes near', () => {
    const at = (time: string) => ({
      startsLocal: `2026-11-23T${time}:00`,
      timeZone: 'Asia/Ho_Chi_Minh',
      rrule: 'FREQ=DAILY',
      durationMs: 30 * minute,
    });
    const [near, next, far] = [at('05:20'), at('05:50'), at('17:00')];
    expect(mayTouch([far, next, near], [at('05:00')])).toEqual([next, near]);
    expect(mayTouch([{ ...far, timeZone: 'Europe/Berlin' }], [at('05:00')])).toHaveLength(1);
    expect(mayTouch([at('00:10')], [at('23:45')])).toHaveLength(1);
  });
});
