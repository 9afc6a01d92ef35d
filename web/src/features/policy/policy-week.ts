import type { Policy } from '../../../../controller/http/api-type.ts';

export type PolicyRule = Policy['own'][number];

/** Minutes of a day, half open. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
export interface Cap extends Span {
  readonly maxVolume: number;
}
/** One weekday, ISO 1 (Monday) to 7: when it may sound, and how loud at most. */
export interface DayRules {
  readonly weekday: number;
  readonly windows: readonly Span[];
  readonly caps: readonly Cap[];
}

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
const DAY = 1_440;
const WEEK = 7 * DAY;

/** What holds where nobody has decided anything. */
export const defaultRule: PolicyRule = {
  weekdays: [...weekdays],
  from: '05:00',
  to: '21:00',
  maxVolume: null,
};

/** `24:00` is the end of the day. */
export const minuteOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

export const timeOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Spans of a rule in minutes of the week; past Sunday's midnight they go on on Monday. */
const spansOf = (rule: PolicyRule): Span[] => {
  const opens = minuteOf(rule.from);
  const closes = minuteOf(rule.to);
  const length = closes > opens ? closes - opens : DAY - opens + closes;
  return rule.weekdays.flatMap((weekday) => {
    const from = (weekday - 1) * DAY + opens;
    const to = from + length;
    return to <= WEEK
      ? [{ from, to }]
      : [
          { from, to: WEEK },
          { from: 0, to: to - WEEK },
        ];
  });
};

/** Overlapping or touching spans become one. */
const merge = (spans: readonly Span[]): Span[] => {
  const merged: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && span.from <= last.to)
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else merged.push(span);
  }
  return merged;
};

const intersect = (left: readonly Span[], right: readonly Span[]): Span[] =>
  left.flatMap((one) =>
    right.flatMap((other) => {
      const from = Math.max(one.from, other.from);
      const to = Math.min(one.to, other.to);
      return from < to ? [{ from, to }] : [];
    }),
  );

/** The part of spans of the week that lies on a weekday, in its own minutes. */
const onDay = <T extends Span>(spans: readonly T[], weekday: number): T[] => {
  const start = (weekday - 1) * DAY;
  return spans.flatMap((span) => {
    const from = Math.max(span.from - start, 0);
    const to = Math.min(span.to - start, DAY);
    return from < to ? [{ ...span, from, to }] : [];
  });
};

/**
 * The week that follows from the rules of several levels: each narrows what the others allow, as the controller
 * works it out, so that a person sees what a change does before saving it.
 */
export const weekOf = (levels: readonly (readonly PolicyRule[])[]): DayRules[] => {
  const allowed = levels
    .map((rules) => merge(rules.flatMap(spansOf)))
    .reduce(intersect, [{ from: 0, to: WEEK }]);
  const caps = levels.flat().flatMap((rule) => {
    const { maxVolume } = rule;
    return maxVolume === null ? [] : spansOf(rule).map((span) => ({ ...span, maxVolume }));
  });
  return weekdays.map((weekday) => ({
    weekday,
    windows: onDay(allowed, weekday),
    caps: onDay(caps, weekday).sort((a, b) => a.from - b.from),
  }));
};

/** The silent spans of a day: what is left between its windows. */
export const quietSpans = (windows: readonly Span[]): Span[] => {
  const edges = [0, ...windows.flatMap(({ from, to }) => [from, to]), DAY];
  const spans: Span[] = [];
  for (let index = 0; index < edges.length; index += 2) {
    const from = edges[index] ?? 0;
    const to = edges[index + 1] ?? DAY;
    if (from < to) spans.push({ from, to });
  }
  return spans;
};

/** The loudest that is allowed at a minute; null without a limit. */
export const capAt = (caps: readonly Cap[], minute: number): number | null => {
  const limits = caps.filter((cap) => cap.from <= minute && minute < cap.to).map((cap) => cap.maxVolume);
  return limits.length === 0 ? null : Math.min(...limits);
};
