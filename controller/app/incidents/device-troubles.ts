import { healthTypes, troubleOf, withCause } from '../../domain/device-health.ts';
import { type ClosedReason, type Finding, finding, type IncidentType } from '../../domain/incident.ts';
import { isMassSilence } from '../../domain/silence.ts';
import type { DeviceReports } from '../devices/device-reports.ts';
import type { Directory } from '../directory/directory.ts';
import type { Clock, DeviceLink } from '../ports/runtime.ts';
import type { DevicePresence, Presence } from '../presence/presence.ts';
import type { IncidentSource } from './incidents.ts';

type Cause = Pick<Finding, 'type' | 'severity' | 'detail'>;

const isHeard = ({ state }: DevicePresence): boolean => state === 'online' || state === 'late';

/**
 * What presence and the last heartbeats say. A device is silent once it was offline for `patienceMs`; while the
 * controller itself hears nobody that is one incident of its own, and patience begins anew when it hears again.
 */
export const createDeviceTroubles = (deps: {
  directory: Directory;
  presence: Pick<Presence, 'of' | 'counts'>;
  reports: Pick<DeviceReports, 'get'>;
  link: Pick<DeviceLink, 'isUp'>;
  clock: Clock;
  patienceMs: number;
  maxClockErrorMs: number;
}): IncidentSource => {
  const { directory, presence, reports, link, clock, patienceMs } = deps;
  let isMass = false;
  let hearsSince = Number.NEGATIVE_INFINITY;

  const deviceFinding = (known: DevicePresence, cause: Cause): Finding =>
    finding({
      ...cause,
      subject: known.deviceId,
      areaKey: known.areaKey,
      clusterId: known.clusterId,
      deviceId: known.deviceId,
    });

  const network = (reason: 'link' | 'devices', devices: number, total: number): Finding =>
    finding({
      type: 'network',
      severity: 'critical',
      subject: 'controller',
      areaKey: directory.areas.atLevel('province')[0]?.key ?? '',
      detail: { reason, devices, total },
    });

  const followMass = (now: number): Finding[] => {
    const { clusters, offline, unknown } = presence.counts(null);
    const wasMass = isMass;
    isMass = link.isUp() && isMassSilence(clusters, offline, wasMass);
    if (wasMass && !isMass) hearsSince = now;
    if (!link.isUp()) return [network('link', unknown, clusters)];
    return isMass ? [network('devices', offline, clusters)] : [];
  };

  const isSilent = ({ state, since }: DevicePresence, now: number): boolean =>
    state === 'offline' && !isMass && now - Math.max(since, hearsSince) >= patienceMs;

  const goneOf = (type: IncidentType, deviceId: string): ClosedReason | null => {
    if (directory.devices.get(deviceId)?.status !== 'active') return 'out-of-service';
    const known = presence.of(deviceId);
    if (!known || !isHeard(known)) return null;
    // That it is connected says nothing of its health before the first heartbeat.
    return type === 'silent-device' || known.heartbeatAt !== null ? 'recovered' : null;
  };

  return {
    types: ['network', 'silent-device', ...healthTypes],
    look: (isRaised) => {
      const now = clock.now();
      const found = followMass(now);
      for (const device of directory.devices.all()) {
        const known = presence.of(device.id);
        if (!known) continue;
        if (isSilent(known, now)) {
          const detail = { lastSeenAt: known.lastSeenAt };
          found.push(deviceFinding(known, { type: 'silent-device', severity: 'warning', detail }));
        }
        // Of an earlier run, or from before it fell silent: no evidence of how it is now.
        if (!known.heartbeat || known.heartbeatAt === null || !isHeard(known)) continue;
        for (const type of healthTypes) {
          const trouble = troubleOf(type, known.heartbeat, isRaised(type, device.id), deps);
          if (!trouble) continue;
          const missing = type === 'cache' ? (reports.get(device.id)?.missing ?? []) : [];
          found.push(deviceFinding(known, { type, ...withCause(trouble, missing) }));
        }
      }
      return found;
    },
    gone: ({ type, subject }) => {
      if (type === 'network') return link.isUp() && !isMass ? 'recovered' : null;
      return goneOf(type, subject);
    },
  };
};
