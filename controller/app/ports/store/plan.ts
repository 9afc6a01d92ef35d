import type { PlannedItem } from '../../../domain/playback.ts';

/** One item of one commune's program, or an announcement there, before it becomes playbacks. */
export type PlanItemRow = PlannedItem &
  Readonly<{
    /** Set once its playbacks exist. */
    frozenAt: number | null;
  }>;

export type PlanStore = Readonly<{
  /** Plan items that overlap [from, to), of some communes or of all; cancelled ones included. */
  between: (query: {
    areaKeys: readonly string[] | null;
    from: number;
    to: number;
  }) => Promise<PlanItemRow[]>;
  /** Items of the area that have not started at `now` become `items`: new ones in, missing ones cancelled. */
  replace: (areaKey: string, items: readonly PlanItemRow[], now: number) => Promise<void>;
  /** Rows of announcements, which `replace` leaves alone. */
  insert: (items: readonly PlanItemRow[]) => Promise<void>;
  /** The item ends at `at` everywhere: cancelled where it has not started, shortened where it has. */
  endEarly: (itemIds: readonly string[], at: number) => Promise<void>;
  /** Not frozen yet and started by `now`. */
  due: (now: number) => Promise<PlanItemRow[]>;
  markFrozen: (items: readonly { itemId: string; areaKey: string }[], at: number) => Promise<void>;
  /** Earliest start after `now` of an item that is neither frozen nor cancelled. */
  nextStart: (now: number) => Promise<number | null>;
}>;
