import { occurrences, type Recurrence } from '../../domain/recurrence.ts';
import { type Entry, playingOrder } from '../../domain/slots.ts';
import { isLocalDate } from '../../domain/vietnam-date.ts';
import type { Fault } from '../ports/runtime.ts';
import type { SessionRow } from '../ports/store/sessions.ts';
import type { Store } from '../ports/store.ts';
import { loadShelf } from './load-layouts.ts';
import { sessionFaults } from './session-faults.ts';

const hour = 60 * 60 * 1000;
/** Local dates begin up to 14 hours before and 12 hours after those of UTC. */
const zoneSlackMs = 15 * hour;
const mostItems = 100;

/** Whether a running order may be set for a date: it comes round on it, and is not over yet. */
export const checkDate = (
  session: Readonly<{ recurrence: Recurrence; durationMs: number }>,
  date: string,
  now: number,
): Fault | null => {
  if (!isLocalDate(date) || date < '2020' || date >= '2101') return sessionFaults.dateInvalid(date);
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const found = occurrences(session, midnight - zoneSlackMs, midnight + 24 * hour + zoneSlackMs).filter(
    (occurrence) => occurrence.date === date,
  );
  if (found.length === 0) return sessionFaults.dateNotOccurring(date);
  return found.some(({ endAt }) => endAt > now) ? null : sessionFaults.datePassed(date);
};

/**
 * Whether what a session would play exists, is ready, and fits its slot. What is placed may be approved later, up
 * to the cut-off; standing items are approved. An empty order is fine: the date is silent.
 *
 * @param date Named in the sentence when many dates are checked.
 */
export const checkPlayable = (
  store: Pick<Store, 'sessions' | 'bulletins' | 'assets'>,
  session: Pick<SessionRow, 'standing' | 'durationMs'>,
  bulletinIds: readonly string[],
  date: string | null = null,
): Promise<Fault | null> =>
  checkOrder(store, playingOrder(session.standing, bulletinIds), session.durationMs, date);

const checkOrder = async (
  store: Pick<Store, 'sessions' | 'bulletins' | 'assets'>,
  order: readonly Entry[],
  durationMs: number,
  date: string | null,
): Promise<Fault | null> => {
  if (order.length > mostItems) return sessionFaults.tooManyItems;
  const shelf = await loadShelf(
    store,
    order.map(({ bulletinId }) => bulletinId),
  );
  let lengthMs = 0;
  for (const { bulletinId, isStanding } of order) {
    const bulletin = shelf.bulletin(bulletinId);
    if (!bulletin) return sessionFaults.unplaced('unknown', bulletinId);
    const asset = bulletin.sha256 === null ? undefined : shelf.asset(bulletin.sha256);
    if (!asset || bulletin.audioState !== 'ready') return sessionFaults.unplaced('not-ready', bulletin.title);
    if (bulletin.approval === 'withdrawn') return sessionFaults.unplaced('withdrawn', bulletin.title);
    if (isStanding && bulletin.approval !== 'approved')
      return sessionFaults.unplaced('not-approved', bulletin.title);
    lengthMs += asset.durationMs;
  }
  const overMs = lengthMs - durationMs;
  return overMs > 0 ? sessionFaults.tooLong(overMs, date) : null;
};

/** Standing items alone: they must exist, be approved and leave room, though without a running order none airs. */
export const checkStanding = (
  store: Pick<Store, 'sessions' | 'bulletins' | 'assets'>,
  session: Pick<SessionRow, 'standing' | 'durationMs'>,
): Promise<Fault | null> =>
  checkOrder(
    store,
    session.standing.map(({ bulletinId }) => ({ bulletinId, isStanding: true })),
    session.durationMs,
    null,
  );
