import type { ProgramItem } from '#protocol';
import type { parseRule } from '../../domain/recurrence.ts';
import { isLocalDate, localDateOf } from '../../domain/vietnam-date.ts';
import { createReachOf, type Places } from '../directory/places.ts';
import { loadCommunePlanner } from '../documents/commune-planner.ts';
import type { Publisher } from '../documents/publisher.ts';
import type { EventBus } from '../ports/events.ts';
import type { Clock, Fault, Log, Outcome } from '../ports/runtime.ts';
import type { PriorityOrderRow } from '../ports/store/priority-orders.ts';
import type { SessionRow } from '../ports/store/sessions.ts';
import type { Store } from '../ports/store.ts';
import { priorityOrderFaults } from './priority-order-faults.ts';
import type { Actor } from './session-drafts.ts';
import { refuse } from './session-faults.ts';

/** The priority items of one commune and date, in the order that holds among those that wait. */
export type PriorityOrder = Readonly<{
  areaKey: string;
  date: string;
  items: readonly Readonly<{ item: ProgramItem; session: SessionRow }>[];
  /** What the commune decided; null while start and place in the running order decide. */
  decided: PriorityOrderRow | null;
}>;

/**
 * The commune's order of its priority items. Circular 39/2020/TT-BTTTT: when a higher level's priority bulletin
 * collides with the commune's own, the commune user decides the order. No order concerns another commune.
 */
export type PriorityOrders = Readonly<{
  read: (areaKey: string, date: string) => Promise<Outcome<PriorityOrder>>;
  /** Items that are not named follow by start; an empty list is the default again. */
  set: (
    areaKey: string,
    date: string,
    itemIds: readonly string[],
    actor: Actor,
  ) => Promise<Outcome<PriorityOrder>>;
}>;

const dayMs = 24 * 60 * 60 * 1000;

/** A local date of Vietnam as a span of instants. */
export const spanOfDate = (date: string): { from: number; to: number } => {
  const from = Date.parse(`${date}T00:00:00+07:00`);
  return { from, to: from + dayMs };
};

export const createPriorityOrders = (deps: {
  store: Store;
  publisher: Pick<Publisher, 'publishAreas'>;
  places: Places;
  parse: typeof parseRule;
  clock: Clock;
  events: EventBus;
  log: Log;
}): PriorityOrders => {
  const { store, publisher, places, parse, clock, events } = deps;
  const log = deps.log.child({ component: 'priority-orders' });
  const reachOf = createReachOf(places);

  const check = (areaKey: string, date: string): Fault | null => {
    if (!isLocalDate(date) || date < '2020' || date >= '2101') return priorityOrderFaults.dateInvalid(date);
    return reachOf(clock.now()).communes.includes(areaKey) ? null : priorityOrderFaults.needsCommune;
  };

  const load = async (areaKey: string, date: string) => {
    const now = clock.now();
    const span = spanOfDate(date);
    const reach = reachOf(now);
    const { planner } = await loadCommunePlanner({ store, places, parse, reach, areaKey, now, ...span });
    const sessions = new Map(planner.layouts.map(({ session }) => [session.id, session]));
    const items = planner
      .program(areaKey)
      .items.filter(({ startAt }) => localDateOf(startAt) === date)
      .flatMap((item) => {
        const session = sessions.get(item.sessionId);
        return session ? [{ item, session }] : [];
      });
    const [decided = null] = await store.priorityOrders.between({
      areaKeys: [areaKey],
      fromDate: date,
      toDate: date,
    });
    return { items, decided };
  };

  const read: PriorityOrders['read'] = async (areaKey, date) => {
    const fault = check(areaKey, date);
    if (fault) return refuse(422, fault);
    const { items, decided } = await load(areaKey, date);
    const inOrder = items
      .filter(({ item }) => item.class === 'priority')
      .sort((a, b) => a.item.order - b.item.order || (a.item.id < b.item.id ? -1 : 1));
    return { ok: true, value: { areaKey, date, items: inOrder, decided } };
  };

  return {
    read,
    set: async (areaKey, date, itemIds, actor) => {
      const fault = check(areaKey, date);
      if (fault) return refuse(422, fault);
      if (date < localDateOf(clock.now())) return refuse(409, priorityOrderFaults.datePassed(date));
      const { items } = await load(areaKey, date);
      for (const [index, itemId] of itemIds.entries()) {
        if (itemIds.indexOf(itemId) !== index) return refuse(422, priorityOrderFaults.twice(itemId));
        const found = items.find(({ item }) => item.id === itemId)?.item;
        if (!found) return refuse(422, priorityOrderFaults.itemUnknown(itemId, date));
        if (found.class !== 'priority') return refuse(422, priorityOrderFaults.notPriority(found.title));
      }
      await store.priorityOrders.put({
        areaKey,
        date,
        itemIds: [...itemIds],
        updatedBy: actor.username,
        updatedAt: clock.now(),
      });
      log.info({ areaKey, date, items: itemIds.length, by: actor.username }, 'Order of priority items set');
      events.emit({ type: 'schedule', areaKeys: [areaKey] });
      void publisher.publishAreas([areaKey]);
      return read(areaKey, date);
    },
  };
};
