import { topics } from '#protocol';
import type { PlaybackOutcome } from '../../domain/playback.ts';
import type { PlacedDevice } from '../directory/directory.ts';
import type { Clock } from '../ports/runtime.ts';
import type { AnnouncementRow } from '../ports/store/announcements.ts';
import type { ItemPlayback } from '../ports/store/playbacks.ts';
import type { Presence } from '../presence/presence.ts';
import type { DeviceReports } from './device-reports.ts';
import { createHoldings, type Holding, heldAnnouncements } from './holdings.ts';

export type NotStartedReason =
  | 'offline'
  | 'not-cached'
  | 'not-received'
  | 'refused'
  | 'no-report'
  /** It began to sound, and does not sound any more although it should. */
  | 'fell-silent';

/** A device that an announcement means, and the area in whose document it finds it. */
export type AnnouncementTarget = PlacedDevice & Readonly<{ documentKey: string }>;

/** Where one device stands with an announcement that is in force, from everything that it has said. */
export type DeviceStanding = Readonly<{
  /** Asked for ten thousand devices at once, so it makes nothing but its answer. */
  of: (
    target: AnnouncementTarget,
    row: AnnouncementRow,
    said: ItemPlayback | undefined,
  ) => 'started' | NotStartedReason;
  holds: (target: AnnouncementTarget, row: AnnouncementRow) => boolean;
}>;

/** A row that says that nothing of it sounded, and will not. */
const refusedBy = new Set<PlaybackOutcome>(['skipped', 'missed', 'failed', 'cancelled']);
/** An ending before that of the announcement; a device says it once nothing more will sound. */
const silentSince = new Set<PlaybackOutcome>(['interrupted', 'failed', 'cancelled']);

/** Output and events may be so far apart from a heartbeat. */
const graceMs = 10_000;

export const createDeviceStanding = (deps: {
  presence: Pick<Presence, 'of'>;
  reports: Pick<DeviceReports, 'get'>;
  /** How long a device may believe what sounds without a newer document. */
  soundingMs: number;
  clock: Pick<Clock, 'now'>;
}): DeviceStanding => {
  const { presence, reports, soundingMs, clock } = deps;
  const holdings = createHoldings(deps);

  const isHeld = (held: Holding | null, target: AnnouncementTarget, row: AnnouncementRow): boolean => {
    const { documentKey, cluster } = target;
    const wanted = row.versions[documentKey] ?? 0;
    return held !== null && heldAnnouncements(held, documentKey, cluster.areaKey) >= wanted;
  };

  /**
   * Of one that has begun, by an event that it signed. Anybody in the broker can make up a heartbeat, so it proves no
   * start; that a device is silent is believed without proof.
   */
  const sinceItsStart = (
    id: string,
    row: AnnouncementRow,
    said: ItemPlayback,
  ): 'started' | NotStartedReason => {
    if (said.outcome === 'played') return 'started';
    if (silentSince.has(said.outcome)) return 'fell-silent';
    const known = presence.of(id);
    // It holds nothing younger than its last connection.
    if ((known?.lastSeenAt ?? clock.now()) + soundingMs <= clock.now()) return 'offline';
    if (!known || known.heartbeatAt === null || said.startedAt === null) return 'started';
    const isOfNow = known.heartbeatAt > said.startedAt + graceMs;
    return isOfNow && known.heartbeat?.playing?.itemId !== row.id ? 'fell-silent' : 'started';
  };

  return {
    holds: (target, row) => isHeld(holdings.of(target.device.id), target, row),
    of: (target, row, said) => {
      const { id } = target.device;
      if (row.kind !== 'stop' && said && said.startedAt !== null) return sinceItsStart(id, row, said);
      const held = holdings.of(id);
      const isThere = isHeld(held, target, row);
      if (row.kind === 'stop' && isThere) return 'started';
      if (said && refusedBy.has(said.outcome)) return 'refused';
      const state = presence.of(id)?.state ?? 'unknown';
      if (state === 'offline' || state === 'unknown') return 'offline';
      if (!isThere) {
        const topic = topics.announcements(target.documentKey);
        const isRefused = reports.get(id)?.refused.some((one) => one.topic === topic);
        return isRefused ? 'refused' : 'not-received';
      }
      const lacksAudio = row.sha256 !== null && held?.cached && !held.cached.has(row.sha256);
      return lacksAudio ? 'not-cached' : 'no-report';
    },
  };
};
