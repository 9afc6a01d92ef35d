import { confirmWithinMs, type RequestState, requestStateAt } from '../../domain/announcement-request.ts';
import { documentsOf } from '../../domain/announcement-targets.ts';
import type { EventBus } from '../ports/events.ts';
import type { Clock, Log, Outcome, Random } from '../ports/runtime.ts';
import type { AnnouncementRequestRow, EmergencyInput } from '../ports/store/announcement-requests.ts';
import type { AnnouncementRow } from '../ports/store/announcements.ts';
import type { Store } from '../ports/store.ts';
import { refuse } from '../sessions/session-faults.ts';
import { announcementFaults as faults } from './announcement-faults.ts';
import type { AnnouncementIssuer } from './announcement-issuer.ts';
import type { EmergencyNotices } from './announcement-notices.ts';
import type { Announced, Announcements } from './announcements.ts';
import type { CheckedAnnouncement, NewAnnouncement } from './check-announcement.ts';
import type { LiveAnnouncements } from './live-announcements.ts';

export type Requester = Readonly<{ id: string; username: string }>;

/** Emergencies wider than a commune that wait for a second approver. They are rows, so a restart loses none. */
export type AnnouncementRequests = Readonly<{
  start: () => Promise<void>;
  stop: () => Promise<void>;
  /** Refused like a start where it could not start now. */
  ask: (input: EmergencyInput, actor: Requester) => Promise<Outcome<AnnouncementRequestRow>>;
  get: (id: string) => Promise<AnnouncementRequestRow | null>;
  /** Newest first, each as it stands now: the last of all, and whatever waits, however many were asked for since. */
  list: (limit: number) => Promise<AnnouncementRequestRow[]>;
  /** Starts it, once, however many confirm at the same instant. Not by whoever asked, nor for a disabled account. */
  confirm: (id: string, actor: Requester) => Promise<Announced>;
  /** By whoever asked: at once, without the second person. */
  breakGlass: (id: string, reason: string, actor: Requester) => Promise<Announced>;
  refuse: (id: string, reason: string | null, actor: Requester) => Promise<Outcome<AnnouncementRequestRow>>;
  /** By whoever asked. */
  withdraw: (id: string, actor: Requester) => Promise<Outcome<AnnouncementRequestRow>>;
}>;

const retryAfterMs = 10_000;

export const createAnnouncementRequests = (deps: {
  store: Store;
  announcements: Pick<Announcements, 'announce'>;
  issuer: Pick<AnnouncementIssuer, 'inTurn'>;
  live: Pick<LiveAnnouncements, 'places'>;
  check: (input: NewAnnouncement, now: number) => Promise<Outcome<CheckedAnnouncement>>;
  notices: Pick<EmergencyNotices, 'waiting'>;
  events: Pick<EventBus, 'emit'>;
  clock: Clock;
  random: Pick<Random, 'id'>;
  log: Log;
}): AnnouncementRequests => {
  const { store, announcements, issuer, live, check, notices, events, clock, random } = deps;
  const log = deps.log.child({ component: 'announcement-requests' });
  let cancelTimer: (() => void) | null = null;
  let closing: Promise<void> = Promise.resolve();
  let isRunning = false;

  const asOf = (row: AnnouncementRequestRow, now: number): AnnouncementRequestRow => ({
    ...row,
    state: requestStateAt(row, now),
  });

  const tell = (row: AnnouncementRequestRow): void => {
    const areaKeys = [...documentsOf(row.input.targets, live.places(), row.areaKey).keys()];
    events.emit({ type: 'announcements', areaKeys, ids: [row.id] });
  };

  const over = (row: AnnouncementRequestRow, now: number) =>
    refuse(409, faults.requestOver(requestStateAt(row, now), row.decidedBy));

  /** Time ends what nobody answered; `confirm` asks the clock itself, so this only writes it down. */
  const close = async (): Promise<void> => {
    const now = clock.now();
    const waiting = await store.announcements.waitingRequests();
    const expired = waiting.filter((row) => requestStateAt(row, now) === 'expired');
    for (const row of expired) {
      // In turn with confirmations, each of which reads the row again.
      await issuer.inTurn(async () => {
        const held = await store.announcements.request(row.id);
        if (held?.state !== 'waiting') return;
        const closed = { ...held, state: 'expired' as const, decidedAt: held.expiresAt };
        await store.announcements.putRequest(closed);
        log.warn({ id: row.id, by: row.requestedBy }, 'A wide emergency found no second approver in time');
        tell(closed);
      });
    }
    const next = waiting.find((row) => row.expiresAt > now)?.expiresAt;
    if (next !== undefined) arm(next - now);
  };

  const arm = (delayMs: number): void => {
    cancelTimer?.();
    if (!isRunning) return;
    cancelTimer = clock.after(Math.max(0, delayMs), () => {
      closing = close().catch((error: unknown) => {
        log.error({ err: error }, 'Requests that ran out could not be closed; tried again soon');
        arm(retryAfterMs);
      });
    });
  };

  /** A decision that starts nothing. */
  const decide = (
    id: string,
    state: Extract<RequestState, 'refused' | 'withdrawn'>,
    actor: Requester,
    reason: string | null,
  ): Promise<Outcome<AnnouncementRequestRow>> =>
    issuer.inTurn(async () => {
      const now = clock.now();
      const held = await store.announcements.request(id);
      if (!held) return refuse(404, faults.requestUnknown);
      if (state === 'withdrawn' && held.requestedBy !== actor.username)
        return refuse(409, faults.requestNotOwn);
      if (held.state === state && held.decidedBy === actor.username) return { ok: true, value: held };
      if (requestStateAt(held, now) !== 'waiting') return over(held, now);
      const decided = {
        ...held,
        state,
        decidedBy: actor.username,
        decidedAt: now,
        decisionReason: reason,
      };
      await store.announcements.putRequest(decided);
      log.info({ id, state, by: actor.username }, 'A wide emergency was decided about');
      tell(decided);
      return { ok: true, value: decided };
    });

  /** Starts what was asked for, as the decision about it says. */
  const begin = async (
    asked: AnnouncementRequestRow,
    input: EmergencyInput,
    actor: Requester,
    decision: { state: 'confirmed' | 'withdrawn'; reason: string | null },
  ): Promise<Announced> => {
    const { id } = asked;
    if (requestStateAt(asked, clock.now()) !== 'waiting' && asked.decidedBy !== actor.username)
      return over(asked, clock.now());
    const startedBefore = async (row: AnnouncementRequestRow): Promise<AnnouncementRow | undefined> =>
      row.announcementId === null ? undefined : (await store.announcements.many([row.announcementId]))[0];
    const announced = await announcements.announce(
      input,
      { username: asked.requestedBy },
      {
        confirmedBy: decision.state === 'confirmed' ? actor.username : null,
        check: async (now) => {
          const held = await store.announcements.request(id);
          if (held && requestStateAt(held, now) === 'waiting') return null;
          const row = held ?? asked;
          // A second tap of the same person is no fault.
          const started = row.decidedBy === actor.username ? await startedBefore(row) : undefined;
          return started ? { ok: true, value: started } : over(row, now);
        },
        settle: (tx, announcementId, now) =>
          tx.announcements.putRequest({
            ...asked,
            state: decision.state,
            decidedBy: actor.username,
            decidedAt: now,
            decisionReason: decision.reason,
            announcementId,
          }),
      },
    );
    if (announced.ok) tell(asked);
    return announced;
  };

  return {
    start: async () => {
      isRunning = true;
      await close();
    },
    stop: async () => {
      isRunning = false;
      cancelTimer?.();
      await closing;
    },
    ask: async (input, actor) => {
      const now = clock.now();
      const checked = await check(input, now);
      if (!checked.ok) return checked;
      const { title, areaKey, targets, asset, durationMs } = checked.value;
      const row: AnnouncementRequestRow = {
        id: random.id('req'),
        state: 'waiting',
        input: { ...input, targets, breakGlass: false },
        title,
        areaKey,
        sha256: asset?.sha256 ?? null,
        durationMs,
        requestedBy: actor.username,
        requestedAt: now,
        expiresAt: now + confirmWithinMs,
        decidedBy: null,
        decidedAt: null,
        decisionReason: null,
        announcementId: null,
      };
      await store.transaction(async (tx) => {
        await tx.announcements.putRequest(row);
        await notices.waiting(row, actor, tx);
      });
      log.info({ id: row.id, by: actor.username }, 'A wide emergency waits for its second approver');
      arm(confirmWithinMs);
      tell(row);
      return { ok: true, value: row };
    },
    get: async (id) => {
      const row = await store.announcements.request(id);
      return row && asOf(row, clock.now());
    },
    list: async (limit) => {
      const rows = [
        ...(await store.announcements.requests(limit)),
        ...(await store.announcements.waitingRequests()),
      ];
      const unique = [...new Map(rows.map((row) => [row.id, row])).values()];
      const newestFirst = unique.sort((a, b) => b.requestedAt - a.requestedAt || (a.id < b.id ? 1 : -1));
      return newestFirst.map((row) => asOf(row, clock.now()));
    },
    confirm: async (id, actor) => {
      const asked = await store.announcements.request(id);
      if (!asked) return refuse(404, faults.requestUnknown);
      if (asked.requestedBy === actor.username) return refuse(403, faults.requestOwn);
      // Whoever disables an account that fell into wrong hands ends what it asked for, too.
      const asker = await store.users.byUsername(asked.requestedBy);
      if (asker && asker.disabledAt !== null) return refuse(409, faults.requestOfDisabled);
      return begin(asked, asked.input, actor, { state: 'confirmed', reason: null });
    },
    breakGlass: async (id, reason, actor) => {
      const asked = await store.announcements.request(id);
      if (!asked) return refuse(404, faults.requestUnknown);
      if (asked.requestedBy !== actor.username) return refuse(409, faults.requestNotOwn);
      return begin(asked, { ...asked.input, breakGlass: true, reason }, actor, {
        state: 'withdrawn',
        reason,
      });
    },
    refuse: (id, reason, actor) => decide(id, 'refused', actor, reason),
    withdraw: (id, actor) => decide(id, 'withdrawn', actor, null),
  };
};
