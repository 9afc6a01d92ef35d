import type { Heartbeat } from '#protocol';
import {
  addCounts,
  noPresence,
  type PresenceCounts,
  presenceAt,
  presenceRules,
} from '../../domain/presence.ts';
import { localDateOf } from '../../domain/vietnam-date.ts';
import type { Directory } from '../directory/directory.ts';
import type { EventBus } from '../ports/events.ts';
import type { Clock, DeviceLink, Log } from '../ports/runtime.ts';
import type { PresenceState } from '../ports/store/presence.ts';
import type { Store } from '../ports/store.ts';
import { createLastSeenWriter } from './last-seen.ts';
import { createPresenceHistory, type Transition } from './presence-history.ts';

/** What is known of one device now: a state, and the evidence with its age. */
export type DevicePresence = Readonly<{
  deviceId: string;
  clusterId: string;
  /** Its commune. */
  areaKey: string;
  state: PresenceState;
  since: number;
  /** Survives restarts; null when the device was never heard. */
  lastSeenAt: number | null;
  /** The last one, of an earlier run perhaps. */
  heartbeat: Heartbeat | null;
  /** When it came; null when that was in an earlier run. */
  heartbeatAt: number | null;
}>;

export type Presence = Readonly<{
  /** Closes what an earlier run left open; everyone is unknown from there until heard. */
  start: () => Promise<void>;
  stop: () => Promise<void>;
  /** Resolves when everything heard so far is stored. */
  flush: () => Promise<void>;
  /** The device gave a sign of life. Called for every heartbeat, so it does next to nothing. */
  heard: (deviceId: string, at: number, heartbeat?: Heartbeat) => void;
  /** Its will message came: a hint. */
  left: (deviceId: string, at: number) => void;
  /** Active devices only. */
  of: (deviceId: string) => DevicePresence | null;
  ofCluster: (clusterId: string) => DevicePresence | null;
  /** Clusters with an active device, by its state; of any level, null for all. */
  counts: (areaKey: string | null) => PresenceCounts;
}>;

type Tracked = {
  -readonly [K in keyof DevicePresence]: DevicePresence[K];
} & { heardAt: number | null; leftAt: number | null; trackedFrom: number };

const sweepEveryMs = 1_000;
const aliveEveryMs = 10_000;
/** Sweeps further apart mean that this process stood still, and heard nobody: not that everybody was silent. */
const stallAfterMs = 10_000;

export const createPresence = (deps: {
  store: Store;
  directory: Directory;
  link: Pick<DeviceLink, 'isUp' | 'onUpChange'>;
  clock: Clock;
  log: Log;
  events: Pick<EventBus, 'emit'>;
  heartbeatIntervalMs: number;
}): Presence => {
  const { store, directory, link, clock, log, events } = deps;
  const rules = presenceRules(deps.heartbeatIntervalMs);
  const lastSeen = createLastSeenWriter({ store, clock, log });
  const history = createPresenceHistory({ store, clock, log });
  const tracked = new Map<string, Tracked>();
  let seenRevision = -1;
  let listeningSince: number | null = null;
  let sweptAt = 0;
  let summing: Promise<void> = Promise.resolve();
  let cancels: (() => void)[] = [];
  let countsByCommune: Map<string, PresenceCounts> | null = null;

  const track = (deviceId: string, at: number): Tracked | null => {
    const placed = directory.devices.placed(deviceId);
    if (placed?.device.status !== 'active') return null;
    const fresh: Tracked = {
      deviceId,
      clusterId: placed.cluster.id,
      areaKey: placed.cluster.areaKey,
      state: 'unknown',
      since: at,
      lastSeenAt: null,
      heartbeat: null,
      heartbeatAt: null,
      heardAt: null,
      leftAt: null,
      trackedFrom: at,
    };
    tracked.set(deviceId, fresh);
    countsByCommune = null;
    return fresh;
  };

  /** Its cluster may stand in another commune now. */
  const followMove = (known: Tracked): void => {
    const areaKey = directory.clusters.get(known.clusterId)?.areaKey ?? known.areaKey;
    if (areaKey === known.areaKey) return;
    known.areaKey = areaKey;
    countsByCommune = null;
  };

  /** Devices that came into service are tracked, those that left it are no longer. */
  const followDirectory = (now: number): Transition[] => {
    if (seenRevision === directory.revision()) return [];
    seenRevision = directory.revision();
    const transitions: Transition[] = [];
    for (const device of directory.devices.all()) {
      const known = tracked.get(device.id);
      if (device.status === 'active' && !known && track(device.id, now)) {
        transitions.push({ deviceId: device.id, state: 'unknown', fromAt: now });
      } else if (device.status !== 'active' && known) {
        tracked.delete(device.id);
        countsByCommune = null;
        transitions.push({ deviceId: device.id, state: 'unknown', fromAt: now });
      } else if (known) {
        followMove(known);
      }
    }
    return transitions;
  };

  const sweep = (): void => {
    const now = clock.now();
    const stalled = now - sweptAt > stallAfterMs;
    // What changed in a standstill changed at its beginning, as far as anybody can know.
    const changedAt = stalled ? sweptAt : now;
    if (stalled && listeningSince !== null) {
      listeningSince = now;
      log.warn({ stoodStillMs: now - sweptAt }, 'The controller stood still, so presence begins anew');
    }
    const dayChanged = localDateOf(now) !== localDateOf(sweptAt);
    sweptAt = now;
    const transitions = followDirectory(now);
    const changes: { clusterId: string; areaKey: string; state: PresenceState }[] = [];
    for (const device of tracked.values()) {
      const since = listeningSince === null ? null : Math.max(listeningSince, device.trackedFrom);
      const state = presenceAt(device, since, now, rules);
      if (state === device.state) continue;
      device.state = state;
      device.since = Math.max(changedAt, device.since);
      transitions.push({ deviceId: device.deviceId, state, fromAt: device.since });
      changes.push({ clusterId: device.clusterId, areaKey: device.areaKey, state });
    }
    if (transitions.length > 0) {
      countsByCommune = null;
      history.record(transitions);
      void history.flush();
    }
    if (changes.length > 0) events.emit({ type: 'presence', changes });
    if (dayChanged) rollUp();
  };

  const rollUp = (): void => {
    summing = history.rollUp().catch((error: unknown) => {
      log.error(
        { err: error },
        'Presence of a past day could not be summed up; tomorrow or a restart tries again',
      );
    });
  };

  const tally = (): Map<string, PresenceCounts> => {
    if (countsByCommune) return countsByCommune;
    const sums = new Map<string, { -readonly [K in keyof PresenceCounts]: number }>();
    for (const { areaKey, state } of tracked.values()) {
      const sum = sums.get(areaKey) ?? { ...noPresence };
      sum.clusters += 1;
      sum[state] += 1;
      sums.set(areaKey, sum);
    }
    countsByCommune = sums;
    return sums;
  };

  const flush = async (): Promise<void> => {
    await lastSeen.flush();
    await history.flush();
  };

  return {
    start: async () => {
      const now = clock.now();
      // A device may have been heard already.
      for (const { id } of directory.devices.all()) if (!tracked.has(id)) track(id, now);
      seenRevision = directory.revision();
      for (const row of await store.presence.lastSeen()) {
        const device = tracked.get(row.deviceId);
        if (!device || device.lastSeenAt !== null) continue;
        // Kept to show its age; only what is heard from now on counts for the state.
        device.lastSeenAt = row.lastSeenAt;
        device.heartbeat = row.heartbeat;
      }
      const inService = [...tracked.keys()].map((deviceId) => ({
        deviceId,
        inServiceFrom: directory.devices.get(deviceId)?.inServiceFrom ?? null,
      }));
      await history.open(inService);
      rollUp();
      sweptAt = clock.now();
      listeningSince = link.isUp() ? sweptAt : null;
      link.onUpChange((up) => {
        listeningSince = up ? clock.now() : null;
        sweep();
      });
      cancels = [clock.every(sweepEveryMs, sweep), clock.every(aliveEveryMs, () => void history.flush())];
    },
    stop: async () => {
      for (const cancel of cancels) cancel();
      await summing;
      await flush();
    },
    flush,
    heard: (deviceId, at, heartbeat) => {
      const device = tracked.get(deviceId) ?? track(deviceId, at);
      if (!device) return;
      device.heardAt = at;
      device.lastSeenAt = at;
      if (heartbeat) {
        device.heartbeat = heartbeat;
        device.heartbeatAt = at;
      }
      lastSeen.note({ deviceId, lastSeenAt: at, heartbeat: device.heartbeat });
    },
    left: (deviceId, at) => {
      const device = tracked.get(deviceId);
      if (device) device.leftAt = at;
    },
    of: (deviceId) => tracked.get(deviceId) ?? null,
    ofCluster: (clusterId) => {
      const device = directory.devices.ofCluster(clusterId);
      return (device && tracked.get(device.id)) ?? null;
    },
    counts: (areaKey) => {
      const sums = tally();
      if (areaKey === null) return [...sums.values()].reduce(addCounts, noPresence);
      return directory.areas
        .communesUnder(areaKey)
        .reduce((sum, commune) => addCounts(sum, sums.get(commune.key) ?? noPresence), noPresence);
    },
  };
};
