/**
 * A slow, independent reading of RFC 5545 section 3.3.10 to hold the expansion library against: it looks at one
 * day after another and asks whether the rule takes it. Calendar and clock changes are worked out here as well.
 */

/** Days since 1970-01-01 of a date of the Gregorian calendar. */
export const dayNumber = (year: number, month: number, day: number): number => {
  // Years that begin in March have their leap day at the end; 1970-03-01 is day 59.
  const y = month > 2 ? year : year - 1;
  const m = month > 2 ? month - 3 : month + 9;
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  const before = Math.floor((153 * m + 2) / 5);
  return y * 365 + leapDays + before + day - 1 - 719_468;
};

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (monthLengths[month - 1] ?? 0);
const daysInYear = (year: number): number => (isLeap(year) ? 366 : 365);

type Day = Readonly<{ number: number; year: number; month: number; day: number }>;

const following = ({ number, year, month, day }: Day): Day => {
  if (day < daysInMonth(year, month)) return { number: number + 1, year, month, day: day + 1 };
  if (month < 12) return { number: number + 1, year, month: month + 1, day: 1 };
  return { number: number + 1, year: year + 1, month: 1, day: 1 };
};

export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];

/** Monday is 0; 1 January 1970 was a Thursday. */
const weekdayOf = (number: number): number => (((number + 3) % 7) + 7) % 7;
const yearDayOf = ({ number, year }: Day): number => number - dayNumber(year, 1, 1) + 1;

/** A zone by its changes of clocks: minutes to add to UTC, and the UTC minutes of the year at which summer is. */
export type SlowZone = Readonly<{
  name: string;
  standardMinutes: number;
  /** Summer time is an hour more in [from, to) of each year, in UTC minutes since 1970; null for none. */
  summer: ((year: number) => readonly (readonly [from: number, to: number])[]) | null;
}>;

/** The nth Sunday of a month, or its last one for -1. */
const sunday = (year: number, month: number, nth: number): number => {
  const first = dayNumber(year, month, 1);
  const firstSunday = first + ((6 - weekdayOf(first) + 7) % 7);
  if (nth > 0) return firstSunday + (nth - 1) * 7;
  const last = first + daysInMonth(year, month) - 1;
  return last - ((weekdayOf(last) + 1) % 7);
};

const dayMinutes = 1_440;

/** The rules of law of three zones with daylight saving, in force 2008 to 2037, and Vietnam's without. */
export const slowZones: readonly SlowZone[] = [
  { name: 'Asia/Ho_Chi_Minh', standardMinutes: 420, summer: null },
  {
    name: 'Europe/Berlin',
    standardMinutes: 60,
    summer: (year) => [[sunday(year, 3, -1) * dayMinutes + 60, sunday(year, 10, -1) * dayMinutes + 60]],
  },
  {
    name: 'America/New_York',
    standardMinutes: -300,
    summer: (year) => [[sunday(year, 3, 2) * dayMinutes + 420, sunday(year, 11, 1) * dayMinutes + 360]],
  },
  {
    // South of the equator summer runs over the turn of the year; both changes fall on a Saturday in UTC.
    name: 'Australia/Sydney',
    standardMinutes: 600,
    summer: (year) => [
      [(sunday(year - 1, 10, 1) - 1) * dayMinutes + 960, (sunday(year, 4, 1) - 1) * dayMinutes + 960],
      [(sunday(year, 10, 1) - 1) * dayMinutes + 960, (sunday(year + 1, 4, 1) - 1) * dayMinutes + 960],
    ],
  },
];

/**
 * The instant of a local time, epoch milliseconds: the first of two when clocks go back, null when they leave it
 * out going forward: such an instance "MUST be ignored and MUST NOT be counted".
 */
export const instantOf = (zone: SlowZone, day: Day, seconds: number): number | null => {
  const local = day.number * dayMinutes + seconds / 60;
  const isSummer = (utc: number): boolean =>
    (zone.summer?.(day.year) ?? []).some(([from, to]) => utc >= from && utc < to);
  const summer = local - zone.standardMinutes - 60;
  if (zone.summer && isSummer(summer)) return summer * 60_000;
  const standard = local - zone.standardMinutes;
  return isSummer(standard) ? null : standard * 60_000;
};

export type SlowRule = Readonly<{
  freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  interval: number;
  /** `MO`; in monthly and yearly rules also `1MO`, `-1FR`. */
  byDay: readonly string[];
  byMonthDay: readonly number[];
  byMonth: readonly number[];
  byYearDay: readonly number[];
  byHour: readonly number[];
  byMinute: readonly number[];
  bySetPos: readonly number[];
  weekStart: Weekday;
  /** Local date and time, `2026-11-22T05:00:00`. */
  startsLocal: string;
  count: number | null;
  /** The last instant that still counts, epoch milliseconds in whole seconds. */
  untilAt: number | null;
}>;

/** Its place among the days of its weekday in [first, last], from the front and from the back. */
const ordinals = (number: number, first: number, last: number): [number, number] => [
  Math.floor((number - first) / 7) + 1,
  -(Math.floor((last - number) / 7) + 1),
];

const takesWeekday = (rule: SlowRule, day: Day): boolean => {
  const name = weekdays[weekdayOf(day.number)] ?? '';
  const ofMonth = rule.freq === 'MONTHLY' || rule.byMonth.length > 0;
  const first = dayNumber(day.year, ofMonth ? day.month : 1, 1);
  const length = ofMonth ? daysInMonth(day.year, day.month) : daysInYear(day.year);
  const [front, back] = ordinals(day.number, first, first + length - 1);
  return [name, `${front}${name}`, `${back}${name}`].some((one) => rule.byDay.includes(one));
};

const takesCounted = (list: readonly number[], fromFront: number, length: number): boolean =>
  list.includes(fromFront) || list.includes(fromFront - length - 1);

/** The day parts; what the rule leaves open comes from its start. */
const takesDay = (rule: SlowRule, start: Day, day: Day): boolean => {
  const { byMonth, byMonthDay, byYearDay, byDay, freq } = rule;
  if (byMonth.length > 0 && !byMonth.includes(day.month)) return false;
  if (byMonthDay.length > 0 && !takesCounted(byMonthDay, day.day, daysInMonth(day.year, day.month)))
    return false;
  if (byYearDay.length > 0 && !takesCounted(byYearDay, yearDayOf(day), daysInYear(day.year))) return false;
  if (byDay.length > 0) return takesWeekday(rule, day);
  if (byMonthDay.length > 0 || byYearDay.length > 0 || freq === 'DAILY') return true;
  if (freq === 'WEEKLY') return weekdayOf(day.number) === weekdayOf(start.number);
  if (day.day !== start.day) return false;
  return freq === 'MONTHLY' || byMonth.length > 0 || day.month === start.month;
};

/** The period of the frequency that a day lies in, counted from any fixed one. */
const periodOf = (rule: SlowRule, day: Day): number => {
  switch (rule.freq) {
    case 'DAILY':
      return day.number;
    case 'WEEKLY':
      return Math.floor((day.number + 3 - weekdays.indexOf(rule.weekStart)) / 7);
    case 'MONTHLY':
      return day.year * 12 + day.month;
    case 'YEARLY':
      return day.year;
  }
};

const timesOf = (rule: SlowRule): number[] => {
  const [hour = 0, minute = 0, second = 0] = rule.startsLocal.slice(11).split(':').map(Number);
  const hours = rule.byHour.length > 0 ? rule.byHour : [hour];
  const minutes = rule.byMinute.length > 0 ? rule.byMinute : [minute];
  return hours.flatMap((h) => minutes.map((m) => h * 3_600 + m * 60 + second)).sort((a, b) => a - b);
};

/** First day of the period that holds the start: its set of positions counts from there. */
const firstOfPeriod = (rule: SlowRule, start: Day): Day => {
  const { year, month, number } = start;
  switch (rule.freq) {
    case 'DAILY':
      return start;
    case 'WEEKLY': {
      const back = (weekdayOf(number) - weekdays.indexOf(rule.weekStart) + 7) % 7;
      const date = new Date((number - back) * 86_400_000);
      return {
        number: number - back,
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
      };
    }
    case 'MONTHLY':
      return { number: dayNumber(year, month, 1), year, month, day: 1 };
    case 'YEARLY':
      return { number: dayNumber(year, 1, 1), year, month: 1, day: 1 };
  }
};

export type SlowStart = Readonly<{ startAt: number; date: string }>;

/** Every start from the rule's own on, over so many days. */
export const slowStarts = (rule: SlowRule, zone: SlowZone, days: number): SlowStart[] => {
  const [year = 0, month = 0, date = 0] = rule.startsLocal.slice(0, 10).split('-').map(Number);
  const start: Day = { number: dayNumber(year, month, date), year, month, day: date };
  const times = timesOf(rule);
  const startSeconds = timesOf({ ...rule, byHour: [], byMinute: [] })[0] ?? 0;
  const firstPeriod = periodOf(rule, start);

  const chosen: { day: Day; seconds: number }[] = [];
  let period: { day: Day; seconds: number }[] = [];
  let current = firstPeriod;
  const close = (): void => {
    const wanted = period.filter(
      (_, index) => rule.bySetPos.length === 0 || takesCounted(rule.bySetPos, index + 1, period.length),
    );
    chosen.push(...wanted);
    period = [];
  };
  // The last period is looked at to its end, so that positions counted from the back are right.
  for (let day = firstOfPeriod(rule, start); ; day = following(day)) {
    const now = periodOf(rule, day);
    if (now !== current) {
      close();
      if (day.number >= start.number + days) break;
      current = now;
    }
    if ((now - firstPeriod) % rule.interval !== 0 || !takesDay(rule, start, day)) continue;
    for (const seconds of times) period.push({ day, seconds });
  }

  const starts: SlowStart[] = [];
  for (const { day, seconds } of chosen) {
    const isEarly = day.number < start.number || (day.number === start.number && seconds < startSeconds);
    const startAt = instantOf(zone, day, seconds);
    if (isEarly || startAt === null) continue;
    if (rule.untilAt !== null && startAt > rule.untilAt) break;
    if (rule.count !== null && starts.length === rule.count) break;
    const two = (value: number) => String(value).padStart(2, '0');
    starts.push({ startAt, date: `${day.year}-${two(day.month)}-${two(day.day)}` });
  }
  return starts.filter(({ date }) => dayNumberOf(date) < start.number + days);
};

const dayNumberOf = (date: string): number => {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return dayNumber(year, month, day);
};

/** The start of the rule as an instant; null when a change of clocks leaves it out. */
export const slowStartOf = (rule: SlowRule, zone: SlowZone): number | null => {
  const [year = 0, month = 0, date = 0] = rule.startsLocal.slice(0, 10).split('-').map(Number);
  const seconds = timesOf({ ...rule, byHour: [], byMinute: [] })[0] ?? 0;
  return instantOf(zone, { number: dayNumber(year, month, date), year, month, day: date }, seconds);
};

export const ruleText = (rule: SlowRule): string => {
  const list = (name: string, values: readonly (string | number)[]) =>
    values.length === 0 ? [] : [`${name}=${values.join(',')}`];
  const until =
    rule.untilAt === null ? null : new Date(rule.untilAt).toISOString().replace(/[-:]|\.\d{3}/g, '');
  return [
    `FREQ=${rule.freq}`,
    ...(rule.interval === 1 ? [] : [`INTERVAL=${rule.interval}`]),
    ...list('BYMONTH', rule.byMonth),
    ...list('BYYEARDAY', rule.byYearDay),
    ...list('BYMONTHDAY', rule.byMonthDay),
    ...list('BYDAY', rule.byDay),
    ...list('BYHOUR', rule.byHour),
    ...list('BYMINUTE', rule.byMinute),
    ...list('BYSETPOS', rule.bySetPos),
    ...(rule.weekStart === 'MO' ? [] : [`WKST=${rule.weekStart}`]),
    ...(rule.count === null ? [] : [`COUNT=${rule.count}`]),
    ...(until === null ? [] : [`UNTIL=${until}`]),
  ].join(';');
};
