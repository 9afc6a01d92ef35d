/**
 * A calendar date in Vietnam, `YYYY-MM-DD`. Such dates order as text.
 * Boundaries, station records and published figures hold from a date, never from an instant.
 */
export type LocalDate = string;

// Asia/Ho_Chi_Minh has been UTC+07:00 without summer time since 13 June 1975, long before any date kept
// here, so the offset is a constant and needs no time-zone database.
const OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;

/** The calendar date in Vietnam at an instant (epoch milliseconds). */
export const localDateOf = (atMs: number): LocalDate => new Date(atMs + OFFSET_MS).toISOString().slice(0, 10);

/** The last millisecond of a date in Vietnam: what "at 2022-12-31" means. Throws a RangeError on no date. */
export const endOfLocalDate = (date: LocalDate): number => {
  if (!isLocalDate(date)) throw new RangeError(`Not a calendar date: ${date}`);
  return Date.parse(`${date}T00:00:00Z`) - OFFSET_MS + DAY_MS - 1;
};

/** True for a date that exists; 30 February does not. */
export const isLocalDate = (text: string): text is LocalDate => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
};

/** An instant as RFC 3339 with Vietnam's offset, so that its first ten characters are the local date. */
export const vietnamTimestamp = (atMs: number): string =>
  new Date(atMs + OFFSET_MS).toISOString().replace('Z', '+07:00');
