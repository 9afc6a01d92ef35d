import type { RuleText } from './recurrence.ts';

const minuteMs = 60_000;
const minutesOfDay = 24 * 60;

type TimedSlot = RuleText & Readonly<{ durationMs: number }>;

/** Whether every occurrence begins at the time of day of the first one. */
const keepsItsTime = ({ rrule }: TimedSlot): boolean =>
  rrule === null || !/BYHOUR|BYMINUTE|BYSECOND|FREQ=(HOURLY|MINUTELY|SECONDLY)/i.test(rrule);

/** Minutes of the day that a slot touches. */
const minutesOf = ({ startsLocal, durationMs }: TimedSlot): number[] => {
  const [hours = 0, minutes = 0, seconds = 0] = startsLocal.slice(11).split(':').map(Number);
  const first = hours * 60 + minutes;
  const count = Math.min(minutesOfDay, Math.ceil((seconds * 1_000 + durationMs) / minuteMs));
  return Array.from({ length: count }, (_, index) => (first + index) % minutesOfDay);
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
  const isPlain = (slot: TimedSlot) => slot.timeZone === timeZone && keepsItsTime(slot);
  if (!given.every(isPlain)) return sessions;
  const taken = new Set(given.flatMap(minutesOf));
  const found = new Set(sessions.filter((session) => !isPlain(session)));
  const left = new Map(
    sessions.filter((session) => !found.has(session)).map((session) => [session, minutesOf(session)]),
  );
  for (let grew = true; grew; ) {
    grew = false;
    for (const [session, minutes] of left) {
      if (!minutes.some((minute) => taken.has(minute))) continue;
      for (const minute of minutes) taken.add(minute);
      found.add(session);
      left.delete(session);
      grew = true;
    }
  }
  return sessions.filter((session) => found.has(session));
};
