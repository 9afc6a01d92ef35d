import { addDays } from '../../format/vietnam-time.ts';

export type DryRunView = 'day' | 'week';

/** What is looked at. It stands in the page's address, so that a view can be sent to somebody. */
export interface DryRunFilter {
  /** A commune's code; null while none is chosen. */
  readonly area: string | null;
  /** Local date; of a week its first day. */
  readonly date: string;
  readonly view: DryRunView;
}

const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
  addDays(text, 0) === text;

/** Days gone by have no dry run: the log tells what was. */
export const readDryRunFilter = (
  search: URLSearchParams,
  defaults: Readonly<{ today: string; area: string | null }>,
): DryRunFilter => {
  const date = search.get('ngay') ?? '';
  return {
    area: search.get('dia-ban') ?? defaults.area,
    date: isDate(date) && date > defaults.today ? date : defaults.today,
    view: search.get('xem') === 'tuan' ? 'week' : 'day',
  };
};

export const writeDryRunFilter = ({ area, date, view }: DryRunFilter): URLSearchParams =>
  new URLSearchParams({
    ...(area === null ? {} : { 'dia-ban': area }),
    ngay: date,
    ...(view === 'week' ? { xem: 'tuan' } : {}),
  });

export const dryRunHref = (area: string, date: string): string =>
  `/du-kien?${writeDryRunFilter({ area, date, view: 'day' })}`;
