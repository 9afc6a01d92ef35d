import { isInForce, isListed } from '../../domain/announcement.ts';
import { aloneWithinMs } from '../../domain/announcement-request.ts';
import { areBeyondOneCommune, shareAPlace } from '../../domain/announcement-targets.ts';
import type { Directory } from '../directory/directory.ts';
import type { EventBus } from '../ports/events.ts';
import type { Clock, Log, Outcome, Random } from '../ports/runtime.ts';
import type { AnnouncementRow } from '../ports/store/announcements.ts';
import type { Store } from '../ports/store.ts';
import type { Actor } from '../sessions/session-drafts.ts';
import { refuse } from '../sessions/session-faults.ts';
import { announcementFaults as faults } from './announcement-faults.ts';
import type { AnnouncementChange, AnnouncementIssuer } from './announcement-issuer.ts';
import { createAnnouncementPlan } from './announcement-plan.ts';
import { createAnnouncementTidying } from './announcement-tidying.ts';
import type { CheckedAnnouncement, NewAnnouncement } from './check-announcement.ts';
import type { ListedAnnouncement } from './listed-announcements.ts';
import type { LiveAnnouncements } from './live-announcements.ts';

/** `stopIds` names the stops in the way of a sound. */
export type Announced = Outcome<AnnouncementRow> & Readonly<{ stopIds?: readonly string[] }>;

/** Who decides about a request for a wide emergency; it is settled in the step that starts it. */
export type Confirmation = Readonly<{
  /** The second approver; null when whoever asked waits for none any more and breaks the glass. */
  confirmedBy: string | null;
  /** In turn: refuses what was decided meanwhile, or gives what it became. Null: it may start. */
  check: (now: number) => Promise<Outcome<AnnouncementRow> | null>;
  /** In the transaction that stores the announcement. */
  settle: (tx: Store, announcementId: string, now: number) => Promise<void>;
}>;

/**
 * What is in force now. What succeeds is stored, signed and on its way when it returns; who has started it is known
 * by `AnnouncementProgress`.
 */
export type Announcements = Readonly<{
  /** After the publisher. */
  start: () => Promise<void>;
  stop: () => Promise<void>;
  /**
   * An emergency wider than a commune takes a second approver, or to break the glass. What one person starts alone in
   * one commune after the other is as wide as all of it together.
   */
  announce: (
    input: NewAnnouncement,
    actor: Pick<Actor, 'username'>,
    confirmation?: Confirmation,
  ) => Promise<Announced>;
  /** Ends a sound early, or lifts a stop. Ending twice is no fault. */
  end: (
    id: string,
    reason: string | null,
    actor: Pick<Actor, 'username'>,
  ) => Promise<Outcome<AnnouncementRow>>;
}>;

export const createAnnouncements = (deps: {
  store: Store;
  directory: Pick<Directory, 'clusters'>;
  live: LiveAnnouncements;
  issuer: AnnouncementIssuer;
  check: (input: NewAnnouncement, now: number) => Promise<Outcome<CheckedAnnouncement>>;
  /** Communes in force of an area of any level. */
  communesUnder: (areaKey: string) => readonly string[];
  /** Stores that somebody started a wide emergency alone. */
  recordBreakGlass: (tx: Store, row: AnnouncementRow) => Promise<void>;
  events: Pick<EventBus, 'emit'>;
  clock: Clock;
  random: Random;
  log: Log;
}): Announcements => {
  const { store, directory, live, issuer, check, recordBreakGlass, events, clock, random } = deps;
  const log = deps.log.child({ component: 'announcements' });

  const tell = (changed: readonly ListedAnnouncement[]): void => {
    const areaKeys = [...new Set(changed.flatMap(({ documents }) => [...documents.keys()]))];
    events.emit({ type: 'announcements', areaKeys, ids: changed.map(({ row }) => row.id) });
  };

  /** What their documents say with these in place of those of their ids. */
  const changeOf = (
    changed: readonly ListedAnnouncement[],
    now: number,
  ): Pick<AnnouncementChange, 'areaKeys' | 'contentOf'> => ({
    areaKeys: [...new Set(changed.flatMap(({ documents }) => [...documents.keys()]))],
    contentOf: (areaKey) => live.contentOf(areaKey, now, changed),
  });

  const adopt = (changed: readonly ListedAnnouncement[], now: number): void => {
    live.adopt(changed);
    live.forget(changed.flatMap(({ row }) => (isListed(row, now) ? [] : row.id)));
  };

  const plan = createAnnouncementPlan({ ...deps, clustersOf: directory.clusters.under, log });
  const tidying = createAnnouncementTidying({ store, live, issuer, changeOf, adopt, tell, clock, log });

  const rowOf = (
    input: NewAnnouncement,
    checked: CheckedAnnouncement,
    by: Pick<AnnouncementRow, 'startedBy' | 'confirmedBy' | 'isBreakGlass'>,
    now: number,
  ): AnnouncementRow => {
    const { title, areaKey, targets, bulletinId, asset, volume, repeat, durationMs, leadMs } = checked;
    const startAt = now + leadMs;
    return {
      id: random.id('ann'),
      kind: input.kind,
      ...{ title, areaKey, targets, bulletinId, volume, repeat, startAt },
      sha256: asset?.sha256 ?? null,
      endAt: durationMs === null ? null : startAt + durationMs,
      reason: input.reason ?? null,
      ...by,
      createdAt: now,
      versions: {},
      endedAt: null,
      endedBy: null,
      endReason: null,
      isDemo: false,
    };
  };

  const ended = (
    one: ListedAnnouncement,
    by: { username: string; reason: string | null },
    now: number,
  ): ListedAnnouncement => ({
    ...one,
    row: { ...one.row, endedAt: now, endedBy: by.username, endReason: by.reason },
  });

  /** Where one person alone lets an emergency sound now, or did a short while ago, in one commune each. */
  const alarmedAlone = (username: string, now: number): AnnouncementRow['targets'] =>
    [...live.all()].flatMap(({ row }) => {
      const isAlone = row.startedBy === username && row.confirmedBy === null && !row.isBreakGlass;
      const isRecent = isInForce(row, now) || now - row.startAt < aloneWithinMs;
      return row.kind === 'emergency' && isAlone && isRecent ? row.targets : [];
    });

  /** Stops that would keep any of the targets silent. */
  const stopsOver = (targets: AnnouncementRow['targets']): ListedAnnouncement[] =>
    live
      .inForce()
      .filter(({ row }) => row.kind === 'stop' && shareAPlace(row.targets, targets, live.places()));

  const sameStop = (row: AnnouncementRow): AnnouncementRow | undefined => {
    const text = ({ targets }: AnnouncementRow) => JSON.stringify(targets);
    return live.inForce().find((one) => one.row.kind === 'stop' && text(one.row) === text(row))?.row;
  };

  return {
    start: async () => {
      await plan.start();
      await tidying.start();
    },
    stop: async () => {
      plan.stop();
      await tidying.stop();
    },

    announce: async (input, actor, confirmation) => {
      const checked = await check(input, clock.now());
      if (!checked.ok) return checked;
      const { asset, targets } = checked.value;
      const confirmedBy = confirmation?.confirmedBy ?? null;
      return issuer.inTurn(async (issue): Promise<Announced> => {
        const now = clock.now();
        const decided = await confirmation?.check(now);
        if (decided) return decided;
        const isBreakGlass =
          input.kind === 'emergency' &&
          confirmedBy === null &&
          areBeyondOneCommune([...targets, ...alarmedAlone(actor.username, now)], live.places());
        if (isBreakGlass && !input.breakGlass) return refuse(409, faults.needsSecond);
        if (isBreakGlass && !input.reason?.trim()) return refuse(422, faults.breakGlassReason);
        const by = { startedBy: actor.username, confirmedBy, isBreakGlass };
        const fresh = live.place(rowOf(input, checked.value, by, now), asset);
        const { row } = fresh;
        if (row.kind === 'stop') {
          // A second one would have to be lifted by itself, and nobody would know why it is still silent.
          const same = sameStop(row);
          if (same) return { ok: true, value: same };
        }
        const stops = row.kind === 'stop' ? [] : stopsOver(row.targets);
        const named = new Set(input.kind === 'emergency' ? input.liftStopIds : []);
        if (stops.some((stop) => !named.has(stop.row.id))) {
          const fault = faults.stopped(stops.map((stop) => stop.row.title));
          return { ...refuse(409, fault), stopIds: stops.map((stop) => stop.row.id) };
        }
        const lifted = stops.map((stop) => ended(stop, { ...actor, reason: row.title }, now));
        let begun = fresh;
        await issue({
          ...changeOf([fresh, ...lifted], now),
          write: async (tx, versions) => {
            const own = Object.fromEntries(
              [...fresh.documents.keys()].map((key) => [key, versions[key] ?? 0]),
            );
            begun = { ...fresh, row: { ...row, versions: own } };
            await tx.announcements.put([begun.row, ...lifted.map((stop) => stop.row)]);
            if (row.isBreakGlass) await recordBreakGlass(tx, begun.row);
            await confirmation?.settle(tx, row.id, now);
          },
          committed: () => adopt([begun, ...lifted], now),
        });
        await plan.enter(begun);
        log.info(
          { id: row.id, kind: row.kind, areas: [...fresh.documents.keys()], by: actor.username },
          'An announcement is in force',
        );
        tidying.wake();
        tell([begun, ...lifted]);
        return { ok: true, value: begun.row };
      });
    },

    end: (id, reason, actor) =>
      issuer.inTurn(async (issue): Promise<Outcome<AnnouncementRow>> => {
        const now = clock.now();
        const one = live.get(id);
        if (!one || !isInForce(one.row, now)) {
          const row = one?.row ?? (await store.announcements.many([id]))[0];
          return row ? { ok: true, value: row } : refuse(404, faults.unknown);
        }
        const over = ended(one, { username: actor.username, reason }, now);
        await issue({
          ...changeOf([over], now),
          write: async (tx) => {
            await tx.announcements.put([over.row]);
            await tx.plan.endEarly([id], now);
          },
          committed: () => adopt([over], now),
        });
        log.info({ id, kind: over.row.kind, by: actor.username }, 'An announcement was ended');
        tidying.endedEarly(over.row);
        tidying.wake();
        tell([over]);
        return { ok: true, value: over.row };
      }),
  };
};
