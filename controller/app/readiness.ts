import { isTargeted } from '../domain/playback.ts';
import { type NotReadyReason, reasonsNotReady } from '../domain/readiness.ts';
import type { DeviceReports } from './device-reports.ts';
import type { Directory } from './directory.ts';
import { createHoldings } from './holdings.ts';
import type { PlanItemRow } from './ports/rows.ts';
import type { Store } from './ports/store.ts';
import type { Presence } from './presence.ts';

export type NotReady = Readonly<{ clusterId: string; reasons: NotReadyReason[] }>;
export type ReadinessReport = Readonly<{ total: number; ready: number; notReady: NotReady[] }>;

/** One coming occurrence of a session, in areas of any level. */
export type Occurrence = Readonly<{ areaKeys: readonly string[]; sessionId: string; startAt: number }>;

/** Which of the loudspeakers that a coming occurrence is for are prepared to play it. */
export type Readiness = (occurrence: Occurrence) => Promise<ReadinessReport>;

export const createReadiness = (deps: {
  store: Pick<Store, 'plan' | 'sessions'>;
  directory: Directory;
  presence: Pick<Presence, 'of'>;
  reports: Pick<DeviceReports, 'get'>;
  maxClockErrorMs: number;
}): Readiness => {
  const { store, directory, presence, maxClockErrorMs } = deps;
  const holdings = createHoldings(deps);

  /** Null when the device is not meant by any of the items. */
  const judge = (
    deviceId: string,
    place: { clusterId: string; areaKey: string },
    items: readonly PlanItemRow[],
  ): NotReady | null => {
    const wanted = items.filter((item) => isTargeted(item, place));
    if (wanted.length === 0) return null;
    const held = holdings.of(deviceId);
    const reasons = reasonsNotReady({
      presence: presence.of(deviceId)?.state ?? 'unknown',
      holding: held && {
        programVersion: held.versions.program ?? 0,
        cached: held.cached,
        missing: held.missing,
        clockErrorMs: held.clock === undefined || held.clock === null ? held.clock : held.clock.errorMs,
      },
      neededProgram: wanted.reduce((most, item) => Math.max(most, item.programVersion), 0),
      neededAssets: wanted.flatMap((item) => item.sha256 ?? []),
      maxClockErrorMs,
    });
    return { clusterId: place.clusterId, reasons };
  };

  return async ({ areaKeys, sessionId, startAt }) => {
    const communes = new Set(
      areaKeys.flatMap((key) => directory.areas.communesUnder(key).map((commune) => commune.key)),
    );
    const session = await store.sessions.get(sessionId);
    if (!session) return { total: 0, ready: 0, notReady: [] };
    const planned = await store.plan.between({
      areaKeys: [...communes],
      from: startAt,
      to: startAt + session.durationMs,
    });
    const byCommune = new Map<string, PlanItemRow[]>();
    for (const item of planned) {
      if (item.sessionId !== sessionId || item.cancelledAt !== null || item.startAt < startAt) continue;
      byCommune.set(item.areaKey, [...(byCommune.get(item.areaKey) ?? []), item]);
    }
    const judged = [...byCommune].flatMap(([areaKey, items]) =>
      directory.devices
        .activeIn(areaKey)
        .flatMap(({ device, cluster }) => judge(device.id, { clusterId: cluster.id, areaKey }, items) ?? []),
    );
    const notReady = judged.filter(({ reasons }) => reasons.length > 0);
    return { total: judged.length, ready: judged.length - notReady.length, notReady };
  };
};
