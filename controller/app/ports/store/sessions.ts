import type { BroadcastClass } from '#protocol';
import type { SessionTarget } from '../../../domain/session-target.ts';

export type StandingItem = { bulletinId: string; place: 'before' | 'after' };

export type SessionRow = {
  id: string;
  title: string;
  /** The area whose people own the session. */
  areaKey: string;
  targets: SessionTarget[];
  class: BroadcastClass;
  volume: number;
  /** Local start of the first occurrence, `2026-11-22T05:00:00`. */
  startsLocal: string;
  timeZone: string;
  /** RFC 5545 RRULE value without `RRULE:`; null for a single date. */
  rrule: string | null;
  /** Length of the slot; what does not fit is refused at saving. */
  durationMs: number;
  late: 'join' | 'skip' | 'restart';
  resume: 'resume' | 'skip' | 'restart';
  standing: StandingItem[];
  /** Approved permission to sound in quiet hours, for this session alone. */
  exception: { id: string; reason: string; approvedBy: string } | null;
  createdBy: string;
  createdAt: number;
  updatedAt: number;
  endedAt: number | null;
  isDemo: boolean;
};

/** What airs on one date of a session. Belongs to the date, so nothing repeats by accident. */
export type RunningOrderRow = { sessionId: string; date: string; bulletinIds: string[]; updatedAt: number };

export type SessionStore = Readonly<{
  get: (id: string) => Promise<SessionRow | null>;
  /** Sessions that have not ended. */
  active: () => Promise<SessionRow[]>;
  put: (session: SessionRow) => Promise<void>;
  /** Both dates included. */
  runningOrders: (query: {
    sessionIds: readonly string[] | null;
    fromDate: string;
    toDate: string;
  }) => Promise<RunningOrderRow[]>;
  putRunningOrder: (order: RunningOrderRow) => Promise<void>;
}>;
