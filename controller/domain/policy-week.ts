import { type AreaRule, isAllowed, planPolicy } from './policy.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** A Monday, 00:00 in Vietnam. Rules know weekdays alone, so that any week stands for all. */
const monday = Date.UTC(2024, 0, 1) - 7 * 60 * minuteMs;

/** A part of one day, `05:00` to `24:00` at the latest. */
type DaySpan = Readonly<{ from: string; to: string }>;
export type PolicyDay = Readonly<{
  /** ISO weekday 1 (Monday) to 7. */
  weekday: number;
  windows: readonly DaySpan[];
  caps: readonly (DaySpan & Readonly<{ maxVolume: number }>)[];
}>;

const timeText = (ms: number): string => {
  const minutes = Math.round(ms / minuteMs);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
};

const partsOfDay = <W extends Readonly<{ startAt: number; endAt: number }>>(
  windows: readonly W[],
  midnight: number,
): (DaySpan & Readonly<{ window: W }>)[] =>
  windows.flatMap((window) => {
    const from = Math.max(window.startAt, midnight);
    const to = Math.min(window.endAt, midnight + dayMs);
    return from < to ? [{ from: timeText(from - midnight), to: timeText(to - midnight), window }] : [];
  });

/** What holds in an area on each day of a week, all levels together. */
export const policyWeek = (input: {
  /** The area and its ancestors, nearest first. */
  chain: readonly string[];
  rules: readonly AreaRule[];
}): PolicyDay[] => {
  const { allowed, caps } = planPolicy({ ...input, from: monday, to: monday + 7 * dayMs });
  return [1, 2, 3, 4, 5, 6, 7].map((weekday) => {
    const midnight = monday + (weekday - 1) * dayMs;
    return {
      weekday,
      windows: partsOfDay(allowed, midnight).map(({ from, to }) => ({ from, to })),
      caps: partsOfDay(caps, midnight).map(({ window, ...span }) => ({
        ...span,
        maxVolume: window.maxVolume,
      })),
    };
  });
};

/** A rule that would allow more than a level above it does. */
export type Loosening = Readonly<{ rule: AreaRule; levelKey: string }> &
  (Readonly<{ kind: 'hours' }> | Readonly<{ kind: 'volume'; maxVolume: number }>);

/**
 * The first rule of an area that a level above does not allow: sound outside its windows, or louder than its
 * cap at some moment. Such a rule would have no effect, since every level only narrows what is above it.
 */
export const findLoosening = (input: {
  own: readonly AreaRule[];
  /** Areas above, nearest first; none for the top, which may decide freely. */
  ancestors: readonly string[];
  rules: readonly AreaRule[];
}): Loosening | null => {
  const { own, ancestors, rules } = input;
  const top = ancestors.at(-1);
  // A day more on either side, so that windows across midnight are whole.
  const span = { from: monday - dayMs, to: monday + 8 * dayMs };
  const levels = ancestors
    .filter((key) => key === top || rules.some(({ areaKey }) => areaKey === key))
    .map((levelKey) => ({ levelKey, ...planPolicy({ chain: [levelKey], rules, ...span }) }));
  for (const rule of own) {
    const { allowed: windows } = planPolicy({
      chain: [rule.areaKey],
      rules: [rule],
      from: monday,
      to: monday + 7 * dayMs,
    });
    for (const { levelKey, allowed, caps } of levels) {
      if (windows.some(({ startAt, endAt }) => !isAllowed(allowed, startAt, endAt))) {
        return { rule, levelKey, kind: 'hours' };
      }
      const louder = caps.find(
        (cap) =>
          rule.maxVolume !== null &&
          cap.maxVolume < rule.maxVolume &&
          windows.some(({ startAt, endAt }) => startAt < cap.endAt && cap.startAt < endAt),
      );
      if (louder) return { rule, levelKey, kind: 'volume', maxVolume: louder.maxVolume };
    }
  }
  return null;
};
