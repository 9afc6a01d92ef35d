import { isValidOn } from '../../domain/area.ts';
import { readClusterCsv } from '../../domain/cluster-csv.ts';
import {
  type CellError,
  placeKey,
  type ReadRow,
  readImportRow,
  withoutRepeats,
} from '../../domain/cluster-import.ts';
import { localDateOf } from '../../domain/vietnam-date.ts';
import type { Directory } from '../directory/directory.ts';
import type { Clock, Log, Outcome, Random } from '../ports/runtime.ts';
import type { ClusterRow } from '../ports/store/clusters.ts';
import type { Store } from '../ports/store.ts';
import type { Claims, IssuedCode } from './claims.ts';
import { createTell } from './device-history.ts';

/**
 * `create`: a new cluster, with its receiver if the row names one. `attach`: a receiver for a cluster that has none.
 * `exists`: all of it is there already, so that a file uploaded twice changes nothing.
 */
export type ImportState = 'create' | 'attach' | 'exists' | 'error';
export type CheckedRow = Omit<ReadRow, 'errors'> &
  Readonly<{ state: ImportState; clusterId: string | null; errors: readonly CellError[] }>;

export type ImportedCode = IssuedCode & Readonly<{ line: number; cluster: ClusterRow }>;
export type Imported = Readonly<{ rows: readonly CheckedRow[]; codes: readonly ImportedCode[] }>;

/** Lists of clusters and receivers, many at once. */
export type ClusterImports = Readonly<{
  /** What an import of this file would do; stores nothing. Rows in areas where `mayWrite` is false are errors. */
  preview: (file: Uint8Array, mayWrite: (areaKey: string) => boolean) => Outcome<readonly CheckedRow[]>;
  /** All rows that are right, in one step. */
  run: (file: Uint8Array, mayWrite: (areaKey: string) => boolean, by: string) => Promise<Outcome<Imported>>;
}>;

export const createClusterImports = (deps: {
  store: Store;
  directory: Directory;
  claims: Pick<Claims, 'register'>;
  clock: Clock;
  random: Random;
  log: Log;
}): ClusterImports => {
  const { store, directory, claims, clock, random, log } = deps;
  const tell = createTell(deps);

  /** What the row is, next to what is there. */
  const compare = (
    row: ReadRow,
    known: ReadonlyMap<string, ClusterRow>,
    mayWrite: (areaKey: string) => boolean,
  ): CheckedRow => {
    const wrong = (...errors: readonly CellError[]): CheckedRow => ({
      ...row,
      ...{ state: 'error', clusterId: null, cluster: null, errors: [...row.errors, ...errors] },
    });
    const { cluster, commune } = row;
    if (commune && !mayWrite(commune.key))
      return wrong({
        column: 'commune',
        vi: 'Tài khoản của bạn không được làm việc này ở xã này.',
        en: 'Your account may not do this in the commune.',
      });
    if (!cluster) return wrong();
    const there = known.get(placeKey(cluster.areaKey, cluster.name));
    const { receiver } = cluster;
    const bearer = receiver ? directory.devices.withSerial(receiver.serial) : undefined;
    if (bearer && bearer.clusterId !== there?.id) {
      const where = directory.clusters.get(bearer.clusterId)?.name ?? bearer.clusterId;
      return wrong({
        column: 'serial',
        vi: `Số sê-ri đang thuộc cụm loa “${where}”.`,
        en: `The serial belongs to the cluster “${where}”.`,
      });
    }
    const found = (state: ImportState): CheckedRow => ({ ...row, state, clusterId: there?.id ?? null });
    if (!there) return found('create');
    if (!receiver || bearer) return found('exists');
    const serving = directory.devices.ofCluster(there.id);
    if (!serving) return found('attach');
    return wrong({
      column: 'serial',
      vi: `Cụm loa đã có bộ thu ${serving.serial}. Hãy dùng “Thay bộ thu” ở trang cụm loa.`,
      en: `The cluster has the receiver ${serving.serial}. Use “Replace receiver” on its page.`,
    });
  };

  const preview: ClusterImports['preview'] = (file, mayWrite) => {
    const read = readClusterCsv(file);
    if (!read.ok) return { ok: false, status: 422, fault: read.fault };
    const today = localDateOf(clock.now());
    const communes = directory.areas.atLevel('commune').filter((area) => isValidOn(area, today));
    const book = {
      communes,
      byCode: directory.areas.byCode,
      parentOf: ({ parentKey }: { parentKey: string | null }) =>
        parentKey === null ? undefined : directory.areas.get(parentKey),
    };
    const rows = withoutRepeats(read.value.map((row) => readImportRow(row, book)));
    const concerned = new Set(rows.flatMap(({ commune }) => commune?.key ?? []));
    const known = new Map(
      [...concerned]
        .flatMap((areaKey) => directory.clusters.under(areaKey))
        .map((cluster) => [placeKey(cluster.areaKey, cluster.name), cluster] as const),
    );
    return { ok: true, value: rows.map((row) => compare(row, known, mayWrite)) };
  };

  const rowOf = ({ clusterId, cluster }: CheckedRow): ClusterRow | null => {
    if (clusterId !== null) return directory.clusters.get(clusterId) ?? null;
    if (!cluster) return null;
    const { receiver: _, ...described } = cluster;
    const id = random.id('clu');
    return { ...described, id, zoneKey: null, createdAt: clock.now(), retiredAt: null, isDemo: false };
  };

  return {
    preview,
    run: async (file, mayWrite, by) => {
      const checked = preview(file, mayWrite);
      if (!checked.ok) return checked;
      const rows = checked.value;
      const wanted = rows
        .filter(({ state }) => state === 'create' || state === 'attach')
        .flatMap((row) => {
          const cluster = rowOf(row);
          return cluster ? [{ ...row, row: cluster, receiver: row.cluster?.receiver ?? null }] : [];
        });
      const fresh = wanted.filter(({ state }) => state === 'create').map(({ row }) => row);
      const equipped = wanted.flatMap(({ row, line, receiver }) =>
        receiver ? [{ row, line, receiver }] : [],
      );
      const registered = await store.transaction(async (tx) => {
        await tx.clusters.insert(fresh);
        await tx.devices.addEvents(fresh.map((cluster) => tell('created', { cluster, by })));
        const devices = equipped.map(({ row, receiver }) => ({ clusterId: row.id, ...receiver }));
        return claims.register(tx, devices, by);
      });
      directory.adoptClusters(fresh);
      registered.adopt();
      log.info({ clusters: fresh.length, devices: equipped.length, by }, 'A list of clusters was imported');
      const codes = equipped.flatMap(({ row, line }, index) => {
        const issued = registered.issued[index];
        return issued ? [{ ...issued, line, cluster: row }] : [];
      });
      return { ok: true, value: { rows, codes } };
    },
  };
};
