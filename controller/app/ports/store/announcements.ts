import type { SessionTarget } from '../../../domain/session-target.ts';
import type { AnnouncementRequestStore } from './announcement-requests.ts';
import type { Page } from './page.ts';

/** Something in force from its start until its end, now or once. */
export type AnnouncementRow = {
  id: string;
  kind: 'emergency' | 'exercise' | 'test' | 'live' | 'stop';
  title: string;
  /** The nearest area that holds all targets. */
  areaKey: string;
  /** None lies within another. */
  targets: SessionTarget[];
  bulletinId: string | null;
  /** What sounds; null for a stop. */
  sha256: string | null;
  volume: number | null;
  repeat: boolean;
  startAt: number;
  /** As planned; null for a stop, which holds until it is lifted. */
  endAt: number | null;
  reason: string | null;
  startedBy: string;
  /** The second approver of one that is wider than a commune. */
  confirmedBy: string | null;
  /** Started without the second approver that it needed; `reason` says why. */
  isBreakGlass: boolean;
  createdAt: number;
  /** Which document of each area first carried it. */
  versions: Record<string, number>;
  /** When it was ended, or found to have run out. */
  endedAt: number | null;
  /** Null when it ran out by itself. */
  endedBy: string | null;
  endReason: string | null;
  isDemo: boolean;
};

/** Audio that the controller made itself: a shipped file, or a notice joined to a clip. */
export type PreparedClipRow = {
  /** What it was made of. */
  source: string;
  sha256: string;
  createdAt: number;
};

export type AnnouncementStore = AnnouncementRequestStore &
  Readonly<{
    /** Inserts, or replaces those of that id. */
    put: (rows: readonly AnnouncementRow[]) => Promise<void>;
    many: (ids: readonly string[]) => Promise<AnnouncementRow[]>;
    /** Neither ended nor found to have run out; by start. */
    unended: () => Promise<AnnouncementRow[]>;
    /** Ended at or after that instant, in no order. */
    endedSince: (at: number) => Promise<AnnouncementRow[]>;
    /** Newest start first; `endedBy` asks for those over at that instant. */
    page: (query: {
      endedBy: number | null;
      cursor: string | null;
      limit: number;
    }) => Promise<Page<AnnouncementRow>>;
    putClip: (clip: PreparedClipRow) => Promise<void>;
    clips: (sources: readonly string[]) => Promise<PreparedClipRow[]>;
  }>;
