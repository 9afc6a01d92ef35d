const dayMs = 86_400_000;
const names = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

export type SlowRule = Readonly<{
  freq: 'DAILY' | 'WEEKLY' | 'MONTHLY';
  interval: number;
  /** `MO`, and for monthly rules also `1MO`, `-1FR`. */
  byDay: readonly string[];
  /** Local date and time, `2026-11-22T05:00:00`, in a zone without daylight saving. */
  startsLocal: string;
  count: number | null;
  /** Last local date that still counts. */
  untilDate: string | null;
}>;

const weekdayOf = (date: Date) => (date.getUTCDay() + 6) % 7;

const matchesDay = (rule: SlowRule, start: Date, day: Date): boolean => {
  const weekday = names[weekdayOf(day)] ?? '';
  const days = Math.round((day.getTime() - start.getTime()) / dayMs);
  switch (rule.freq) {
    case 'DAILY':
      return days % rule.interval === 0 && (rule.byDay.length === 0 || rule.byDay.includes(weekday));
    case 'WEEKLY': {
      const weeks = Math.round((days + weekdayOf(start) - weekdayOf(day)) / 7);
      const wanted = rule.byDay.length === 0 ? [names[weekdayOf(start)]] : rule.byDay;
      return weeks % rule.interval === 0 && wanted.includes(weekday);
    }
    case 'MONTHLY': {
      const months =
        (day.getUTCFullYear() - start.getUTCFullYear()) * 12 + day.getUTCMonth() - start.getUTCMonth();
      if (months % rule.interval !== 0) return false;
      if (rule.byDay.length === 0) return day.getUTCDate() === start.getUTCDate();
      const lastOfMonth = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
      const fromFront = Math.ceil(day.getUTCDate() / 7);
      const fromBack = -Math.ceil((lastOfMonth - day.getUTCDate() + 1) / 7);
      return [weekday, `${fromFront}${weekday}`, `${fromBack}${weekday}`].some((name) =>
        rule.byDay.includes(name),
      );
    }
  }
};

/** Looks at one day after another: an independent reading of RFC 5545 to hold the library against. */
export const slowDates = (rule: SlowRule, days: number): string[] => {
  const start = new Date(`${rule.startsLocal.slice(0, 10)}T00:00:00Z`);
  const dates: string[] = [];
  for (let offset = 0; offset < days; offset += 1) {
    const day = new Date(start.getTime() + offset * dayMs);
    const date = day.toISOString().slice(0, 10);
    if (rule.untilDate !== null && date > rule.untilDate) break;
    if (rule.count !== null && dates.length === rule.count) break;
    if (matchesDay(rule, start, day)) dates.push(date);
  }
  return dates;
};

export const ruleText = (rule: SlowRule): string =>
  [
    `FREQ=${rule.freq}`,
    ...(rule.interval === 1 ? [] : [`INTERVAL=${rule.interval}`]),
    ...(rule.byDay.length === 0 ? [] : [`BYDAY=${rule.byDay.join(',')}`]),
    ...(rule.count === null ? [] : [`COUNT=${rule.count}`]),
    ...(rule.untilDate === null ? [] : [`UNTIL=${rule.untilDate.replaceAll('-', '')}`]),
  ].join(';');
