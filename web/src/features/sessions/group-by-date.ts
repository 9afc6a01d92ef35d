import type { ScheduleEntry } from '../../../../controller/http/api-type.ts';

/** Occurrences by local date, dates and starts ascending. */
export const groupByDate = (
  entries: readonly ScheduleEntry[],
): { date: string; entries: ScheduleEntry[] }[] => {
  const byDate = new Map<string, ScheduleEntry[]>();
  for (const entry of [...entries].sort((a, b) => a.startAt.localeCompare(b.startAt)))
    byDate.set(entry.date, [...(byDate.get(entry.date) ?? []), entry]);
  return [...byDate]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([date, grouped]) => ({ date, entries: grouped }));
};
