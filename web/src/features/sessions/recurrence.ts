export type RecurrenceChoice = 'once' | 'daily' | 'weekdays' | 'custom';

const DAILY = 'FREQ=DAILY';
const MONDAY_TO_SATURDAY = 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA';

/** The RRULE of a choice; null for a single date. */
export const rruleOf = (choice: RecurrenceChoice, custom: string): string | null => {
  switch (choice) {
    case 'once':
      return null;
    case 'daily':
      return DAILY;
    case 'weekdays':
      return MONDAY_TO_SATURDAY;
    case 'custom':
      return custom.trim().replace(/^RRULE:/i, '');
  }
};

const days: readonly string[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const dayNames = {
  vi: ['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ Nhật'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
} as const;

/** Runs of three and more days are said as a range: "thứ Hai–thứ Bảy". */
const describeDays = (indexes: readonly number[], language: 'vi' | 'en'): string => {
  const name = (index: number): string => dayNames[language][index] ?? '';
  const runs: number[][] = [];
  for (const index of indexes) {
    const run = runs.at(-1);
    if (run && run.at(-1) === index - 1) run.push(index);
    else runs.push([index]);
  }
  return runs
    .flatMap((run) =>
      run.length > 2 ? [`${name(run[0] ?? 0)}–${name(run.at(-1) ?? 0)}`] : run.map((index) => name(index)),
    )
    .join(', ');
};

/** A rule in words where it is one of the common ones; else as it stands. */
export const describeRrule = (rrule: string | null, language: 'vi' | 'en'): string => {
  if (rrule === null) return language === 'vi' ? 'Một lần' : 'Once';
  const parts = new Map(
    rrule
      .toUpperCase()
      .split(';')
      .map((part) => {
        const [name = '', value = ''] = part.split('=');
        return [name, value] as const;
      }),
  );
  const plain = [...parts.keys()].every((name) => ['FREQ', 'BYDAY', 'INTERVAL', 'WKST'].includes(name));
  if (!plain || (parts.get('INTERVAL') ?? '1') !== '1') return rrule;
  const freq = parts.get('FREQ');
  const byDay = parts.get('BYDAY')?.split(',') ?? [];
  if (freq === 'DAILY' && byDay.length === 0) return language === 'vi' ? 'Hằng ngày' : 'Daily';
  const indexes = byDay.map((day) => days.indexOf(day)).sort((a, b) => a - b);
  if (freq !== 'WEEKLY' || indexes.length === 0 || indexes.includes(-1)) return rrule;
  const text = describeDays(indexes, language);
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
};
