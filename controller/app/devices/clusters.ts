import { nextVersion } from '#protocol';
import { isValidOn } from '../../domain/area.ts';
import { normaliseName } from '../../domain/area-name.ts';
import { isInVietnam } from '../../domain/position.ts';
import { localDateOf } from '../../domain/vietnam-date.ts';
import type { Directory } from '../directory/directory.ts';
import type { Publisher } from '../documents/publisher.ts';
import type { Clock, DeviceLink, Fault, Log, Outcome, Random } from '../ports/runtime.ts';
import type { ClusterRow } from '../ports/store/clusters.ts';
import type { DeviceEventRow, DeviceRow } from '../ports/store/devices.ts';
import type { Store } from '../ports/store.ts';
import { deviceFaults as faults } from './device-faults.ts';
import { createTell, outOfService } from './device-history.ts';
import type { Dismiss } from './dismissal.ts';

type Described = Pick<ClusterRow, 'name' | 'latitude' | 'longitude' | 'horns' | 'watts' | 'zoneKey'>;
export type NewCluster = Described & Pick<ClusterRow, 'areaKey'>;
export type ClusterChange = { [Field in keyof Described]?: Described[Field] | undefined };
export type ClusterMove = Readonly<{ areaKey: string; zoneKey: string | null; reason: string }>;

/** Places with loudspeakers, made and changed. `by` is the user name of who does it. */
export type Clusters = Readonly<{
  create: (cluster: NewCluster, by: string) => Promise<Outcome<ClusterRow>>;
  edit: (clusterId: string, change: ClusterChange, by: string) => Promise<Outcome<ClusterRow>>;
  /**
   * To another commune: programs of both are issued anew, and the receiver has to connect again under its new rights.
   * What was planned, played and counted before stays with the old commune.
   */
  move: (clusterId: string, move: ClusterMove, by: string) => Promise<Outcome<ClusterRow>>;
  /** For good, with its receivers. Sessions and history may go on naming it. */
  retire: (clusterId: string, reason: string, by: string) => Promise<Outcome<ClusterRow>>;
  /** Why a cluster cannot stand so; null when it can. */
  refusalOf: (cluster: NewCluster, id: string | null) => Fault | null;
}>;

export const createClusters = (deps: {
  store: Store;
  directory: Directory;
  publisher: Pick<Publisher, 'publishAreas'>;
  link: Pick<DeviceLink, 'disconnect'>;
  dismiss: Dismiss;
  /** Of what all configs share. */
  configVersion: () => number;
  clock: Clock;
  random: Random;
  log: Log;
}): Clusters => {
  const { store, directory, publisher, link, clock, random, log } = deps;
  const tell = createTell(deps);

  const refusalOf: Clusters['refusalOf'] = (cluster, id) => {
    const { areaKey, zoneKey, latitude, longitude, name } = cluster;
    const commune = directory.areas.get(areaKey);
    const isInForce = commune?.level === 'commune' && isValidOn(commune, localDateOf(clock.now()));
    if (!isInForce) return faults.notACommune;
    if (zoneKey !== null && directory.areas.get(zoneKey)?.parentKey !== areaKey) return faults.notAZone;
    if ((latitude === null) !== (longitude === null)) return faults.halfPosition;
    const isPlaced = latitude !== null && longitude !== null;
    if (isPlaced && !isInVietnam({ latitude, longitude })) return faults.outside;
    const nameKey = normaliseName(name);
    const isTaken = directory.clusters
      .under(areaKey)
      .some((other) => other.id !== id && normaliseName(other.name) === nameKey);
    return isTaken ? faults.nameTaken : null;
  };

  const find = (clusterId: string): Outcome<ClusterRow> => {
    const cluster = directory.clusters.get(clusterId);
    if (!cluster) return { ok: false, status: 404, fault: faults.noCluster };
    if (cluster.retiredAt !== null) return { ok: false, status: 409, fault: faults.retired };
    return { ok: true, value: cluster };
  };

  const inService = (clusterId: string): DeviceRow[] =>
    directory.devices.historyOf(clusterId).filter(({ status }) => status !== 'revoked');

  /** Receivers whose config says something else from now on. */
  const reconfigured = (clusterId: string): DeviceRow[] =>
    inService(clusterId).map((device) => ({
      ...device,
      configVersion: nextVersion(Math.max(deps.configVersion(), device.configVersion), clock.now()),
    }));

  const commit = async (
    change: (tx: Store) => Promise<void>,
    devices: readonly DeviceRow[],
    events: readonly DeviceEventRow[],
  ): Promise<void> => {
    await store.transaction(async (tx) => {
      await change(tx);
      for (const device of devices) await tx.devices.update(device);
      await tx.devices.addEvents(events);
    });
    for (const device of devices) directory.adoptDevice(device);
  };

  return {
    refusalOf,
    create: async (wanted, by) => {
      const fault = refusalOf(wanted, null);
      if (fault) return { ok: false, status: fault === faults.nameTaken ? 409 : 422, fault };
      const id = random.id('clu');
      const cluster = { ...wanted, id, createdAt: clock.now(), retiredAt: null, isDemo: false };
      await commit((tx) => tx.clusters.insert([cluster]), [], [tell('created', { cluster, by })]);
      directory.adoptClusters([cluster]);
      return { ok: true, value: cluster };
    },

    edit: async (clusterId, change, by) => {
      const found = find(clusterId);
      if (!found.ok) return found;
      const before = found.value;
      const given = Object.entries(change).filter(([, value]) => value !== undefined);
      const after: ClusterRow = { ...before, ...Object.fromEntries(given) };
      const fault = refusalOf(after, clusterId);
      if (fault) return { ok: false, status: fault === faults.nameTaken ? 409 : 422, fault };
      const changesZone = after.zoneKey !== before.zoneKey;
      const devices = changesZone ? reconfigured(clusterId) : [];
      const detail = { name: after.name, before: before.name };
      const event = tell('edited', { cluster: after, by, detail });
      await commit((tx) => tx.clusters.update(after), devices, [event]);
      directory.adoptClusters([after]);
      if (changesZone) {
        // Who follows which zone is in the config, and who of the commune is meant is in its program.
        for (const device of devices) link.disconnect(device.id);
        await publisher.publishAreas([after.areaKey]);
      }
      return { ok: true, value: after };
    },

    move: async (clusterId, { areaKey, zoneKey, reason }, by) => {
      const found = find(clusterId);
      if (!found.ok) return found;
      const before = found.value;
      if (before.areaKey === areaKey) return { ok: false, status: 409, fault: faults.sameCommune };
      const after: ClusterRow = { ...before, areaKey, zoneKey };
      const fault = refusalOf(after, clusterId);
      if (fault) return { ok: false, status: fault === faults.nameTaken ? 409 : 422, fault };
      const at = clock.now();
      const devices = reconfigured(clusterId);
      const detail = { from: before.areaKey, to: areaKey };
      const event = tell('moved', { cluster: after, by, reason, detail });
      await commit((tx) => tx.clusters.move({ clusterId, areaKey, zoneKey, at }), devices, [event]);
      // Placements are read back rather than made up here: the directory shows what is stored.
      const past = (await store.clusters.pastPlacements()).filter(
        (placement) => placement.clusterId === clusterId && placement.toAt === at,
      );
      directory.adoptClusters([after], past);
      // Rights are checked at SUBSCRIBE alone, so the live connection still has those of the old commune.
      for (const device of devices) link.disconnect(device.id);
      log.info({ clusterId, from: before.areaKey, to: areaKey, by }, 'A cluster was moved');
      await publisher.publishAreas([before.areaKey, areaKey]);
      return { ok: true, value: after };
    },

    retire: async (clusterId, reason, by) => {
      const found = find(clusterId);
      if (!found.ok) return found;
      const now = clock.now();
      const after: ClusterRow = { ...found.value, retiredAt: now };
      const devices = inService(clusterId).map((device) => outOfService(device, now));
      const events = [
        ...devices.map((device) => tell('revoked', { cluster: after, device, by, reason })),
        tell('retired', { cluster: after, by, reason }),
      ];
      await commit((tx) => tx.clusters.update(after), devices, events);
      directory.adoptClusters([after]);
      for (const device of devices) deps.dismiss(device.id);
      log.info({ clusterId, by }, 'A cluster was retired');
      await publisher.publishAreas([after.areaKey]);
      return { ok: true, value: after };
    },
  };
};
