import type { parseRule } from '../../domain/recurrence.ts';
import { layOutSessions, type RunningOrders, type SessionLayout } from '../../domain/session-layout.ts';
import type { Shelf } from '../../domain/slots.ts';
import { localDateOf } from '../../domain/vietnam-date.ts';
import type { SessionRow } from '../ports/store/sessions.ts';
import type { Store } from '../ports/store.ts';

type LayoutStore = Pick<Store, 'sessions' | 'bulletins' | 'assets'>;

const dayMs = 24 * 60 * 60 * 1000;
/** The local date in the farthest time zones differs by one; a slot may have begun the day before. */
const dateSlackMs = 2 * dayMs;

/** Bulletins and assets of the given names, each read once. */
export const loadShelf = async (store: LayoutStore, bulletinIds: Iterable<string>): Promise<Shelf> => {
  const bulletins = new Map(
    (await store.bulletins.many([...new Set(bulletinIds)])).map((bulletin) => [bulletin.id, bulletin]),
  );
  const sha256s = new Set([...bulletins.values()].flatMap(({ sha256 }) => sha256 ?? []));
  const assets = new Map((await store.assets.many([...sha256s])).map((asset) => [asset.sha256, asset]));
  return { bulletin: (id) => bulletins.get(id), asset: (sha256) => assets.get(sha256) };
};

export const loadRunningOrders = async (
  store: LayoutStore,
  query: { sessionIds: readonly string[] | null; from: number; to: number },
): Promise<{ orderOf: RunningOrders; bulletinIds: string[] }> => {
  const rows = await store.sessions.runningOrders({
    sessionIds: query.sessionIds,
    fromDate: localDateOf(query.from - dateSlackMs),
    toDate: localDateOf(query.to + dateSlackMs),
  });
  const orders = new Map(rows.map((row) => [`${row.sessionId} ${row.date}`, row.bulletinIds]));
  return {
    orderOf: (sessionId, date) => orders.get(`${sessionId} ${date}`),
    bulletinIds: rows.flatMap((row) => row.bulletinIds),
  };
};

/** Active sessions laid out over [from, to), from what the store says now; those that concern the asker. */
export const loadLayouts = async (
  store: LayoutStore,
  parse: typeof parseRule,
  span: { from: number; to: number },
  concerns: (session: SessionRow) => boolean = () => true,
): Promise<SessionLayout<SessionRow>[]> => {
  const sessions = (await store.sessions.active()).filter(concerns);
  const sessionIds = sessions.map(({ id }) => id);
  const orders = await loadRunningOrders(store, { sessionIds, ...span });
  const standing = sessions.flatMap((session) => session.standing.map(({ bulletinId }) => bulletinId));
  const shelf = await loadShelf(store, [...orders.bulletinIds, ...standing]);
  return layOutSessions({ sessions, runningOrders: orders.orderOf, shelf, ...span, parse });
};
