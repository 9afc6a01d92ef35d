import type { PlayEvent } from '#protocol';

/**
 * The events that follow a spool's cursor without a hole: what is already stored is passed over, and
 * nothing beyond a hole is taken, so that the cursor alone says what is stored. A `gap` event closes the
 * hole that it declares.
 */
export const followingEvents = (
  cursor: number,
  events: readonly PlayEvent[],
): { fresh: PlayEvent[]; cursor: number; hasHole: boolean } => {
  const fresh: PlayEvent[] = [];
  let reached = cursor;
  for (const event of events) {
    if (event.seq <= reached) continue;
    const closesHole = event.type === 'gap' && event.firstLost <= reached + 1;
    if (event.seq !== reached + 1 && !closesHole) return { fresh, cursor: reached, hasHole: true };
    fresh.push(event);
    reached = event.seq;
  }
  return { fresh, cursor: reached, hasHole: false };
};
