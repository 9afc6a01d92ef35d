import { createAreaTree } from '../../domain/area-tree.ts';
import { type CoverageReport, computeCoverage } from '../../domain/coverage.ts';
import type { CommuneFacts } from '../../domain/coverage-tally.ts';
import type { PublishedFigure } from '../../domain/published-figure.ts';
import { type StationRecord, stationsOn } from '../../domain/station.ts';
import { localDateOf } from '../../domain/vietnam-date.ts';
import type { Directory } from '../directory/directory.ts';
import { inSlices } from '../in-slices.ts';
import type { Clock } from '../ports/runtime.ts';
import type { ClusterRow } from '../ports/store/clusters.ts';
import type { DeviceRow } from '../ports/store/devices.ts';
import type { PresenceState } from '../ports/store/presence.ts';
import type { Store } from '../ports/store.ts';
import type { Proof } from './proof.ts';

const day = 24 * 60 * 60 * 1_000;

export type CoverageReports = Readonly<{
  /** Reads the register of stations and figures; call once before use, and after a change to them. */
  load: () => Promise<void>;
  /** The figures of an area at an instant; undefined where the area is not in force then, or is a zone. */
  report: (areaKey: string, at: number) => Promise<CoverageReport | undefined>;
  /** Some of the figures rest on invented records. */
  restsOnDemo: () => boolean;
}>;

/** Devices connected, or clusters proven, at an instant; null where no evidence exists. */
type Evidence = ReadonlySet<string> | null;

/** Devices or clusters of which the past is read at once: a few milliseconds. */
const sliceSize = 2_500;

const merge = (parts: readonly (readonly string[] | null)[]): Evidence =>
  parts.every((part) => part === null) ? null : new Set(parts.flatMap((part) => part ?? []));

export const createCoverageReports = (deps: {
  store: Store;
  directory: Directory;
  /** Live presence of a device. */
  presenceOf: (deviceId: string) => PresenceState;
  proof: Pick<Proof, 'clusters'>;
  clock: Clock;
  provenDays: number;
}): CoverageReports => {
  const { store, directory, presenceOf, proof, clock, provenDays } = deps;
  let stations: readonly StationRecord[] = [];
  let published: readonly PublishedFigure[] = [];

  /** The present is in memory, the past in the database. */
  const isLive = (at: number): boolean => at >= clock.now() - 60_000;

  /** Live states for the present, stored intervals for the past. */
  const connectedDevices = async (devices: readonly DeviceRow[], at: number): Promise<Evidence> => {
    if (isLive(at)) {
      const isConnected = (id: string): boolean => presenceOf(id) === 'online' || presenceOf(id) === 'late';
      return new Set(devices.map(({ id }) => id).filter(isConnected));
    }
    const stored = async (some: readonly DeviceRow[]): Promise<Evidence> => {
      const ids = some.map(({ id }) => id);
      return merge(await inSlices(clock, ids, sliceSize, (slice) => store.presence.connectedAt(slice, at)));
    };
    const connected = await stored(devices);
    if (connected !== null) return connected;
    // Nobody here: whether anybody was watched at all then decides between zero and unknown.
    return (await stored([...directory.devices.all()])) && new Set();
  };

  const provenClusters = async (clusters: readonly ClusterRow[], at: number): Promise<Evidence> => {
    if (isLive(at)) return proof.clusters();
    const ids = clusters.map(({ id }) => id);
    const since = at - provenDays * day;
    const read = (slice: readonly string[]) => store.playbacks.provenClusters(slice, since, at);
    return merge(await inSlices(clock, ids, sliceSize, read));
  };

  const inServiceAt = (clusterId: string, at: number): DeviceRow[] =>
    directory.devices
      .historyOf(clusterId)
      .filter(
        ({ status, inServiceFrom, inServiceTo }) =>
          status !== 'waiting' && inServiceFrom !== null && inServiceFrom <= at && (inServiceTo ?? at) >= at,
      );

  const factsAt = async (areaKey: string, at: number): Promise<CommuneFacts[]> => {
    const equipped = directory.clusters
      .underAt(areaKey, at)
      .map((cluster) => ({ cluster, devices: inServiceAt(cluster.id, at) }))
      .filter(({ devices }) => devices.length > 0);
    const connected = await connectedDevices(
      equipped.flatMap(({ devices }) => devices),
      at,
    );
    const proven = await provenClusters(
      equipped.map(({ cluster }) => cluster),
      at,
    );
    const stationOf = stationsOn(stations, localDateOf(at));
    const facts = new Map<
      string,
      { devicesInService: number; clusters: number; online: number; proven: number }
    >();
    for (const { cluster, devices } of equipped) {
      const fact = facts.get(cluster.areaKey) ?? { devicesInService: 0, clusters: 0, online: 0, proven: 0 };
      facts.set(cluster.areaKey, fact);
      fact.clusters += 1;
      fact.devicesInService += devices.length;
      if (devices.some(({ id }) => connected?.has(id))) fact.online += 1;
      if (proven?.has(cluster.id)) fact.proven += 1;
    }
    return directory.areas.communesUnder(areaKey).map((commune): CommuneFacts => {
      const fact = facts.get(commune.key);
      return {
        areaKey: commune.key,
        station: stationOf.get(commune.key)?.technology ?? null,
        devicesInService: fact?.devicesInService ?? 0,
        clusters: fact?.clusters ?? 0,
        clustersOnline: connected && (fact?.online ?? 0),
        clustersProven: proven && (fact?.proven ?? 0),
      };
    });
  };

  return {
    load: async () => {
      stations = await store.stations.all();
      published = await store.stations.figures();
    },
    report: async (areaKey, at) =>
      computeCoverage({
        tree: createAreaTree(directory.areas.all(), localDateOf(at)),
        areaKey,
        at,
        facts: await factsAt(areaKey, at),
        published,
        provenDays,
      }),
    restsOnDemo: () => stations.some((station) => station.isDemo),
  };
};
