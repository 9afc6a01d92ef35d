import type { BroadcastClass } from '#protocol';

const dayMs = 24 * 60 * 60 * 1000;
// Vietnam has had one offset and no daylight saving since 1975.
const offsetMs = 7 * 60 * 60 * 1000;
/** More than a running order has entries. */
const positions = 100;

/**
 * Where an item stands among those of its class that wait for the loudspeaker; lower goes first. Circular
 * 39/2020/TT-BTTTT: when priority bulletins of a higher level and of the commune collide, the commune decides
 * which goes first. What it did not name follows by start, then by place in its running order. The number hangs
 * on the item alone, so that it stays what it is while others come and go.
 */
export const itemOrder = (
  item: Readonly<{ itemId: string; class: BroadcastClass; startAt: number; position: number }>,
  /** Ids of priority items in the commune's order for the item's date. */
  listed: readonly string[],
): number => {
  const index = item.class === 'priority' ? listed.indexOf(item.itemId) : -1;
  if (index >= 0) return index - listed.length;
  const secondOfDay = Math.floor(((item.startAt + offsetMs) % dayMs) / 1000);
  return secondOfDay * positions + Math.min(item.position, positions - 1);
};
