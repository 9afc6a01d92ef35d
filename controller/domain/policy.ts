import type { PolicyDocument, TimeWindow } from '#protocol';

export type AreaRule = Readonly<{
  areaKey: string;
  /** ISO weekdays 1 (Monday) to 7. */
  weekdays: readonly number[];
  /** Local times; sound may start in [from, to). `to` at or before `from` means the next day. */
  from: string;
  to: string;
  maxVolume: number | null;
}>;

type AreaPolicy = Pick<PolicyDocument, 'allowed' | 'caps'>;

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
// Vietnam has had one offset and no daylight saving since 1975.
const offsetMs = 7 * 60 * minuteMs;

/** What holds where nobody has decided anything: 05:00 to 21:00, as a device without a policy assumes. */
export const defaultRule: AreaRule = {
  areaKey: '',
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  from: '05:00',
  to: '21:00',
  maxVolume: null,
};

const msOfDay = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * minuteMs;
};

/** Overlapping or touching windows become one. */
const merge = (windows: readonly TimeWindow[]): TimeWindow[] => {
  const merged: TimeWindow[] = [];
  for (const window of [...windows].sort((a, b) => a.startAt - b.startAt)) {
    const last = merged.at(-1);
    if (last && window.startAt <= last.endAt) last.endAt = Math.max(last.endAt, window.endAt);
    else merged.push({ ...window });
  }
  return merged;
};

const intersect = (a: readonly TimeWindow[], b: readonly TimeWindow[]): TimeWindow[] =>
  a.flatMap((one) =>
    b.flatMap((other) => {
      const startAt = Math.max(one.startAt, other.startAt);
      const endAt = Math.min(one.endAt, other.endAt);
      return startAt < endAt ? [{ startAt, endAt }] : [];
    }),
  );

/** The windows of one rule that touch [from, to), whole. */
const windowsOf = (rule: AreaRule, from: number, to: number): TimeWindow[] => {
  const windows: TimeWindow[] = [];
  const opens = msOfDay(rule.from);
  const closes = msOfDay(rule.to);
  const lengthMs = closes > opens ? closes - opens : dayMs - opens + closes;
  const firstDay = Math.floor((from + offsetMs) / dayMs) - 1;
  for (let day = firstDay; day * dayMs - offsetMs < to; day += 1) {
    // 1 January 1970 was a Thursday, ISO weekday 4.
    const weekday = ((((day + 3) % 7) + 7) % 7) + 1;
    const startAt = day * dayMs - offsetMs + opens;
    if (!rule.weekdays.includes(weekday) || startAt + lengthMs <= from || startAt >= to) continue;
    windows.push({ startAt, endAt: startAt + lengthMs });
  }
  return windows;
};

/**
 * When an area may sound in [from, to), as absolute windows. Every level that has rules narrows what the
 * levels above it allow; none can widen it. The top level has the default when it has no rules.
 */
export const planPolicy = (input: {
  /** The area and its ancestors, nearest first. */
  chain: readonly string[];
  rules: readonly AreaRule[];
  from: number;
  to: number;
}): AreaPolicy => {
  const { chain, rules, from, to } = input;
  const ofLevel = (areaKey: string) => rules.filter((rule) => rule.areaKey === areaKey);
  const top = ofLevel(chain.at(-1) ?? '');
  const levels = [
    top.length > 0 ? top : [defaultRule],
    ...chain
      .slice(0, -1)
      .map(ofLevel)
      .filter((level) => level.length > 0),
  ];
  const allowed = levels
    .map((level) => merge(level.flatMap((rule) => windowsOf(rule, from, to))))
    .reduce(intersect);
  const caps = levels.flat().flatMap((rule) => {
    const { maxVolume } = rule;
    return maxVolume === null ? [] : windowsOf(rule, from, to).map((window) => ({ ...window, maxVolume }));
  });
  return { allowed, caps: caps.sort((a, b) => a.startAt - b.startAt || a.maxVolume - b.maxVolume) };
};

/** Whether [startAt, endAt) lies in one window: it may start and is not cut. */
export const isAllowed = (allowed: readonly TimeWindow[], startAt: number, endAt: number): boolean =>
  allowed.some((window) => window.startAt <= startAt && endAt <= window.endAt);
