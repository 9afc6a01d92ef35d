import type { parseRule } from '../../domain/recurrence.ts';
import type { Clock, Fault, Log, Outcome } from '../ports/runtime.ts';
import type { RunningOrderRow, SessionRow } from '../ports/store/sessions.ts';
import type { Store } from '../ports/store.ts';
import { checkDate, checkPlayable } from './check-running-order.ts';
import { refuse, sessionFaults } from './session-faults.ts';

/** A session that may still be changed. */
export const findChangeable = async (
  store: Pick<Store, 'sessions'>,
  id: string,
): Promise<Outcome<SessionRow>> => {
  const session = await store.sessions.get(id);
  if (!session) return refuse(404, sessionFaults.unknown);
  return session.endedAt === null ? { ok: true, value: session } : refuse(409, sessionFaults.ended);
};

export type RunningOrders = Readonly<{
  /** The same order on one or many dates, all or none. An empty one makes the dates silent. */
  setRunningOrder: (
    id: string,
    dates: readonly string[],
    bulletinIds: readonly string[],
  ) => Promise<Outcome<RunningOrderRow[]>>;
  /** Gives many dates the order of one. */
  copyRunningOrder: (
    id: string,
    fromDate: string,
    toDates: readonly string[],
  ) => Promise<Outcome<RunningOrderRow[]>>;
  /**
   * Puts a bulletin at the end of what each date plays, all or none; where it is placed already nothing changes.
   *
   * @param also Stored in the same step; may refuse it.
   */
  addToRunningOrders: (
    id: string,
    dates: readonly string[],
    bulletinId: string,
    also: (tx: Store) => Promise<Fault | null>,
  ) => Promise<Outcome<RunningOrderRow[]>>;
}>;

export const createRunningOrders = (deps: {
  store: Store;
  parse: typeof parseRule;
  /** What follows from a stored change. */
  announce: (targets: SessionRow['targets']) => void;
  clock: Clock;
  log: Log;
}): RunningOrders => {
  const { store, parse, announce, clock, log } = deps;

  /** A session that takes place on these dates, none of which is over. */
  const findOn = async (id: string, dates: readonly string[]): Promise<Outcome<SessionRow>> => {
    const found = await findChangeable(store, id);
    if (!found.ok) return found;
    const rule = parse(found.value);
    if (!rule.ok) return refuse(422, rule.fault);
    const slot = { recurrence: rule.recurrence, durationMs: found.value.durationMs };
    for (const date of dates) {
      const fault = checkDate(slot, date, clock.now());
      if (fault) return refuse(fault.code === 'Session_DatePassed' ? 409 : 422, fault);
    }
    return found;
  };

  const ordersOn = async (tx: Pick<Store, 'sessions'>, id: string, dates: readonly string[]) => {
    const inOrder = [...dates].sort();
    const rows = await tx.sessions.runningOrders({
      sessionIds: [id],
      fromDate: inOrder[0] ?? '',
      toDate: inOrder.at(-1) ?? '',
    });
    return new Map(rows.map((row) => [row.date, row.bulletinIds]));
  };

  const setRunningOrder: RunningOrders['setRunningOrder'] = async (id, dates, bulletinIds) => {
    const found = await findOn(id, dates);
    if (!found.ok) return found;
    const session = found.value;
    const fault = await checkPlayable(store, session, bulletinIds);
    if (fault) return refuse(422, fault);
    const updatedAt = clock.now();
    const rows = [...new Set(dates)].map((date) => ({
      sessionId: id,
      date,
      bulletinIds: [...bulletinIds],
      updatedAt,
    }));
    await store.transaction(async (tx) => {
      for (const row of rows) await tx.sessions.putRunningOrder(row);
    });
    log.info({ sessionId: id, dates, bulletins: bulletinIds.length }, 'Running order set');
    announce(session.targets);
    return { ok: true, value: rows };
  };

  return {
    setRunningOrder,
    copyRunningOrder: async (id, fromDate, toDates) => {
      const [row] = await store.sessions.runningOrders({ sessionIds: [id], fromDate, toDate: fromDate });
      return setRunningOrder(id, toDates, row?.bulletinIds ?? []);
    },
    addToRunningOrders: async (id, dates, bulletinId, also) => {
      const found = await findOn(id, dates);
      if (!found.ok) return found;
      const session = found.value;
      const stored = await store.transaction(async (tx): Promise<Outcome<RunningOrderRow[]>> => {
        const orders = await ordersOn(tx, id, dates);
        const rows: RunningOrderRow[] = [];
        for (const date of new Set(dates)) {
          const before = orders.get(date) ?? [];
          const bulletinIds = before.includes(bulletinId) ? before : [...before, bulletinId];
          const fault = await checkPlayable(tx, session, bulletinIds, date);
          if (fault) return refuse(422, fault);
          rows.push({ sessionId: id, date, bulletinIds, updatedAt: clock.now() });
        }
        const fault = await also(tx);
        if (fault) return refuse(409, fault);
        for (const row of rows) await tx.sessions.putRunningOrder(row);
        return { ok: true, value: rows };
      });
      if (!stored.ok) return stored;
      log.info({ sessionId: id, dates, bulletinId }, 'Bulletin added to running orders');
      announce(session.targets);
      return stored;
    },
  };
};
