import type { Fault } from './fault.ts';

export const mostPerDay = 96;
/** A counted rule is expanded once from its start, so the count is bounded; UNTIL reaches further. */
export const mostCounted = 1_000;

const daySeconds = 86_400;
const units = {
  YEARLY: 366 * daySeconds,
  MONTHLY: 28 * daySeconds,
  WEEKLY: 7 * daySeconds,
  DAILY: daySeconds,
  HOURLY: 3_600,
  MINUTELY: 60,
  SECONDLY: 1,
} as const;
type Frequency = keyof typeof units;

const isFrequency = (text: string): text is Frequency => Object.hasOwn(units, text);

const listOf = (low: number, high: number, zero = true) => {
  const member = (text: string) => {
    const value = Number(text);
    return /^[+-]?\d{1,3}$/.test(text) && value >= low && value <= high && (zero || value !== 0);
  };
  return (value: string) => value.split(',').every(member);
};
const wholeNumber = (most: number) => (value: string) =>
  /^\d{1,6}$/.test(value) && Number(value) >= 1 && Number(value) <= most;
const weekday = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/;
const plainWeekday = /^(MO|TU|WE|TH|FR|SA|SU)$/;

/** The parts of RFC 5545 section 3.3.10 with the values that it allows. */
const parts: Readonly<Record<string, (value: string) => boolean>> = {
  FREQ: isFrequency,
  INTERVAL: wholeNumber(999_999),
  COUNT: wholeNumber(mostCounted),
  UNTIL: (value) => untilAt(value) !== null,
  BYSECOND: listOf(0, 59),
  BYMINUTE: listOf(0, 59),
  BYHOUR: listOf(0, 23),
  BYDAY: (value) => value.split(',').every((day) => weekday.test(day)),
  BYMONTHDAY: listOf(-31, 31, false),
  BYYEARDAY: listOf(-366, 366, false),
  BYWEEKNO: listOf(-53, 53, false),
  BYMONTH: listOf(1, 12),
  BYSETPOS: listOf(-366, 366, false),
  WKST: (value) => plainWeekday.test(value),
};

/** The last millisecond that UNTIL admits; a bare date holds to its end in any zone. Null for no date. */
const untilAt = (value: string): number | null => {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})Z)?$/.exec(value);
  if (!match) return null;
  const [, year, month, day, hour = '23', minute = '59', second = '59'] = match;
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const at = Date.parse(text);
  return Number.isNaN(at) || new Date(at).toISOString() !== text ? null : at;
};

const invalid = (part: string): Fault => ({
  code: 'Session_RuleInvalid',
  vi: `Quy tắc lặp không hợp lệ ở phần “${part.slice(0, 60)}”.`,
  en: `The recurrence rule is not valid at “${part.slice(0, 60)}”.`,
});

const unsupported = (part: string): Fault => ({
  code: 'Session_RuleUnsupported',
  vi: `Chưa dùng được “${part.slice(0, 60)}” trong quy tắc lặp này; hãy tách thành hai lịch.`,
  en: `“${part.slice(0, 60)}” cannot be used in this recurrence rule; make two schedules of it.`,
});

export const tooFrequent: Fault = {
  code: 'Session_RuleTooFrequent',
  vi: `Quy tắc lặp quá dày: mỗi ngày không quá ${mostPerDay} lần.`,
  en: `The recurrence rule is too frequent: at most ${mostPerDay} occurrences a day.`,
};

/** Combinations that RFC 5545 rules out: these parts have no meaning at that frequency. */
const senselessPart = (rule: ReadonlyMap<string, string>, frequency: Frequency): string | null => {
  const has = (name: string) => rule.has(name);
  const byDay = rule.get('BYDAY') ?? '';
  const hasOrdinal = /\d/.test(byDay);
  if (has('COUNT') && has('UNTIL')) return 'UNTIL';
  if (hasOrdinal && frequency !== 'MONTHLY' && frequency !== 'YEARLY') return `BYDAY=${byDay}`;
  if (hasOrdinal && has('BYWEEKNO')) return 'BYWEEKNO';
  if (has('BYWEEKNO') && frequency !== 'YEARLY') return 'BYWEEKNO';
  if (has('BYMONTHDAY') && frequency === 'WEEKLY') return 'BYMONTHDAY';
  if (has('BYYEARDAY') && ['DAILY', 'WEEKLY', 'MONTHLY'].includes(frequency)) return 'BYYEARDAY';
  const others = [...rule.keys()].filter((name) => name.startsWith('BY') && name !== 'BYSETPOS');
  return has('BYSETPOS') && others.length === 0 ? 'BYSETPOS' : null;
};

/**
 * Combinations of RFC 5545 that the expansion library gets wrong: in yearly rules it drops weekdays without an
 * ordinal beside those with one, and BYDAY does not limit BYYEARDAY.
 */
const misreadPart = (rule: ReadonlyMap<string, string>, frequency: Frequency): string | null => {
  const byDay = rule.get('BYDAY');
  if (frequency !== 'YEARLY' || byDay === undefined) return null;
  const days = byDay.split(',');
  const isMixed = days.some((day) => plainWeekday.test(day)) && !days.every((day) => plainWeekday.test(day));
  return isMixed || rule.has('BYYEARDAY') ? `BYDAY=${byDay}` : null;
};

/** An upper bound of the occurrences that a rule can have on one day. */
const perDay = (rule: ReadonlyMap<string, string>, frequency: Frequency): number => {
  const listed = (name: string) => new Set(rule.get(name)?.split(',').map(Number)).size;
  const seconds = units[frequency];
  const hours = listed('BYHOUR') || (seconds <= 3_600 ? 24 : 1);
  const minutes = listed('BYMINUTE') || (seconds <= 60 ? 60 : 1);
  const inMinute = listed('BYSECOND') || (seconds <= 1 ? 60 : 1);
  const expansion =
    (seconds > 3_600 ? hours : 1) * (seconds > 60 ? minutes : 1) * (seconds > 1 ? inMinute : 1);
  const periods = Math.ceil(daySeconds / (seconds * Number(rule.get('INTERVAL') ?? 1)));
  return Math.min(hours * minutes * inMinute, periods * expansion);
};

/**
 * Checks the text of an RRULE value before it is expanded, and returns it in capitals with its end.
 * Stricter than the expansion library, which drops unknown parts and impossible numbers in silence.
 */
export const readRule = (
  text: string,
): { ok: true; text: string; untilAt: number | null } | { ok: false; fault: Fault } => {
  const rule = new Map<string, string>();
  const upper = text.trim().toUpperCase();
  if (upper.length > 500) return { ok: false, fault: invalid(upper) };
  for (const part of upper.split(';')) {
    const [name = '', value = '', ...rest] = part.split('=');
    const allows = Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (!allows?.(value) || rest.length > 0 || rule.has(name)) return { ok: false, fault: invalid(part) };
    rule.set(name, value);
  }
  const frequency = rule.get('FREQ') ?? '';
  if (!isFrequency(frequency)) return { ok: false, fault: invalid('FREQ') };
  const senseless = senselessPart(rule, frequency);
  if (senseless) return { ok: false, fault: invalid(senseless) };
  const misread = misreadPart(rule, frequency);
  if (misread) return { ok: false, fault: unsupported(misread) };
  if (perDay(rule, frequency) > mostPerDay) return { ok: false, fault: tooFrequent };
  const until = rule.get('UNTIL');
  return { ok: true, text: upper, untilAt: until === undefined ? null : untilAt(until) };
};
