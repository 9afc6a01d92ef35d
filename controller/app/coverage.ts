import { createAreaTree } from '../domain/area-tree.ts';
import { type CoverageReport, computeCoverage } from '../domain/coverage.ts';
import type { CommuneFacts } from '../domain/coverage-tally.ts';
import { stationsOn } from '../domain/station.ts';
import { localDateOf } from '../domain/vietnam-date.ts';
import type { Directory } from './directory.ts';
import type { PresenceState, PublishedFigure, StationRecord } from './ports/rows.ts';
import type { Clock } from './ports/runtime.ts';
import type { Store } from './ports/store.ts';
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

/** Clusters with a sign of life at an instant; null where no evidence exists. */
type Evidence = ReadonlySet<string> | null;

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
  const connectedDevices = async (at: number): Promise<Evidence> => {
    if (!isLive(at)) {
      const connected = await store.presence.connectedAt(at);
      return connected && new Set(connected);
    }
    const isConnected = (id: string): boolean => presenceOf(id) === 'online' || presenceOf(id) === 'late';
    return new Set([...directory.devices.all()].map((device) => device.id).filter(isConnected));
  };

  const provenAt = async (at: number): Promise<Evidence> => {
    if (isLive(at)) return proof.clusters();
    const proven = await store.playbacks.provenClusters(at - provenDays * day, at);
    return proven && new Set(proven);
  };

  const factsAt = async (at: number): Promise<CommuneFacts[]> => {
    const connected = await connectedDevices(at);
    const proven = await provenAt(at);
    const stationOf = stationsOn(stations, localDateOf(at));
    const facts = new Map<
      string,
      { devicesInService: number; clusters: number; online: number; proven: number }
    >();
    for (const cluster of directory.clusters.all()) {
      const inService = directory.devices
        .historyOf(cluster.id)
        .filter((device) => device.status !== 'waiting')
        .filter(
          ({ inServiceFrom, inServiceTo }) =>
            inServiceFrom !== null && inServiceFrom <= at && (inServiceTo ?? at) >= at,
        );
      const fact = facts.get(cluster.areaKey) ?? { devicesInService: 0, clusters: 0, online: 0, proven: 0 };
      facts.set(cluster.areaKey, fact);
      if (inService.length === 0) continue;
      fact.clusters += 1;
      fact.devicesInService += inService.length;
      if (inService.some((device) => connected?.has(device.id))) fact.online += 1;
      if (proven?.has(cluster.id)) fact.proven += 1;
    }
    return directory.areas.atLevel('commune').map((commune): CommuneFacts => {
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
        facts: await factsAt(at),
        published,
        provenDays,
      }),
    restsOnDemo: () => stations.some((station) => station.isDemo),
  };
};
