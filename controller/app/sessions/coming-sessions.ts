import type { Clock } from '../ports/runtime.ts';
import type { PlanItemRow } from '../ports/store/plan.ts';
import type { Store } from '../ports/store.ts';

/** An occurrence of a session that is about to begin, and the communes where it will sound. */
export type ComingSession = Readonly<{ sessionId: string; startAt: number; areaKeys: ReadonlySet<string> }>;

/** Sessions about to begin, by the plan as it was at most half a minute ago. */
export type ComingSessions = () => Promise<readonly ComingSession[]>;

/** How long before a session its loudspeakers are looked at and helped. */
export const readyAheadMs = 15 * 60 * 1_000;
const readEveryMs = 30_000;

/** Of items that overlap the time to come: one occurrence each, unless it has begun. */
const comingIn = (items: readonly PlanItemRow[], now: number): ComingSession[] => {
  const coming = new Map<string, { sessionId: string; startAt: number; areaKeys: Set<string> }>();
  for (const { sessionId, areaKey, startAt, cancelledAt } of items) {
    if (cancelledAt !== null || sessionId === null) continue;
    const known = coming.get(sessionId) ?? { sessionId, startAt, areaKeys: new Set() };
    coming.set(sessionId, known);
    known.startAt = Math.min(known.startAt, startAt);
    known.areaKeys.add(areaKey);
  }
  return [...coming.values()].filter(({ startAt }) => startAt > now);
};

export const createComingSessions = (deps: {
  store: Pick<Store, 'plan'>;
  clock: Pick<Clock, 'now'>;
}): ComingSessions => {
  const { store, clock } = deps;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<readonly ComingSession[]> = Promise.resolve([]);

  const read = async (now: number): Promise<readonly ComingSession[]> => {
    const items = await store.plan.between({ areaKeys: null, from: now, to: now + readyAheadMs });
    return comingIn(items, now);
  };

  return () => {
    const now = clock.now();
    if (now - readAt < readEveryMs) return reading;
    readAt = now;
    reading = read(now).catch((error: unknown) => {
      // What could not be read is asked for anew, not remembered.
      readAt = Number.NEGATIVE_INFINITY;
      throw error;
    });
    return reading;
  };
};
