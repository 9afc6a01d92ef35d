import type { Reach } from '../../domain/reach.ts';
import { type Occurrence, occurrences, type parseRule } from '../../domain/recurrence.ts';
import type { OccurrenceLayout, RunningOrders, SessionLayout } from '../../domain/session-layout.ts';
import { layOut, type Shelf } from '../../domain/slots.ts';
import { mayTouch } from '../../domain/time-of-day.ts';
import { touchingSlots } from '../../domain/touching-slots.ts';
import type { Places } from '../directory/places.ts';
import type { SessionRow } from '../ports/store/sessions.ts';
import type { Store } from '../ports/store.ts';
import { reachedCommunes } from './check-session.ts';
import { loadRunningOrders, loadShelf } from './load-layouts.ts';

export type ConflictSpan = Readonly<{ from: number; to: number }>;

export type ConflictLayouts = Readonly<{
  /** Slots that can have to do with the changed session, its own included. */
  before: readonly SessionLayout<SessionRow>[];
  after: readonly SessionLayout<SessionRow>[];
}>;

/** Not the hash of any audio. */
const fillerSha256 = '0'.repeat(64);

/** Lays a slot out; one that has no running order yet is filled by something that lasts to its end. */
const layOutFilled =
  (orderOf: RunningOrders, shelf: Shelf) =>
  (session: SessionRow, occurrence: Occurrence): OccurrenceLayout => {
    const order = orderOf(session.id, occurrence.date);
    if (order) return { occurrence, ...layOut(session, occurrence, order, shelf) };
    const standingMs = session.standing.reduce((sum, { bulletinId }) => {
      const sha256 = shelf.bulletin(bulletinId)?.sha256;
      return sum + ((sha256 && shelf.asset(sha256)?.durationMs) || 0);
    }, 0);
    const { id, title } = session;
    const filler = { id, title, class: 'normal', sha256: fillerSha256 } as const;
    const durationMs = Math.max(1, session.durationMs - standingMs);
    const filled: Shelf = {
      bulletin: (name) =>
        name === id
          ? { ...filler, approval: 'approved', audioState: 'ready', airsFrom: 0 }
          : shelf.bulletin(name),
      asset: (sha256) =>
        sha256 === fillerSha256 ? { sha256, durationMs, sizeBytes: 1 } : shelf.asset(sha256),
    };
    return { occurrence, ...layOut(session, occurrence, [id], filled) };
  };

/** The changed session as it was and will be, with those whose slots it may meet, laid out over a span. */
export const loadConflictLayouts = async (
  deps: {
    store: Pick<Store, 'sessions' | 'bulletins' | 'assets'>;
    parse: typeof parseRule;
    places: Places;
    reach: Reach;
  },
  question: {
    before: SessionRow | null;
    after: SessionRow;
    placed: Readonly<{ date: string; bulletinIds: readonly string[] }> | null;
    communes: readonly string[];
    span: ConflictSpan;
  },
): Promise<ConflictLayouts> => {
  const { store, parse, places, reach } = deps;
  const { before, after, placed, span } = question;
  const changed = before ? [before, after] : [after];
  const communes = new Set(question.communes);
  const others = mayTouch(
    (await store.sessions.active()).filter(({ id }) => id !== after.id),
    changed,
  ).filter(({ targets }) => reachedCommunes(targets, places, reach).some((key) => communes.has(key)));

  const slotsOf = (session: SessionRow): (Occurrence & { session: SessionRow })[] => {
    const rule = parse(session);
    if (!rule.ok) return [];
    const { recurrence } = rule;
    return occurrences({ recurrence, durationMs: session.durationMs }, span.from, span.to).map((one) => ({
      ...one,
      session,
    }));
  };
  const touching = new Map<SessionRow, Occurrence[]>();
  for (const { session, ...occurrence } of touchingSlots(others.flatMap(slotsOf), changed.flatMap(slotsOf))) {
    touching.set(session, [...(touching.get(session) ?? []), occurrence]);
  }
  const concerned = [...changed, ...touching.keys()];
  const orders = await loadRunningOrders(store, { sessionIds: concerned.map(({ id }) => id), ...span });
  const orderOf: RunningOrders = (id, date) =>
    placed && id === after.id && date === placed.date ? placed.bulletinIds : orders.orderOf(id, date);
  const shelf = await loadShelf(store, [
    ...orders.bulletinIds,
    ...concerned.flatMap(({ standing }) => standing.map(({ bulletinId }) => bulletinId)),
    ...(placed?.bulletinIds ?? []),
  ]);
  const layOutFull = layOutFilled(orderOf, shelf);
  const met = [...touching].map(([session, found]) => ({
    session,
    occurrences: found.map((occurrence) => layOutFull(session, occurrence)),
  }));
  const own = (session: SessionRow): SessionLayout<SessionRow> => ({
    session,
    occurrences: slotsOf(session).map((occurrence) => layOutFull(session, occurrence)),
  });
  return {
    before: before ? [own(before), ...met] : met,
    after: [own(after), ...met],
  };
};
