import { type Occurrence, occurrences, parseRule, type RuleText } from './recurrence.ts';
import type { SessionTarget } from './session-target.ts';
import { layOut, type Shelf, type Slot, type SlotSession, type Unplaced } from './slots.ts';

/** What planning needs of a session. */
export type PlannedSession = SlotSession &
  RuleText &
  Readonly<{
    /** Whose session it is: it speaks there and below, wherever a cluster that it names may be moved to. */
    areaKey: string;
    targets: readonly SessionTarget[];
    volume: number;
    durationMs: number;
    late: 'join' | 'skip' | 'restart';
    resume: 'resume' | 'skip' | 'restart';
    exception: Readonly<{ id: string; reason: string; approvedBy: string }> | null;
  }>;

export type OccurrenceLayout = Readonly<{ occurrence: Occurrence; slots: Slot[]; unplaced: Unplaced[] }>;
export type SessionLayout<S extends PlannedSession = PlannedSession> = Readonly<{
  session: S;
  occurrences: OccurrenceLayout[];
}>;

/** Bulletins of a session on a date; an absent entry is a silent date. */
export type RunningOrders = (sessionId: string, date: string) => readonly string[] | undefined;

/**
 * Lays out every occurrence that touches [from, to). It is the same for every commune that the session
 * reaches, so it is done once per publication. A session whose rule cannot be read has no occurrences.
 */
export const layOutSessions = <S extends PlannedSession>(input: {
  sessions: readonly S[];
  runningOrders: RunningOrders;
  shelf: Shelf;
  from: number;
  to: number;
  parse?: typeof parseRule;
}): SessionLayout<S>[] =>
  input.sessions.map((session) => {
    const rule = (input.parse ?? parseRule)(session);
    if (!rule.ok) return { session, occurrences: [] };
    const { recurrence } = rule;
    const found = occurrences({ recurrence, durationMs: session.durationMs }, input.from, input.to);
    return {
      session,
      occurrences: found.map((occurrence) => ({
        occurrence,
        ...layOut(session, occurrence, input.runningOrders(session.id, occurrence.date) ?? [], input.shelf),
      })),
    };
  });
