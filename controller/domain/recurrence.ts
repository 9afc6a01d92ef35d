import { RRuleTemporal } from 'rrule-temporal';
import type { Fault } from './fault.ts';
import { readRule } from './recurrence-rule.ts';

/** One time that a session comes round. */
export type Occurrence = Readonly<{
  /** Also the RFC 5545 RECURRENCE-ID. */
  startAt: number;
  endAt: number;
  /** Local date of the start in the session's time zone: the date its running order belongs to. */
  date: string;
}>;

export type Recurrence = Readonly<{
  timeZone: string;
  /** The first occurrence; not always the stated start, which the rule may pass over. */
  firstAt: number;
  /** Starts in [from, to), in order. The span may be 400 days at most. */
  starts: (from: number, to: number) => { startAt: number; date: string }[];
}>;

export type RuleText = Readonly<{
  /** RFC 5545 RRULE value without `RRULE:`; null for a single date. */
  rrule: string | null;
  /** Local start of the first occurrence, `2026-11-22T05:00:00`. */
  startsLocal: string;
  /** IANA name. */
  timeZone: string;
}>;

const dayMs = 86_400_000;
const earliestYear = 2020;
const latestYear = 2100;
const end = `${latestYear}1231T235959Z`;
const endAt = Date.UTC(latestYear + 1, 0, 1);
/** 29 February comes round within eight years; what does not come within twelve never will for people. */
const searchMs = 12 * 366 * dayMs;
const longestSpanMs = 400 * dayMs;
/** Outer periods that the library may step through: 80 years of days, and some to spare. */
const maxIterations = 50_000;

const faults = {
  zone: (timeZone: string): Fault => ({
    code: 'Session_TimeZoneUnknown',
    vi: `Không có múi giờ “${timeZone.slice(0, 60)}”.`,
    en: `There is no time zone “${timeZone.slice(0, 60)}”.`,
  }),
  date: (startsLocal: string): Fault => ({
    code: 'Session_DateInvalid',
    vi: `Thời điểm bắt đầu “${startsLocal.slice(0, 40)}” không có thật hoặc nằm ngoài ${earliestYear}–${latestYear}.`,
    en: `The start “${startsLocal.slice(0, 40)}” does not exist or lies outside ${earliestYear}–${latestYear}.`,
  }),
  never: {
    code: 'Session_RuleNeverFires',
    vi: 'Quy tắc lặp không rơi vào ngày nào.',
    en: 'The recurrence rule never comes round.',
  },
  unusable: {
    code: 'Session_RuleInvalid',
    vi: 'Quy tắc lặp không tính được.',
    en: 'The recurrence rule cannot be worked out.',
  },
} as const;

const isZone = (timeZone: string): boolean => {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,60}$/.test(timeZone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
};

const isLocalDateTime = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}Z`);
  const year = Number(text.slice(0, 4));
  return (
    !Number.isNaN(at) &&
    new Date(at).toISOString().startsWith(text) &&
    year >= earliestYear &&
    year <= latestYear
  );
};

/** A bounded view of the rule: everything ends with the year 2100, so that no search runs on. */
const expand = (text: string, hasUntil: boolean, startsLocal: string, timeZone: string) =>
  new RRuleTemporal({
    rruleString: [
      `DTSTART;TZID=${timeZone}:${startsLocal.replace(/[-:]/g, '')}`,
      `RRULE:${text}${hasUntil ? '' : `;UNTIL=${end}`}`,
    ].join('\n'),
    maxIterations,
  });

/**
 * A session's rule, checked and ready to be expanded many times. A rule without end is fine: those who
 * ask name a span. One that can never fire is refused, and the search for it is bounded.
 */
export const parseRule = (
  input: RuleText,
): { ok: true; recurrence: Recurrence } | { ok: false; fault: Fault } => {
  const { timeZone, startsLocal } = input;
  if (!isZone(timeZone)) return { ok: false, fault: faults.zone(timeZone) };
  if (!isLocalDateTime(startsLocal)) return { ok: false, fault: faults.date(startsLocal) };
  const rule = readRule(input.rrule ?? 'FREQ=DAILY;COUNT=1');
  if (!rule.ok) return rule;
  const single = expand('FREQ=DAILY;COUNT=1', false, startsLocal, timeZone).all()[0];
  // Skipped when clocks went forward: the library would shift it, and every later one with it.
  if (!single?.toString().startsWith(startsLocal)) return { ok: false, fault: faults.date(startsLocal) };
  if (rule.untilAt !== null && rule.untilAt >= endAt) return { ok: false, fault: faults.date(startsLocal) };
  if (rule.untilAt !== null && rule.untilAt + dayMs < single.epochMilliseconds) {
    return { ok: false, fault: faults.never };
  }
  try {
    const series = expand(rule.text, rule.untilAt !== null, startsLocal, timeZone);
    const start = single.epochMilliseconds;
    const first = firstOccurrence(series, start, rule.text.includes('COUNT='));
    if (first === null) return { ok: false, fault: faults.never };
    return { ok: true, recurrence: recurrenceOf(series, timeZone, first) };
  } catch {
    // The library throws on what it cannot expand within its bounds.
    return { ok: false, fault: faults.unusable };
  }
};

const firstOccurrence = (series: RRuleTemporal, start: number, isCounted: boolean): number | null => {
  const until = new Date(Math.min(start + searchMs, endAt));
  if (isCounted) return series.between(new Date(start), until, true)[0]?.epochMilliseconds ?? null;
  for (let span = 32 * dayMs; ; span *= 4) {
    const to = Math.min(start + span, until.getTime());
    const found = series.between(new Date(start), new Date(to), true)[0];
    if (found) return found.epochMilliseconds;
    if (to >= until.getTime()) return null;
  }
};

const recurrenceOf = (series: RRuleTemporal, timeZone: string, firstAt: number): Recurrence => {
  const expandSpan = (from: number, to: number) => {
    const last = Math.min(to, endAt) - 1;
    if (last < Math.max(from, firstAt)) return [];
    return series
      .between(new Date(Math.max(from, firstAt)), new Date(last), true)
      .map((start) => ({ startAt: start.epochMilliseconds, date: start.toPlainDate().toString() }));
  };
  /**
   * Planning and saving ask for much the same days again and again; the last answer is kept, in whole days, and
   * widened rather than replaced by what is asked next to it.
   */
  let held: { from: number; to: number; starts: ReturnType<typeof expandSpan> } | null = null;
  return Object.freeze({
    timeZone,
    firstAt,
    starts: (from: number, to: number) => {
      if (to - from > longestSpanMs) throw new RangeError('A recurrence is expanded over 400 days at most.');
      if (!held || from < held.from || to > held.to || to - from < (held.to - held.from) / 8) {
        const wider = held ? { from: Math.min(from, held.from), to: Math.max(to, held.to) } : { from, to };
        const asked = wider.to - wider.from < 4 * (to - from) ? wider : { from, to };
        const whole = {
          from: Math.floor(asked.from / dayMs) * dayMs,
          to: (Math.floor(asked.to / dayMs) + 2) * dayMs,
        };
        held = { ...whole, starts: expandSpan(whole.from, whole.to) };
      }
      return held.starts.filter(({ startAt }) => startAt >= from && startAt < to);
    },
  });
};

/** The occurrences of a session that touch [from, to), in order. */
export const occurrences = (
  session: Readonly<{ recurrence: Recurrence; durationMs: number }>,
  from: number,
  to: number,
): Occurrence[] =>
  session.recurrence
    .starts(from - session.durationMs + 1, to)
    .map(({ startAt, date }) => ({ startAt, endAt: startAt + session.durationMs, date }));

/** Remembers parsed rules by their text: planning asks for the same few again and again. */
export const createRuleCache = (most = 2_000): typeof parseRule => {
  const held = new Map<string, ReturnType<typeof parseRule>>();
  return (input) => {
    const key = `${input.timeZone}\n${input.startsLocal}\n${input.rrule ?? ''}`;
    const found = held.get(key);
    if (found) return found;
    const parsed = parseRule(input);
    if (held.size >= most) held.clear();
    held.set(key, parsed);
    return parsed;
  };
};
