import type { RuleText } from './recurrence.ts';

const minuteMs = 60_000;
const minutesOfDay = 24 * 60;

type TimedSlot = RuleText & Readonly<{ durationMs: number }>;
/** Minutes of the day from the first one on, past midnight if need be. */
type Stretch = Readonly<{ first: number; count: number }>;

const wholeDay: readonly Stretch[] = [{ first: 0, count: minutesOfDay }];

/** Numbers that a rule lists for a part; null where it has none. */
const listed = (rrule: string, part: 'BYHOUR' | 'BYMINUTE'): number[] | null => {
  const values = new RegExp(`${part}=([\\d,]+)`, 'i').exec(rrule)?.[1];
  return values === undefined ? null : values.split(',').map(Number);
};

/** When on a day, of the time zone, a slot may sound: at least that, whatever the date. */
const stretchesOf = (slot: TimedSlot, timeZone: string | undefined): readonly Stretch[] => {
  const rrule = slot.rrule ?? '';
  if (slot.timeZone !== timeZone || /FREQ=(HOURLY|MINUTELY|SECONDLY)/i.test(rrule)) return wholeDay;
  const [hour = 0, minute = 0] = slot.startsLocal.slice(11).split(':').map(Number);
  // A minute more for starts within one.
  const count = Math.min(minutesOfDay, Math.ceil(slot.durationMs / minuteMs) + 1);
  const minutes = listed(rrule, 'BYMINUTE') ?? [minute];
  return (listed(rrule, 'BYHOUR') ?? [hour]).flatMap((one) =>
    minutes.map((within) => ({ first: one * 60 + within, count })),
  );
};

/**
 * Of these sessions those whose slots may ever touch the given ones, directly or by way of others: a rough sieve
 * by time of day alone, so that rules that cannot matter need not be expanded. What cannot be told stays in.
 */
export const mayTouch = <S extends TimedSlot>(
  sessions: readonly S[],
  given: readonly TimedSlot[],
): readonly S[] => {
  const timeZone = given[0]?.timeZone;
  const taken = new Uint8Array(minutesOfDay);
  const take = ({ first, count }: Stretch): void => {
    for (let minute = first; minute < first + count; minute += 1) taken[minute % minutesOfDay] = 1;
  };
  const isTaken = ({ first, count }: Stretch): boolean => {
    for (let minute = first; minute < first + count; minute += 1) {
      if (taken[minute % minutesOfDay] === 1) return true;
    }
    return false;
  };
  for (const slot of given) stretchesOf(slot, timeZone).forEach(take);
  const found = new Set<S>();
  let left = sessions.map((session) => ({ session, stretches: stretchesOf(session, timeZone) }));
  for (let before = -1; before !== left.length; ) {
    before = left.length;
    left = left.filter(({ session, stretches }) => {
      if (!stretches.some(isTaken)) return true;
      stretches.forEach(take);
      found.add(session);
      return false;
    });
  }
  return sessions.filter((session) => found.has(session));
};
