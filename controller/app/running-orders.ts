import type { parseRule } from '../domain/recurrence.ts';
import { checkDate, checkPlayable } from './check-running-order.ts';
import type { RunningOrderRow, SessionRow } from './ports/rows.ts';
import type { Clock, Log, Outcome } from './ports/runtime.ts';
import type { Store } from './ports/store.ts';
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
  const setRunningOrder: RunningOrders['setRunningOrder'] = async (id, dates, bulletinIds) => {
    const found = await findChangeable(store, id);
    if (!found.ok) return found;
    const session = found.value;
    const rule = parse(session);
    if (!rule.ok) return refuse(422, rule.fault);
    const now = clock.now();
    const slot = { recurrence: rule.recurrence, durationMs: session.durationMs };
    for (const date of dates) {
      const fault = checkDate(slot, date, now);
      if (fault) return refuse(fault.code === 'Session_DatePassed' ? 409 : 422, fault);
    }
    const fault = await checkPlayable(store, session, bulletinIds);
    if (fault) return refuse(422, fault);
    const rows = [...new Set(dates)].map((date) => ({
      sessionId: id,
      date,
      bulletinIds: [...bulletinIds],
      updatedAt: now,
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
  };
};
