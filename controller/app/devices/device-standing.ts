import { topics } from '#protocol';
import type { PlaybackOutcome } from '../../domain/playback.ts';
import type { PlacedDevice } from '../directory/directory.ts';
import type { AnnouncementRow } from '../ports/store/announcements.ts';
import type { ItemPlayback } from '../ports/store/playbacks.ts';
import type { Presence } from '../presence/presence.ts';
import type { DeviceReports } from './device-reports.ts';
import { createHoldings, type Holding, heldAnnouncements } from './holdings.ts';

export type NotStartedReason = 'offline' | 'not-cached' | 'not-received' | 'refused' | 'no-report';

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
  /** When it began to sound; null for a stop, which does not sound. */
  startOf: (deviceId: string, row: AnnouncementRow, said: ItemPlayback | undefined) => number | null;
  holds: (target: AnnouncementTarget, row: AnnouncementRow) => boolean;
}>;

/** A row that says that nothing of it sounded, and will not. */
const refusedBy = new Set<PlaybackOutcome>(['skipped', 'missed', 'failed', 'cancelled']);

export const createDeviceStanding = (deps: {
  presence: Pick<Presence, 'of'>;
  reports: Pick<DeviceReports, 'get'>;
}): DeviceStanding => {
  const { presence, reports } = deps;
  const holdings = createHoldings(deps);

  const isHeld = (held: Holding | null, target: AnnouncementTarget, row: AnnouncementRow): boolean => {
    const { documentKey, cluster } = target;
    const wanted = row.versions[documentKey] ?? 0;
    return held !== null && heldAnnouncements(held, documentKey, cluster.areaKey) >= wanted;
  };

  /** By its play event, or by a heartbeat that overtook it. */
  const startOf: DeviceStanding['startOf'] = (deviceId, row, said) => {
    if (row.kind === 'stop') return null;
    if (said && said.startedAt !== null) return said.startedAt;
    const playing = presence.of(deviceId)?.heartbeat?.playing;
    return playing?.itemId === row.id ? playing.startedAt : null;
  };

  return {
    startOf,
    holds: (target, row) => isHeld(holdings.of(target.device.id), target, row),
    of: (target, row, said) => {
      const { id } = target.device;
      if (startOf(id, row, said) !== null) return 'started';
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
