import type { Clock, Random } from '../ports/runtime.ts';
import type { ClusterRow } from '../ports/store/clusters.ts';
import type { DeviceEventRow, DeviceEventType, DeviceRow } from '../ports/store/devices.ts';

type About = Readonly<{
  cluster: Pick<ClusterRow, 'id'>;
  device?: Pick<DeviceRow, 'id'> | null;
  /** User name; null when a receiver did it itself. */
  by: string | null;
  reason?: string | null;
  detail?: DeviceEventRow['detail'];
}>;

/** A line of the history of a cluster, to be stored in the transaction of what it tells. */
export type Tell = (type: DeviceEventType, about: About) => DeviceEventRow;

export const createTell =
  ({ clock, random }: { clock: Pick<Clock, 'now'>; random: Pick<Random, 'id'> }): Tell =>
  (type, { cluster, device, by, reason, detail }) => ({
    id: random.id('evt'),
    clusterId: cluster.id,
    deviceId: device?.id ?? null,
    at: clock.now(),
    type,
    doneBy: by,
    reason: reason ?? null,
    detail: detail ?? {},
  });

/**
 * A receiver out of service: its secret is gone, so it can connect no more; its public key stays, because what it
 * signed of the time before is evidence.
 */
export const outOfService = (device: DeviceRow, now: number): DeviceRow => ({
  ...device,
  status: 'revoked',
  secretHash: null,
  inServiceTo: now,
});
