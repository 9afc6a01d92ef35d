import type { PlaybackOutcome } from '../../../../controller/http/api-type.ts';
import { addDays, instantOf, toRfc3339 } from '../../format/vietnam-time.ts';

/** What the log shows. It stands in the page's address, so that a view can be sent to somebody. */
export interface AsRunFilter {
  /** Local date. */
  readonly date: string;
  readonly area: string;
  /** Null shows every session of the day. */
  readonly sessionId: string | null;
  /** Null shows every outcome. */
  readonly outcome: PlaybackOutcome | null;
}

/** What a person has to look into comes first; on a phone the rest lies beyond the edge. */
export const filterOutcomes = [
  'unknown',
  'failed',
  'missed',
  'interrupted',
  'skipped',
  'cancelled',
  'played',
] as const satisfies readonly PlaybackOutcome[];

const LOCAL_DATE = /^\d{4}-\d{2}-\d{2}$/;

const isRealDate = (text: string): boolean =>
  LOCAL_DATE.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && addDays(text, 0) === text;

export const readAsRunFilter = (
  search: URLSearchParams,
  defaults: Readonly<{ today: string; area: string }>,
): AsRunFilter => {
  const date = search.get('ngay') ?? '';
  const outcome = search.get('ket-qua');
  return {
    date: isRealDate(date) ? date : defaults.today,
    area: search.get('dia-ban') ?? defaults.area,
    sessionId: search.get('buoi'),
    outcome: filterOutcomes.find((known) => known === outcome) ?? null,
  };
};

/** The address's query; what is as by default is left out, but for the date, which will not be today tomorrow. */
export const writeAsRunFilter = (
  filter: AsRunFilter,
  defaults: Readonly<{ area: string }>,
): URLSearchParams => {
  const search = new URLSearchParams({ ngay: filter.date });
  if (filter.area !== defaults.area) search.set('dia-ban', filter.area);
  if (filter.sessionId !== null) search.set('buoi', filter.sessionId);
  if (filter.outcome !== null) search.set('ket-qua', filter.outcome);
  return search;
};

/** The local day as the API takes it: from its first instant to the next day's. */
export const dayBounds = (date: string): { from: string; to: string } => ({
  from: toRfc3339(instantOf(date)),
  to: toRfc3339(instantOf(addDays(date, 1))),
});
