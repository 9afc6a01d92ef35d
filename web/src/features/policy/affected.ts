import type { ScheduleEntry } from '../../../../controller/http/api-type.ts';
import { localTimeOf, VIETNAM_OFFSET_MS } from '../../format/vietnam-time.ts';
import { type DayRules, minuteOf } from './policy-week.ts';

export type Effect = 'refused' | 'cut';

const MINUTE_MS = 60_000;

/** ISO weekday in Vietnam, 1 Monday to 7. */
const weekdayOf = (epochMs: number): number => new Date(epochMs + VIETNAM_OFFSET_MS).getUTCDay() || 7;

/** What the week does to a slot: its start decides whether it sounds at all, its end whether it is cut. */
export const effectOn = (
  entry: Pick<ScheduleEntry, 'startAt' | 'endAt' | 'soundEndAt' | 'exception'>,
  week: readonly DayRules[],
): Effect | null => {
  // An exception was allowed by name and rides in the program itself.
  if (entry.exception) return null;
  const startAt = Date.parse(entry.startAt);
  const lengthMinutes = (Date.parse(entry.soundEndAt ?? entry.endAt) - startAt) / MINUTE_MS;
  const weekday = weekdayOf(startAt);
  const minute = minuteOf(localTimeOf(startAt).slice(0, 5)) + Number(localTimeOf(startAt).slice(6)) / 60;
  const day = week.find((one) => one.weekday === weekday);
  const window = day?.windows.find(({ from, to }) => from <= minute && minute < to);
  if (!window) return 'refused';
  if (minute + lengthMinutes <= window.to) return null;
  // A window may go on past midnight into the next day's first one.
  const next = week.find((one) => one.weekday === (weekday % 7) + 1)?.windows[0];
  const open = window.to === 1_440 && next?.from === 0 ? 1_440 + next.to : window.to;
  return minute + lengthMinutes <= open ? null : 'cut';
};

export interface Affected {
  readonly entry: ScheduleEntry;
  readonly effect: Effect;
}

/** Slots that were well within the rules and no longer are. */
export const newlyAffected = (
  entries: readonly ScheduleEntry[],
  before: readonly DayRules[],
  after: readonly DayRules[],
): Affected[] =>
  entries.flatMap((entry) => {
    const effect = effectOn(entry, after);
    return effect === null || effectOn(entry, before) === effect ? [] : [{ entry, effect }];
  });
