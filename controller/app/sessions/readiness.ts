import { isTargeted } from '../../domain/playback.ts';
import { type NotReadyReason, reasonsNotReady } from '../../domain/readiness.ts';
import type { DeviceReports } from '../devices/device-reports.ts';
import { createHoldings } from '../devices/holdings.ts';
import type { Directory } from '../directory/directory.ts';
import type { PlanItemRow } from '../ports/store/plan.ts';
import type { Store } from '../ports/store.ts';
import type { Presence } from '../presence/presence.ts';

export type NotReady = Readonly<{ clusterId: string; areaKey: string; reasons: readonly NotReadyReason[] }>;

/** Loudspeakers that are meant, and of those how many are prepared and in which respect. */
export type ReadinessCounts = Readonly<{
  total: number;
  ready: number;
  /** Hold the program that lists what is to be played. */
  program: number;
  /** Hold all of its audio. */
  audio: number;
  online: number;
}>;
export type ReadinessReport = ReadinessCounts &
  Readonly<{ areas: readonly (ReadinessCounts & { areaKey: string })[]; notReady: readonly NotReady[] }>;

/** One coming occurrence of a session, in areas of any level. */
export type Occurrence = Readonly<{ areaKeys: readonly string[]; sessionId: string; startAt: number }>;

/** Which of the loudspeakers that a coming occurrence is for are prepared to play it. */
export type Readiness = (occurrence: Occurrence) => Promise<ReadinessReport>;

type Judged = NotReady & Readonly<{ isHeld: boolean; isOnline: boolean }>;

const nobody: ReadinessCounts = { total: 0, ready: 0, program: 0, audio: 0, online: 0 };

const add = (a: ReadinessCounts, b: ReadinessCounts): ReadinessCounts => ({
  total: a.total + b.total,
  ready: a.ready + b.ready,
  program: a.program + b.program,
  audio: a.audio + b.audio,
  online: a.online + b.online,
});

const countOf = (devices: readonly Judged[]): ReadinessCounts => {
  const count = (holds: (device: Judged) => boolean): number => devices.filter(holds).length;
  return {
    total: devices.length,
    ready: count(({ reasons }) => reasons.length === 0),
    program: count(({ isHeld, reasons }) => isHeld && !reasons.includes('program')),
    // Without the program it cannot know which audio that is.
    audio: count(
      ({ isHeld, reasons }) => isHeld && !reasons.includes('program') && !reasons.includes('audio'),
    ),
    online: count(({ isOnline }) => isOnline),
  };
};

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
  ): Judged | null => {
    const wanted = items.filter((item) => isTargeted(item, place));
    if (wanted.length === 0) return null;
    const held = holdings.of(deviceId);
    const state = presence.of(deviceId)?.state ?? 'unknown';
    const reasons = reasonsNotReady({
      presence: state,
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
    return { ...place, reasons, isHeld: held !== null, isOnline: state === 'online' || state === 'late' };
  };

  return async ({ areaKeys, sessionId, startAt }) => {
    const communes = new Set(
      areaKeys.flatMap((key) => directory.areas.communesUnder(key).map((commune) => commune.key)),
    );
    const session = await store.sessions.get(sessionId);
    if (!session) return { ...nobody, areas: [], notReady: [] };
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
    const judged = [...byCommune].map(([areaKey, items]) => ({
      areaKey,
      devices: directory.devices
        .activeIn(areaKey, startAt)
        .flatMap(({ device, cluster }) => judge(device.id, { clusterId: cluster.id, areaKey }, items) ?? []),
    }));
    const areas = judged.flatMap(({ areaKey, devices }) =>
      devices.length > 0 ? [{ areaKey, ...countOf(devices) }] : [],
    );
    return {
      ...areas.reduce<ReadinessCounts>(add, nobody),
      areas,
      notReady: judged.flatMap(({ devices }) =>
        devices.flatMap(({ clusterId, areaKey, reasons }) =>
          reasons.length > 0 ? [{ clusterId, areaKey, reasons }] : [],
        ),
      ),
    };
  };
};
