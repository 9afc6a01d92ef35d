import type { AreaRow } from '../ports/store/areas.ts';
import type { ClusterRow, PlacementRow } from '../ports/store/clusters.ts';
import type { DeviceRow } from '../ports/store/devices.ts';
import type { Store } from '../ports/store.ts';
import { type AreaIndex, createAreaIndex } from './area-index.ts';
import { createClusterBook } from './cluster-book.ts';
import { type ClusterPage, type ClusterQuery, searchClusters, searchLine } from './cluster-search.ts';

/** Where a receiver stands: what most questions about a device come down to. */
export type PlacedDevice = Readonly<{ device: DeviceRow; cluster: ClusterRow }>;

/**
 * All areas, clusters and devices in memory, so that the paths that every heartbeat and every page takes
 * ask no database. Changes are stored first and seen here afterwards.
 */
export type Directory = Readonly<{
  /** Reads everything; call once before use. */
  load: () => Promise<void>;
  /** Grows with every change, so that whoever derives something knows when to derive it again. */
  revision: () => number;
  areas: AreaIndex;
  clusters: Readonly<{
    /** Also a retired one. */
    get: (id: string) => ClusterRow | undefined;
    /** Retired ones last, since sessions may still name them. */
    all: () => readonly ClusterRow[];
    /** Clusters of an area of any level; null for all. By commune code, then name. Without retired ones. */
    under: (areaKey: string | null) => readonly ClusterRow[];
    /** The same as it was at an instant, each row with the commune of then. Of today it costs nothing more. */
    underAt: (areaKey: string | null, at: number) => readonly ClusterRow[];
    /** The row with the commune and zone in which the cluster stood at an instant. */
    asAt: (cluster: ClusterRow, at: number) => ClusterRow;
    search: (query: ClusterQuery) => ClusterPage;
  }>;
  devices: Readonly<{
    get: (id: string) => DeviceRow | undefined;
    /** The device with its cluster. */
    placed: (id: string) => PlacedDevice | undefined;
    all: () => Iterable<DeviceRow>;
    /** The receiver that serves a cluster: the active one, else one that waits for its claim. */
    ofCluster: (clusterId: string) => DeviceRow | undefined;
    /** Every receiver that ever served a cluster. */
    historyOf: (clusterId: string) => readonly DeviceRow[];
    /** Bears this serial and is not revoked. */
    withSerial: (serial: string) => DeviceRow | undefined;
    /** Active devices of one commune; with an instant, of the clusters that stood there then. */
    activeIn: (communeKey: string, at?: number) => readonly PlacedDevice[];
  }>;
  addAreas: (rows: readonly AreaRow[]) => Promise<void>;
  addClusters: (rows: readonly ClusterRow[]) => Promise<void>;
  addDevices: (rows: readonly DeviceRow[]) => Promise<void>;
  updateDevice: (device: DeviceRow) => Promise<void>;
  /** Shows a device row that a transaction elsewhere has committed. */
  adoptDevice: (device: DeviceRow) => void;
  /** The same for clusters, with placements that have just ended. */
  adoptClusters: (clusters: readonly ClusterRow[], past?: readonly PlacementRow[]) => void;
}>;

export const createDirectory = ({ store }: { store: Store }): Directory => {
  let areaIndex = createAreaIndex([]);
  let revision = 0;
  const book = createClusterBook();
  const devices = new Map<string, DeviceRow>();
  /** By cluster, in the order in which they came. */
  const served = new Map<string, readonly DeviceRow[]>();
  const lines = new Map<string, string>();
  let ordered: readonly ClusterRow[] | null = null;
  let all: readonly ClusterRow[] | null = null;
  const serialOf = (serial: string): string => serial.trim().toUpperCase();
  /** Those that are not revoked, by serial. */
  const bySerial = new Map<string, string>();

  const adoptClusters = (rows: readonly ClusterRow[], past: readonly PlacementRow[] = []): void => {
    book.adopt(rows, past);
    for (const { id } of rows) lines.delete(id);
    ordered = null;
    all = null;
    revision += 1;
  };
  const historyOf = (clusterId: string): readonly DeviceRow[] => served.get(clusterId) ?? [];
  const adoptDevice = (device: DeviceRow): void => {
    const known = devices.get(device.id);
    const there = historyOf(device.clusterId);
    // A new list, because callers may still walk the old one.
    served.set(
      device.clusterId,
      known ? there.map((one) => (one.id === device.id ? device : one)) : [...there, device],
    );
    devices.set(device.id, device);
    const serial = serialOf(device.serial);
    if (device.status !== 'revoked') bySerial.set(serial, device.id);
    else if (bySerial.get(serial) === device.id) bySerial.delete(serial);
    lines.delete(device.clusterId);
    revision += 1;
  };

  const { inCommune } = book;
  const inOrder = (): readonly ClusterRow[] => {
    const codeOf = (key: string): string => areaIndex.get(key)?.code ?? '';
    ordered ??= [...book.communes()].sort((a, b) => (codeOf(a) < codeOf(b) ? -1 : 1)).flatMap(inCommune);
    return ordered;
  };
  const ofCluster = (clusterId: string): DeviceRow | undefined => {
    const history = historyOf(clusterId);
    return (
      history.find((device) => device.status === 'active') ??
      history.findLast((device) => device.status === 'waiting')
    );
  };
  const lineOf = (cluster: ClusterRow): string => {
    const known = lines.get(cluster.id);
    if (known !== undefined) return known;
    const commune = areaIndex.get(cluster.areaKey)?.name ?? '';
    const serials = historyOf(cluster.id).map((device) => device.serial);
    const line = searchLine(cluster.name, commune, cluster.id, ...serials);
    lines.set(cluster.id, line);
    return line;
  };
  const under = (areaKey: string | null): readonly ClusterRow[] => {
    if (areaKey === null) return inOrder();
    const [first, ...others] = areaIndex.communesUnder(areaKey);
    if (!first) return [];
    const clustersThere =
      others.length === 0 ? inCommune(first.key) : [first, ...others].flatMap(({ key }) => inCommune(key));
    return areaIndex.get(areaKey)?.level === 'zone'
      ? clustersThere.filter((cluster) => cluster.zoneKey === areaKey)
      : clustersThere;
  };

  const underAt = (areaKey: string | null, at: number): readonly ClusterRow[] => {
    const changed = book.changedSince(at);
    if (changed === null) return under(areaKey);
    const elsewhere = new Set(changed.map(({ id }) => id));
    const communes = areaKey === null ? null : areaIndex.communesUnder(areaKey).map(({ key }) => key);
    const isZone = areaKey !== null && areaIndex.get(areaKey)?.level === 'zone';
    const wereThere = changed
      .filter(({ retiredAt }) => retiredAt === null || at < retiredAt)
      .map((cluster) => book.asAt(cluster, at))
      .filter((then) => communes === null || communes.includes(then.areaKey))
      .filter(({ zoneKey }) => !isZone || zoneKey === areaKey);
    return [...under(areaKey).filter(({ id }) => !elsewhere.has(id)), ...wereThere];
  };

  return {
    load: async () => {
      areaIndex = createAreaIndex(await store.areas.all());
      book.clear();
      for (const lists of [devices, served, lines, bySerial]) lists.clear();
      adoptClusters(await store.clusters.all(), await store.clusters.pastPlacements());
      for (const device of await store.devices.all()) adoptDevice(device);
    },
    revision: () => revision,
    areas: {
      get: (key) => areaIndex.get(key),
      byCode: (code) => areaIndex.byCode(code),
      all: () => areaIndex.all(),
      atLevel: (level) => areaIndex.atLevel(level),
      children: (key) => areaIndex.children(key),
      ancestors: (key) => areaIndex.ancestors(key),
      communesUnder: (key) => areaIndex.communesUnder(key),
    },
    clusters: {
      get: book.get,
      all: () => {
        all ??= [...inOrder(), ...book.retired()];
        return all;
      },
      under,
      underAt,
      asAt: book.asAt,
      search: (query) => searchClusters(under(query.areaKey ?? null), lineOf, query),
    },
    devices: {
      get: (id) => devices.get(id),
      placed: (id) => {
        const device = devices.get(id);
        const cluster = device && book.get(device.clusterId);
        return device && cluster ? { device, cluster } : undefined;
      },
      all: () => devices.values(),
      ofCluster,
      historyOf,
      withSerial: (serial) => devices.get(bySerial.get(serialOf(serial)) ?? ''),
      activeIn: (communeKey, at) =>
        (at === undefined ? inCommune(communeKey) : underAt(communeKey, at)).flatMap((cluster) =>
          historyOf(cluster.id)
            .filter((device) => device.status === 'active')
            .map((device) => ({ device, cluster })),
        ),
    },
    addAreas: async (rows) => {
      await store.areas.put(rows);
      const merged = new Map([...areaIndex.all(), ...rows].map((area) => [area.key, area]));
      areaIndex = createAreaIndex([...merged.values()]);
      lines.clear();
      ordered = null;
      all = null;
      revision += 1;
    },
    addClusters: async (rows) => {
      await store.clusters.insert(rows);
      adoptClusters(rows);
    },
    addDevices: async (rows) => {
      await store.devices.insert(rows);
      for (const device of rows) adoptDevice(device);
    },
    updateDevice: async (device) => {
      await store.devices.update(device);
      adoptDevice(device);
    },
    adoptDevice,
    adoptClusters,
  };
};
