import type { Heartbeat } from '#protocol';
import type { Directory } from '../directory/directory.ts';
import type { Presence } from '../presence/presence.ts';
import type { DeviceReports } from './device-reports.ts';

/** What a device holds, by the newest word it gave since this process began. */
export type Holding = Readonly<{
  /** When the versions below were reported. */
  at: number;
  versions: Readonly<Record<string, number>>;
  /** Assets in its cache; null when only heartbeats came, which count and do not name them. */
  cached: ReadonlySet<string> | null;
  /** How many assets it lacks. */
  missing: number;
  /** Null before its first exchange of time; undefined when it did not say. */
  clock: Heartbeat['clock'] | undefined;
}>;

export type Holdings = Readonly<{ of: (deviceId: string) => Holding | null }>;

export const createHoldings = (deps: {
  presence: Pick<Presence, 'of'>;
  reports: Pick<DeviceReports, 'get'>;
}): Holdings => ({
  of: (deviceId) => {
    const report = deps.reports.get(deviceId);
    const known = deps.presence.of(deviceId);
    const at = known?.heartbeatAt ?? null;
    const beat = at === null ? null : (known?.heartbeat ?? null);
    if (beat && at !== null && (!report || at >= report.receivedAt)) {
      // A state follows every change of the cache, but later: then the heartbeat's count decides.
      const isCurrent = report !== null && report.missing.length === beat.cache.missing;
      const cached = isCurrent ? report.cached : null;
      return { at, versions: beat.versions, cached, missing: beat.cache.missing, clock: beat.clock };
    }
    if (!report) return null;
    const { receivedAt, versions, cached, missing } = report;
    return { at: receivedAt, versions, cached, missing: missing.length, clock: beat?.clock };
  },
});

/** The version of the list of keys that each connected device holds; 0 of one that has not said. */
export const keysHeld = (deps: {
  directory: Pick<Directory, 'devices'>;
  holdings: Holdings;
  presence: Pick<Presence, 'of'>;
}): { inService: number; connected: number[] } => {
  const inService = [...deps.directory.devices.all()].filter(({ status }) => status === 'active');
  const connected = inService.flatMap(({ id }) =>
    deps.presence.of(id)?.state === 'online' ? [deps.holdings.of(id)?.versions.keys ?? 0] : [],
  );
  return { inService: inService.length, connected };
};

/** The announcements document of an area that a device holds; areas above its commune are named in full. */
export const heldAnnouncements = (
  { versions }: Pick<Holding, 'versions'>,
  areaKey: string,
  communeKey: string,
): number => versions[areaKey === communeKey ? 'announcements' : `announcements:${areaKey}`] ?? 0;
