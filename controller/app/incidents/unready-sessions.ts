import { type Finding, finding } from '../../domain/incident.ts';
import { type Unready, unreadyParts } from '../../domain/unready.ts';
import type { Clock } from '../ports/runtime.ts';
import type { SessionRow } from '../ports/store/sessions.ts';
import type { Store } from '../ports/store.ts';
import type { ComingSession, ComingSessions } from '../sessions/coming-sessions.ts';
import type { Readiness, ReadinessReport } from '../sessions/readiness.ts';
import type { IncidentSource } from './incidents.ts';

/** A province's readiness is a look at every device. */
const lookEveryMs = 30_000;

/** A device that was not heard since this process began may well be ready: that is no news of it. */
const unreadyIn = ({ areas, notReady }: ReadinessReport) => {
  const counts = new Map<string, number>();
  for (const { areaKey, reasons } of notReady)
    if (reasons.some((reason) => reason !== 'unknown')) counts.set(areaKey, (counts.get(areaKey) ?? 0) + 1);
  return areas.map(({ areaKey, total }) => ({ areaKey, total, unready: counts.get(areaKey) ?? 0 }));
};

const findingOf = (session: SessionRow, startAt: number, part: Unready): Finding =>
  finding({
    type: 'unready-session',
    severity: part.severity,
    subject: [session.id, startAt, ...(part.areaKey === null ? [] : [part.areaKey])].join(' '),
    areaKey: part.areaKey ?? session.areaKey,
    sessionId: session.id,
    detail: {
      title: session.title,
      startAt,
      endAt: startAt + session.durationMs,
      devices: part.unready,
      total: part.total,
    },
  });

/** Sessions about to begin for which too many loudspeakers are not prepared. */
export const createUnreadySessions = (deps: {
  store: Pick<Store, 'sessions'>;
  coming: ComingSessions;
  readiness: Readiness;
  clock: Clock;
  /** The share of loudspeakers, 0 to 1, beyond which a session is unready. */
  threshold: number;
}): IncidentSource => {
  const { store, coming, readiness, clock, threshold } = deps;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let found: readonly Finding[] = [];

  const examine = async ({ sessionId, startAt, areaKeys }: ComingSession): Promise<Finding[]> => {
    const session = await store.sessions.get(sessionId);
    if (!session) return [];
    const report = await readiness({ areaKeys: [...areaKeys], sessionId, startAt });
    return unreadyParts(unreadyIn(report), threshold).map((part) => findingOf(session, startAt, part));
  };

  return {
    types: ['unready-session'],
    look: async () => {
      const now = clock.now();
      if (now - lookedAt < lookEveryMs) return found;
      const findings: Finding[] = [];
      for (const occurrence of await coming())
        if (occurrence.startAt > now) findings.push(...(await examine(occurrence)));
      found = findings;
      lookedAt = now;
      return found;
    },
    gone: ({ detail: { startAt = 0, endAt = 0 } }) => {
      const now = clock.now();
      // From the start on the log tells what was heard; the warning stands beside it until the end.
      if (now >= endAt) return 'over';
      return now >= startAt ? null : 'recovered';
    },
  };
};
