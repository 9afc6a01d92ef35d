import { accountOf, addToAccount, type ItemEvent, isSameAccount, withAccount } from './device-account.ts';
import {
  isTargeted,
  type PlannedItem,
  type Playback,
  type PlaybackPlace,
  plannedPlayback,
} from './playback.ts';

/**
 * A row without report is closed this long after its planned end, where nothing else is said: whoever looks
 * every five seconds has it closed within a minute.
 */
export const closeAfterMs = 55_000;
/** How long an unplanned item of unknown length may sound before its row is closed. */
const longestUnplannedMs = 60 * 60 * 1_000;

export type EvidenceContext = Readonly<{
  /** What the plan of the device's commune knows of the item, cancelled or not. */
  plan: PlannedItem | null;
  place: PlaybackPlace;
  /** Time of receipt. */
  nowMs: number;
}>;

/** Where the item's beginning lies, from a position in it; a nonsense position moves it a day at most. */
const beginningOf = (event: { at: number; positionMs: number }): number =>
  event.at - Math.min(Math.round(event.positionMs), 24 * longestUnplannedMs);

/** What an event says of an item that nobody planned for this device. */
const unplannedFacts = (event: ItemEvent) =>
  event.type === 'ended'
    ? {
        title: event.title,
        class: event.class,
        sha256: event.sha256,
        programVersion: event.programVersion,
        plannedStart: event.plannedStart,
        plannedEnd: Math.max(event.at, event.plannedStart),
      }
    : {
        title: '',
        class: 'normal' as const,
        sha256: null,
        programVersion: 0,
        plannedStart: beginningOf(event),
        plannedEnd: beginningOf(event) + longestUnplannedMs,
      };

const unplannedRow = (event: ItemEvent, { plan, place, nowMs }: EvidenceContext): Playback => {
  const base = {
    itemId: event.itemId,
    ...place,
    sessionId: null,
    startedAt: null,
    finishedAt: null,
    outcome: 'unknown',
    reason: 'awaiting',
    grade: null,
    clockErrorMs: null,
    deviation: 'unplanned',
    lateEvidence: false,
    updatedAt: nowMs,
  } as const;
  return { ...base, ...unplannedFacts(event), ...(plan ? { sessionId: plan.sessionId } : {}) };
};

const firstRow = (event: ItemEvent, context: EvidenceContext): Playback =>
  context.plan && isTargeted(context.plan, context.place)
    ? plannedPlayback(context.plan, context.place, context.nowMs)
    : unplannedRow(event, context);

/** An ending knows more of an unplanned item than a start; of two starts the earlier counts. */
const refineUnplanned = (row: Playback, event: ItemEvent): Playback => {
  if (row.deviation !== 'unplanned' || accountOf(row).ending !== null) return row;
  const facts = unplannedFacts(event);
  return event.type === 'ended' || facts.plannedStart < row.plannedStart ? { ...row, ...facts } : row;
};

/**
 * Evidence is late once its row has been closed, or should have been. What is known to have begun is closed by
 * whoever looks, since it may rightly sound past its planned end.
 */
const isLate = (row: Playback, event: ItemEvent, nowMs: number): boolean => {
  if (row.outcome === 'unknown' && row.reason === 'no-report') return true;
  if (row.deviation === 'unplanned') return event.type === 'ended' && nowMs > event.at + closeAfterMs;
  return row.startedAt === null && nowMs > row.plannedEnd + closeAfterMs;
};

/**
 * What an event says against the plan. The id of an item outlives a change of the running order before it,
 * which moves its start: who holds the older program plays it at the older time.
 */
const deviationAfter = (row: Playback, event: ItemEvent): string | null => {
  if (row.deviation !== null || row.outcome === 'cancelled' || event.type !== 'ended') return row.deviation;
  const wasHeard = event.startedAt !== null || event.outcome === 'played' || event.outcome === 'interrupted';
  return wasHeard && event.plannedStart !== row.plannedStart ? 'superseded' : null;
};

/**
 * The row after one more event. Events of one item may come in any order and more than once; the row ends
 * up the same. An event that adds nothing returns the very row it was given.
 */
export const applyEvidence = (
  held: Playback | null,
  event: ItemEvent,
  context: EvidenceContext,
): Playback => {
  const row = held ?? firstRow(event, context);
  const before = accountOf(row);
  const after = addToAccount(before, event);
  const deviation = deviationAfter(row, event);
  const refined = refineUnplanned(row, event);
  if (refined === held && held.deviation === deviation && isSameAccount(before, after)) return held;
  return {
    ...withAccount({ ...refined, deviation }, after),
    lateEvidence: row.lateEvidence || isLate(row, event, context.nowMs),
    updatedAt: context.nowMs,
  };
};

/**
 * The row of an item whose start has come. Evidence may have been faster than the plan's start, by a clock
 * that runs ahead; if the item was cancelled in between, that evidence becomes a deviation.
 */
export const freezeRow = (
  held: Playback | null,
  item: PlannedItem,
  place: PlaybackPlace,
  nowMs: number,
): Playback => {
  if (held === null) return plannedPlayback(item, place, nowMs);
  if (item.cancelledAt === null || held.outcome === 'cancelled') return held;
  return { ...withAccount({ ...held, outcome: 'cancelled' }, accountOf(held)), updatedAt: nowMs };
};
