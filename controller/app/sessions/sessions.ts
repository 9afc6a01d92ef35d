import { may } from '../../domain/permissions.ts';
import { createRuleCache, type Occurrence, type parseRule } from '../../domain/recurrence.ts';
import { localDateOf } from '../../domain/vietnam-date.ts';
import { createReachOf, type Places } from '../directory/places.ts';
import type { Publisher } from '../documents/publisher.ts';
import type { EventBus } from '../ports/events.ts';
import type { Clock, Fault, Log, Outcome, Random } from '../ports/runtime.ts';
import type { SessionRow } from '../ports/store/sessions.ts';
import type { Store } from '../ports/store.ts';
import { checkDate, checkPlayable, checkStanding } from './check-running-order.ts';
import { type CheckedSession, createSessionCheck, reachedCommunes } from './check-session.ts';
import { createRunningOrders, findChangeable, type RunningOrders } from './running-orders.ts';
import { createSaveWarnings, type SaveQuestion } from './save-warnings.ts';
import { readSchedule, type ScheduleEntry, type ScheduleQuery } from './schedule.ts';
import {
  type Actor,
  changed,
  draftOf,
  isSameSlot,
  type NewSession,
  type SessionChange,
  type SessionDraft,
} from './session-drafts.ts';
import { refuse, sessionFaults, sessionWarnings } from './session-faults.ts';

export type { ScheduleEntry } from './schedule.ts';
export type { Actor, NewSession, SessionChange, SessionDraft } from './session-drafts.ts';

export type SavedSession = Readonly<{ session: SessionRow; warnings: readonly Fault[] }>;
export type SessionPreview = Readonly<{
  occurrences: readonly Occurrence[];
  communes: readonly string[];
  /** What would be refused without an administrator's exception. */
  quietHours: Fault | null;
  warnings: readonly Fault[];
}>;

/**
 * Sessions and their running orders. What succeeds is stored; the programs that follow from it are being
 * signed when it returns.
 */
export type Sessions = RunningOrders &
  Readonly<{
    createSession: (input: NewSession, actor: Actor) => Promise<Outcome<SavedSession>>;
    updateSession: (id: string, change: SessionChange, actor: Actor) => Promise<Outcome<SavedSession>>;
    /** Nothing of it airs any more. Ending twice is no fault. */
    endSession: (id: string) => Promise<Outcome<SessionRow>>;
    /** Checks without saving: the next occurrences, whom they reach, and what a save would warn of. */
    preview: (draft: NewSession, changedId?: string) => Promise<Outcome<SessionPreview>>;
    schedule: (query: ScheduleQuery) => Promise<Outcome<ScheduleEntry[]>>;
  }>;

const previewed = 10;

/** A session before anybody has signed for it. */
const newSession = (draft: SessionDraft, id: string, now: number): SessionRow => ({
  ...draft,
  id,
  exception: null,
  createdBy: '',
  createdAt: now,
  updatedAt: now,
  endedAt: null,
  isDemo: false,
});
const lastDate = '2100-12-31';

export const createSessions = (deps: {
  store: Store;
  publisher: Pick<Publisher, 'publishAreas'>;
  places: Places;
  /** A cache of parsed rules to share with others. */
  parse?: typeof parseRule;
  clock: Clock;
  random: Random;
  events: EventBus;
  log: Log;
}): Sessions => {
  const { store, publisher, places, clock, random, events } = deps;
  const log = deps.log.child({ component: 'sessions' });
  const reachOf = createReachOf(places);
  const parse = deps.parse ?? createRuleCache();
  const check = createSessionCheck({ store, places, reachOf, parse });
  const warningsOf = createSaveWarnings({ store, places, reachOf, parse, clock });

  /** The session is saved by then, and must be published whatever comes of this. */
  const warnOnceSaved = (question: SaveQuestion): Promise<Fault[]> =>
    warningsOf(question).catch((error: unknown) => {
      log.error({ err: error, sessionId: question.after.id }, 'Conflicts could not be worked out');
      return [sessionWarnings.notJudged];
    });

  const announce = (targets: SessionRow['targets']): void => {
    const areaKeys = reachedCommunes(targets, places, reachOf(clock.now()));
    events.emit({ type: 'schedule', areaKeys });
    void publisher.publishAreas(areaKeys);
  };

  const runningOrders = createRunningOrders({ store, parse, announce, clock, log });

  /** The permission that a session needs and gets. */
  const permit = (
    areaKey: string,
    checked: CheckedSession,
    reason: string | null | undefined,
    actor: Actor,
    earlier: SessionRow['exception'],
  ): Outcome<SessionRow['exception']> => {
    const mayExcept = () =>
      may(actor.grants, 'sessions.except', areaKey, reachOf(clock.now()).ancestors(areaKey));
    if (reason && !mayExcept()) return refuse(403, sessionFaults.exceptionForbidden);
    if (!checked.quiet) return { ok: true, value: null };
    if (reason) {
      const approvedBy = actor.displayName || actor.username;
      return { ok: true, value: { id: random.id('exc'), reason, approvedBy } };
    }
    return earlier && reason === undefined ? { ok: true, value: earlier } : refuse(422, checked.quiet);
  };

  /** Running orders already placed must fit the changed slot; those whose date is gone are named. */
  const checkPlaced = async (session: SessionRow, checked: CheckedSession): Promise<Outcome<Fault[]>> => {
    const now = clock.now();
    const orders = await store.sessions.runningOrders({
      sessionIds: [session.id],
      fromDate: localDateOf(now),
      toDate: lastDate,
    });
    const warnings: Fault[] = [];
    for (const { date, bulletinIds } of orders) {
      const slot = { recurrence: checked.recurrence, durationMs: session.durationMs };
      const gone = checkDate(slot, date, now);
      if (gone?.code === 'Session_DateNotOccurring' && bulletinIds.length > 0) {
        warnings.push(sessionWarnings.dateDropped(date));
      }
      if (gone) continue;
      const fault = await checkPlayable(store, session, bulletinIds, date);
      if (fault?.code === 'Session_TooLong') return refuse(422, fault);
    }
    return { ok: true, value: warnings };
  };

  return {
    createSession: async (input, actor) => {
      const draft = draftOf(input);
      const now = clock.now();
      const checked = await check(draft, { now, isNew: true });
      if (!checked.ok) return checked;
      const exception = permit(input.areaKey, checked.value, input.exceptionReason, actor, null);
      if (!exception.ok) return exception;
      const bulletinIds = input.bulletinIds ?? [];
      const fault = (await checkStanding(store, draft)) ?? (await checkPlayable(store, draft, bulletinIds));
      if (fault) return refuse(422, fault);
      const session: SessionRow = {
        ...newSession(draft, random.id('ses'), now),
        exception: exception.value,
        createdBy: actor.username,
        isDemo: input.isDemo ?? false,
      };
      const date = checked.value.coming.find(({ startAt }) => startAt >= now)?.date;
      await store.transaction(async (tx) => {
        await tx.sessions.put(session);
        if (date && bulletinIds.length > 0) {
          await tx.sessions.putRunningOrder({
            sessionId: session.id,
            date,
            bulletinIds: [...bulletinIds],
            updatedAt: now,
          });
        }
      });
      log.info({ sessionId: session.id, by: actor.username }, 'Session created');
      const question = { before: null, after: session, checked: checked.value, bulletinIds, now };
      const warnings = await warnOnceSaved(question);
      announce(session.targets);
      return { ok: true, value: { session, warnings } };
    },
    updateSession: async (id, change, actor) => {
      const found = await findChangeable(store, id);
      if (!found.ok) return found;
      const before = found.value;
      const now = clock.now();
      const session: SessionRow = changed(before, change, now);
      const checked = await check(session, { now, isNew: false });
      if (!checked.ok) return checked;
      const earlier = isSameSlot(before, session) ? before.exception : null;
      const exception = permit(before.areaKey, checked.value, change.exceptionReason, actor, earlier);
      if (!exception.ok) return exception;
      const fault = await checkStanding(store, session);
      if (fault) return refuse(422, fault);
      const placed = await checkPlaced(session, checked.value);
      if (!placed.ok) return placed;
      const saved = { ...session, exception: exception.value };
      await store.sessions.put(saved);
      log.info({ sessionId: id, by: actor.username }, 'Session changed');
      const question = { before, after: saved, checked: checked.value, bulletinIds: [], now };
      const warnings = await warnOnceSaved(question);
      announce([...before.targets, ...saved.targets]);
      return { ok: true, value: { session: saved, warnings: [...warnings, ...placed.value] } };
    },
    endSession: async (id) => {
      const session = await store.sessions.get(id);
      if (!session) return refuse(404, sessionFaults.unknown);
      if (session.endedAt !== null) return { ok: true, value: session };
      const now = clock.now();
      const ended = { ...session, endedAt: now, updatedAt: now };
      await store.sessions.put(ended);
      log.info({ sessionId: id }, 'Session ended');
      announce(session.targets);
      return { ok: true, value: ended };
    },
    ...runningOrders,
    preview: async (input, changedId) => {
      const now = clock.now();
      const draft = draftOf(input);
      const before = changedId === undefined ? null : await findChangeable(store, changedId);
      if (before && !before.ok) return before;
      const checked = await check(draft, { now, isNew: before === null });
      if (!checked.ok) return checked;
      const after = before
        ? { ...before.value, ...draft, areaKey: before.value.areaKey }
        : newSession(draft, 'ses_new', now);
      const { coming, communes, quiet } = checked.value;
      const warnings = await warningsOf({
        before: before?.value ?? null,
        after,
        checked: checked.value,
        bulletinIds: input.bulletinIds ?? [],
        now,
      });
      return {
        ok: true,
        value: { occurrences: coming.slice(0, previewed), communes, quietHours: quiet, warnings },
      };
    },
    schedule: (query) => readSchedule({ store, places, reach: reachOf(clock.now()), parse }, query),
  };
};
