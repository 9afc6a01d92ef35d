import { type BroadcastClass, itemId } from '#protocol';
import type { Approval } from './approval.ts';
import type { Occurrence } from './recurrence.ts';

export type SlotBulletin = Readonly<{
  id: string;
  title: string;
  class: BroadcastClass;
  approval: Approval;
  /** Null while it is not approved. */
  airsFrom: number | null;
  audioState: string;
  sha256: string | null;
}>;
export type SlotAsset = Readonly<{ sha256: string; sizeBytes: number; durationMs: number }>;

/** How slots look up what they are to play. */
export type Shelf = Readonly<{
  bulletin: (id: string) => SlotBulletin | undefined;
  asset: (sha256: string) => SlotAsset | undefined;
}>;

/** One sound at absolute instants; they never shift. */
export type Slot = Readonly<{
  itemId: string;
  /** Zero-based place in the whole layout, standing items included. */
  position: number;
  /** Comes with the session, not with the date. */
  isStanding: boolean;
  bulletinId: string;
  title: string;
  class: BroadcastClass;
  asset: SlotAsset;
  startAt: number;
  endAt: number;
}>;

export type Unplaced = Readonly<{
  position: number;
  bulletinId: string;
  title: string;
  /** Null when it is unknown. */
  approval: Approval | null;
  isStanding: boolean;
  /** Its place, which stays silent; null where its length is unknown. */
  startAt: number | null;
  endAt: number | null;
  /** `cut-off-missed`: it was approved too late for this occurrence. */
  reason: 'unknown' | 'not-ready' | 'not-approved' | 'cut-off-missed' | 'overflow';
}>;

export type SlotSession = Readonly<{
  id: string;
  class: BroadcastClass;
  standing: readonly Readonly<{ bulletinId: string; place: 'before' | 'after' }>[];
}>;

/**
 * The class of a planned item: the higher of session and bulletin, but never emergency. Emergencies are
 * announcements; as a planned item one would sound through quiet hours.
 */
const slotClass = (session: BroadcastClass, bulletin: BroadcastClass): BroadcastClass =>
  session === 'normal' && bulletin === 'normal' ? 'normal' : 'priority';

export type Entry = Readonly<{ bulletinId: string; isStanding: boolean }>;

/** Every bulletin of one date in playing order; empty when the date has no running order: then it is silent. */
export const playingOrder = (standing: SlotSession['standing'], runningOrder: readonly string[]): Entry[] => {
  if (runningOrder.length === 0) return [];
  const at = (place: 'before' | 'after'): Entry[] =>
    standing
      .filter((item) => item.place === place)
      .map(({ bulletinId }) => ({ bulletinId, isStanding: true }));
  const placed = runningOrder.map((bulletinId) => ({ bulletinId, isStanding: false }));
  return [...at('before'), ...placed, ...at('after')];
};

/**
 * Lays one occurrence out, back to back from its start. What may not air leaves its time silent, so that
 * nothing behind it moves; what would not end within the slot is left out whole, never cut.
 */
export const layOut = (
  session: SlotSession,
  occurrence: Occurrence,
  runningOrder: readonly string[],
  shelf: Shelf,
): { slots: Slot[]; unplaced: Unplaced[] } => {
  const slots: Slot[] = [];
  const unplaced: Unplaced[] = [];
  let startAt = occurrence.startAt;
  for (const [position, { bulletinId, isStanding }] of playingOrder(
    session.standing,
    runningOrder,
  ).entries()) {
    const bulletin = shelf.bulletin(bulletinId);
    const asset = bulletin?.sha256 ? shelf.asset(bulletin.sha256) : undefined;
    const leaveOut = (reason: Unplaced['reason']) =>
      unplaced.push({
        position,
        bulletinId,
        title: bulletin?.title ?? bulletinId,
        approval: bulletin?.approval ?? null,
        isStanding,
        startAt: asset ? startAt : null,
        endAt: asset ? startAt + asset.durationMs : null,
        reason,
      });
    if (!bulletin) {
      leaveOut('unknown');
      continue;
    }
    if (!asset || bulletin.audioState !== 'ready') {
      leaveOut('not-ready');
      continue;
    }
    const endAt = startAt + asset.durationMs;
    if (endAt > occurrence.endAt) leaveOut('overflow');
    else if (bulletin.approval !== 'approved') leaveOut('not-approved');
    else if (bulletin.airsFrom === null || bulletin.airsFrom > occurrence.startAt) leaveOut('cut-off-missed');
    else {
      slots.push({
        itemId: itemId({
          sessionId: session.id,
          recurrenceAt: occurrence.startAt,
          position,
          sha256: asset.sha256,
        }),
        position,
        isStanding,
        bulletinId,
        title: bulletin.title,
        class: slotClass(session.class, bulletin.class),
        asset,
        startAt,
        endAt,
      });
    }
    startAt = endAt;
  }
  return { slots, unplaced };
};
