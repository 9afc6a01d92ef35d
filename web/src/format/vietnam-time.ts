/** Vietnam keeps UTC+7 all year, without summer time since 1975; so local time is plain arithmetic. */
export const VIETNAM_OFFSET_MS = 7 * 3_600_000;
export const DAY_MS = 86_400_000;

/** Local date in Vietnam of an instant, `2026-11-22`. */
export const localDateOf = (epochMs: number): string =>
  new Date(epochMs + VIETNAM_OFFSET_MS).toISOString().slice(0, 10);

/** Local time in Vietnam of an instant, `05:00:00`. */
export const localTimeOf = (epochMs: number): string =>
  new Date(epochMs + VIETNAM_OFFSET_MS).toISOString().slice(11, 19);

/** The instant of a local date and time, `2026-11-22` and `05:00` or `05:00:30`. */
export const instantOf = (date: string, time = '00:00'): number => {
  const withSeconds = time.length === 5 ? `${time}:00` : time;
  return Date.parse(`${date}T${withSeconds}+07:00`);
};

/** RFC 3339 in UTC, as the API takes and gives instants. */
export const toRfc3339 = (epochMs: number): string => new Date(epochMs).toISOString();

export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The next full minute, and one more: early enough for loudspeakers to fetch, soon enough to wait for. */
export const minuteAhead = (nowMs: number): number => (Math.floor(nowMs / 60_000) + 2) * 60_000;

/** Part of the day in which a session airs; people ask "did *this morning* play?". */
export const dayPartOf = (epochMs: number): 'night' | 'morning' | 'noon' | 'afternoon' | 'evening' => {
  const hour = Number(localTimeOf(epochMs).slice(0, 2));
  if (hour < 4 || hour >= 22) return 'night';
  if (hour < 11) return 'morning';
  if (hour < 14) return 'noon';
  return hour < 18 ? 'afternoon' : 'evening';
};
