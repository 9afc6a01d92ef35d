import type { Reach } from '../../domain/reach.ts';
import type { parseRule } from '../../domain/recurrence.ts';
import type { Slot, Unplaced } from '../../domain/slots.ts';
import type { Places } from '../directory/places.ts';
import type { Outcome } from '../ports/runtime.ts';
import type { SessionRow } from '../ports/store/sessions.ts';
import type { Store } from '../ports/store.ts';
import { reachedCommunes } from './check-session.ts';
import { loadLayouts } from './load-layouts.ts';
import { refuse, sessionFaults } from './session-faults.ts';

/** One occurrence of one session, with what it plays. */
export type ScheduleEntry = Readonly<{
  session: SessionRow;
  /** RFC 5545 RECURRENCE-ID, epoch milliseconds. */
  recurrenceAt: number;
  date: string;
  startAt: number;
  endAt: number;
  /** Empty on a date without a running order: silent. */
  items: readonly Slot[];
  /** Placed, but does not air, and why. */
  unplaced: readonly Unplaced[];
  /** Communes it reaches, among those asked for. */
  plannedCommunes: readonly string[];
}>;

export type ScheduleQuery = Readonly<{
  /** Areas of any level; null for all. */
  areaKeys: readonly string[] | null;
  from: number;
  to: number;
}>;

const longestSpanMs = 62 * 24 * 60 * 60 * 1000;

/** What is planned for some areas in [from, to), by start. Reads the past too, as it stands in the database now. */
export const readSchedule = async (
  deps: {
    store: Pick<Store, 'sessions' | 'bulletins' | 'assets'>;
    places: Places;
    reach: Reach;
    parse: typeof parseRule;
  },
  query: ScheduleQuery,
): Promise<Outcome<ScheduleEntry[]>> => {
  const { from, to, areaKeys } = query;
  if (to - from > longestSpanMs) return refuse(422, sessionFaults.spanTooLong);
  const asked = areaKeys && new Set(areaKeys.flatMap((key) => deps.reach.communesUnder(key)));
  const layouts = await loadLayouts(deps.store, deps.parse, { from, to });
  const entries = layouts.flatMap(({ session, occurrences }) => {
    const reached = reachedCommunes(session.targets, deps.places, deps.reach);
    const plannedCommunes = asked ? reached.filter((key) => asked.has(key)) : reached;
    if (plannedCommunes.length === 0) return [];
    return occurrences.map(
      ({ occurrence, slots, unplaced }): ScheduleEntry => ({
        session,
        recurrenceAt: occurrence.startAt,
        date: occurrence.date,
        startAt: occurrence.startAt,
        endAt: occurrence.endAt,
        items: slots,
        unplaced,
        plannedCommunes,
      }),
    );
  });
  entries.sort((a, b) => a.startAt - b.startAt || (a.session.id < b.session.id ? -1 : 1));
  return { ok: true, value: entries };
};
