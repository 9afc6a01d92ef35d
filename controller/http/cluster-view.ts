import type { Heartbeat } from '#protocol';
import type { Directory } from '../app/directory/directory.ts';
import type { ClusterRow } from '../app/ports/store/clusters.ts';
import type { DeviceRow } from '../app/ports/store/devices.ts';
import type { PlaybackRow } from '../app/ports/store/playbacks.ts';
import type { DevicePresence, Presence } from '../app/presence/presence.ts';
import { areaRefOf, districtRefOf } from './area-ref.ts';
import type { ClusterSummary, Device } from './representations/cluster.ts';
import { isoOrNull } from './representations/time.ts';

/** A lead battery below this is nearly empty under load. */
const lowBatteryVolts = 11.8;
/** Free cache below this cannot hold a day's programme. */
const lowCacheBytes = 20_000_000;

/** What a heartbeat complains of, as codes that the page puts into words. */
const warningsOf = (heartbeat: Heartbeat | null): string[] => {
  if (!heartbeat) return [];
  const { supply, cache, clock } = heartbeat;
  return [
    ...(supply && !supply.mains ? ['mains'] : []),
    ...(supply && !supply.mains && supply.volts < lowBatteryVolts ? ['battery'] : []),
    ...(cache.freeBytes < lowCacheBytes ? ['disk-full'] : []),
    ...(cache.missing > 0 ? ['audio-missing'] : []),
    ...(clock === null || clock.errorMs > 1_000 ? ['clock'] : []),
  ];
};

export const deviceOf = (device: DeviceRow): Device => ({
  id: device.id,
  serial: device.serial,
  model: device.model,
  status: device.status,
  inServiceFrom: isoOrNull(device.inServiceFrom),
  maxVolume: device.maxVolume,
});

/** How a cluster is shown in lists. */
export const clusterSummaryOf = (
  deps: { directory: Directory; presence: Presence },
  cluster: ClusterRow,
  /** Its running playback. */
  playing: PlaybackRow | undefined,
): ClusterSummary => {
  const { directory, presence } = deps;
  const device = directory.devices.ofCluster(cluster.id);
  const seen: DevicePresence | null = device ? presence.of(device.id) : null;
  return {
    id: cluster.id,
    name: cluster.name,
    area: areaRefOf(directory, cluster.areaKey),
    district: districtRefOf(directory, cluster.areaKey),
    device: device ? deviceOf(device) : null,
    presence: seen?.state ?? 'unknown',
    lastHeartbeatAt: isoOrNull(seen?.lastSeenAt ?? null),
    warnings: warningsOf(seen?.heartbeat ?? null),
    playing: playing ? { itemId: playing.itemId, title: playing.title } : null,
    demo: cluster.isDemo,
  };
};
