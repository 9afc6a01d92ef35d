import { fullName } from '../../domain/area.ts';
import { createReachOf, type Places } from '../directory/places.ts';
import type { EventBus } from '../ports/events.ts';
import type { Clock, Log, Outcome, Random } from '../ports/runtime.ts';
import type { BulletinRow } from '../ports/store/bulletins.ts';
import type { DispatchRow, InboxRow, InboxState } from '../ports/store/dispatches.ts';
import type { Page } from '../ports/store/page.ts';
import type { Store } from '../ports/store.ts';
import type { RunningOrders } from '../sessions/running-orders.ts';
import type { Actor } from '../sessions/session-drafts.ts';
import { refuse, sessionFaults } from '../sessions/session-faults.ts';
import { inboxFaults } from './inbox-faults.ts';

/** A dispatch with its bulletin and what each commune made of it. */
export type SentDispatch = Readonly<{
  dispatch: DispatchRow;
  bulletin: BulletinRow;
  entries: readonly InboxRow[];
}>;
export type InboxEntry = Readonly<{ entry: InboxRow; dispatch: DispatchRow; bulletin: BulletinRow }>;

/**
 * What higher levels send to communes. Circular 39/2020/TT-BTTTT: a *normal* bulletin of a higher level waits
 * until the commune decides whether to schedule it; *priority* goes ahead of the normal programme and is placed
 * by the higher level's own priority session; an *emergency* plays at once, as an announcement. So only normal
 * bulletins are dispatched, and nothing that is dispatched airs before a commune places it.
 */
export type Inbox = Readonly<{
  send: (
    wanted: { bulletinId: string; areaKeys: readonly string[]; note: string | null },
    actor: Actor,
  ) => Promise<Outcome<SentDispatch>>;
  dispatch: (id: string) => Promise<Outcome<SentDispatch>>;
  /** Newest first. */
  dispatches: (query: {
    fromAreaKeys: readonly string[] | null;
    cursor: string | null;
    limit: number;
  }) => Promise<Page<SentDispatch>>;
  /** Newest first. */
  list: (query: {
    areaKeys: readonly string[] | null;
    state: InboxState | null;
    cursor: string | null;
    limit: number;
  }) => Promise<Page<InboxEntry>>;
  /** Into one of the commune's own sessions, at the end of each date's running order; again for further dates. */
  place: (
    at: { dispatchId: string; areaKey: string },
    where: { sessionId: string; dates: readonly string[] },
    actor: Actor,
  ) => Promise<Outcome<InboxEntry>>;
  decline: (
    at: { dispatchId: string; areaKey: string },
    reason: string,
    actor: Actor,
  ) => Promise<Outcome<InboxEntry>>;
}>;

export const createInbox = (deps: {
  store: Store;
  sessions: Pick<RunningOrders, 'addToRunningOrders'>;
  places: Places;
  clock: Clock;
  random: Random;
  events: EventBus;
  log: Log;
}): Inbox => {
  const { store, sessions, places, clock, random, events } = deps;
  const log = deps.log.child({ component: 'inbox' });
  const reachOf = createReachOf(places);

  const tell = (entries: readonly InboxRow[], fromAreaKey: string): void =>
    events.emit({ type: 'inbox', areaKeys: [fromAreaKey, ...entries.map(({ areaKey }) => areaKey)] });

  const withBulletins = async (dispatches: readonly DispatchRow[]): Promise<Map<string, BulletinRow>> => {
    const ids = new Set(dispatches.map(({ bulletinId }) => bulletinId));
    return new Map((await store.bulletins.many([...ids])).map((bulletin) => [bulletin.id, bulletin]));
  };

  const join = async (dispatches: readonly DispatchRow[]): Promise<SentDispatch[]> => {
    const bulletins = await withBulletins(dispatches);
    const entries = await store.dispatches.entries(dispatches.map(({ id }) => id));
    return dispatches.flatMap((dispatch) => {
      const bulletin = bulletins.get(dispatch.bulletinId);
      if (!bulletin) return [];
      return [{ dispatch, bulletin, entries: entries.filter((one) => one.dispatchId === dispatch.id) }];
    });
  };

  const joinEntries = async (entries: readonly InboxRow[]): Promise<InboxEntry[]> => {
    const ids = new Set(entries.map(({ dispatchId }) => dispatchId));
    const dispatches = new Map((await store.dispatches.many([...ids])).map((one) => [one.id, one]));
    const bulletins = await withBulletins([...dispatches.values()]);
    return entries.flatMap((entry) => {
      const dispatch = dispatches.get(entry.dispatchId);
      const bulletin = dispatch && bulletins.get(dispatch.bulletinId);
      return dispatch && bulletin ? [{ entry, dispatch, bulletin }] : [];
    });
  };

  const find = async ({
    dispatchId,
    areaKey,
  }: {
    dispatchId: string;
    areaKey: string;
  }): Promise<InboxEntry | null> => {
    const entry = await store.dispatches.entry(dispatchId, areaKey);
    return entry && ((await joinEntries([entry]))[0] ?? null);
  };

  const nameOf = (key: string): string => {
    const area = places.areas().find((one) => one.key === key);
    return area ? fullName(area) : key;
  };

  return {
    send: async ({ bulletinId, areaKeys, note }, actor) => {
      const now = clock.now();
      const reach = reachOf(now);
      const bulletin = await store.bulletins.get(bulletinId);
      if (!bulletin) return refuse(404, inboxFaults.bulletinUnknown);
      if (bulletin.class !== 'normal') return refuse(422, inboxFaults.notNormal);
      if (bulletin.approval !== 'approved' || bulletin.audioState !== 'ready') {
        return refuse(422, inboxFaults.notReady(bulletin.title));
      }
      const level = reach.level(bulletin.areaKey);
      if (level !== 'province' && level !== 'district') return refuse(422, inboxFaults.notFromAbove);
      const outside = areaKeys.find((key) => !reach.isWithin(key, bulletin.areaKey));
      if (outside !== undefined) return refuse(422, inboxFaults.targetOutside(nameOf(outside)));
      const communes = [...new Set(areaKeys.flatMap((key) => reach.communesUnder(key)))].sort();
      if (communes.length === 0) return refuse(422, inboxFaults.noCommune);
      const dispatch: DispatchRow = {
        id: random.id('dis'),
        bulletinId,
        fromAreaKey: bulletin.areaKey,
        note,
        sentBy: actor.username,
        sentAt: now,
      };
      await store.dispatches.insert(dispatch, communes);
      const entries = await store.dispatches.entries([dispatch.id]);
      log.info(
        { dispatchId: dispatch.id, bulletinId, communes: communes.length },
        'Bulletin sent to communes',
      );
      tell(entries, dispatch.fromAreaKey);
      return { ok: true, value: { dispatch, bulletin, entries } };
    },
    dispatch: async (id) => {
      const [sent] = await join(await store.dispatches.many([id]));
      return sent ? { ok: true, value: sent } : refuse(404, inboxFaults.dispatchUnknown);
    },
    dispatches: async (query) => {
      const page = await store.dispatches.page(query);
      return { items: await join(page.items), next: page.next };
    },
    list: async (query) => {
      const page = await store.dispatches.inbox(query);
      return { items: await joinEntries(page.items), next: page.next };
    },
    place: async (at, { sessionId, dates }, actor) => {
      const found = await find(at);
      if (!found) return refuse(404, inboxFaults.entryUnknown);
      const session = await store.sessions.get(sessionId);
      if (!session) return refuse(404, sessionFaults.unknown);
      const isOwn = reachOf(clock.now()).isWithin(session.areaKey, at.areaKey);
      if (!isOwn) return refuse(422, inboxFaults.sessionNotOwn(session.title));
      const { bulletinId } = found.dispatch;
      const added = await sessions.addToRunningOrders(sessionId, dates, bulletinId, async (tx) => {
        const before = await tx.dispatches.entry(at.dispatchId, at.areaKey);
        if (!before) return inboxFaults.entryUnknown;
        const earlier = before.sessionId === sessionId ? before.dates : [];
        await tx.dispatches.putEntry({
          ...before,
          state: 'placed',
          reason: null,
          decidedBy: actor.username,
          decidedAt: clock.now(),
          sessionId,
          dates: [...new Set([...earlier, ...dates])].sort(),
        });
        return null;
      });
      if (!added.ok) return added;
      const placed = await find(at);
      if (!placed) return refuse(404, inboxFaults.entryUnknown);
      log.info({ ...at, sessionId, dates, by: actor.username }, 'Sent bulletin placed');
      tell([placed.entry], placed.dispatch.fromAreaKey);
      return { ok: true, value: placed };
    },
    decline: async (at, reason, actor) => {
      const found = await find(at);
      if (!found) return refuse(404, inboxFaults.entryUnknown);
      const isDeclined = await store.transaction(async (tx) => {
        const before = await tx.dispatches.entry(at.dispatchId, at.areaKey);
        if (!before || before.state === 'placed') return false;
        const decision = { decidedBy: actor.username, decidedAt: clock.now() };
        await tx.dispatches.putEntry({ ...before, state: 'declined', reason, ...decision });
        return true;
      });
      if (!isDeclined) return refuse(409, inboxFaults.alreadyPlaced);
      const declined = await find(at);
      if (!declined) return refuse(404, inboxFaults.entryUnknown);
      log.info({ ...at, by: actor.username }, 'Sent bulletin declined');
      tell([declined.entry], declined.dispatch.fromAreaKey);
      return { ok: true, value: declined };
    },
  };
};
