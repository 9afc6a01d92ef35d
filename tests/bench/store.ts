import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { openSqliteStore } from '../../controller/adapters/store/sqlite.ts';
import type { PlaybackRow } from '../../controller/app/ports/store/playbacks.ts';
import type { LastSeenRow } from '../../controller/app/ports/store/presence.ts';
import { silentLog } from '../support/silent-log.ts';
import { aHeartbeat, aPlayback, MINUTE, MORNING, names } from '../support/store-contract/sample-rows.ts';
import type { BenchOptions, BenchRow } from './bench-row.ts';
import { percentile } from './sample-times.ts';

const LARGEST_BATCH = 2_500;
const ROUNDS = 20;

/** Batches that a province writes, durable, beside a prepared statement per row in one bare transaction. */
export const benchStore = async ({ devices, progress }: BenchOptions): Promise<BenchRow[]> => {
  const rows: BenchRow[] = [];
  for (const deviceCount of devices) {
    progress(`store, batches of ${deviceCount} devices`);
    const folder = mkdtempSync(join(tmpdir(), 'bench-store-'));
    try {
      rows.push(...(await measureStore(folder, deviceCount)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  return rows;
};

const measureStore = async (folder: string, deviceCount: number): Promise<BenchRow[]> => {
  const path = (name: string): string => join(folder, name);
  const store = await openSqliteStore({ path: path('store.db'), log: silentLog });
  // The same schema, in a file of its own that nothing of ours writes to.
  await (await openSqliteStore({ path: path('bare.db'), log: silentLog })).close();
  const bare = openBare(path('bare.db'));

  const batch = Math.min(deviceCount, LARGEST_BATCH);
  const seen = await sampleBoth(
    (round) => sights(batch, round),
    (sight) => store.presence.saveLastSeen(sight),
    bare.saveLastSeen,
  );
  const frozen = await sampleBoth(
    (round) => plannedPlays(deviceCount, round),
    (plays) => store.playbacks.insert(plays),
    bare.insertPlaybacks,
  );
  await store.close();
  bare.close();

  const baselineName = 'prepared statement, one transaction';
  const rate = (name: string, count: number, times: Both): BenchRow => ({
    name,
    devices: deviceCount,
    value: (count * 1_000) / times.ours,
    unit: 'rows/s',
    baseline: (count * 1_000) / times.bare,
    baselineName,
    budget: { of: 'ratio', atLeast: 0.5 },
  });
  return [
    rate(`last seen, upsert of ${batch}`, batch, seen),
    {
      name: `last seen, one batch of ${batch}`,
      devices: deviceCount,
      value: seen.ours,
      unit: 'ms',
      baseline: seen.bare,
      baselineName,
    },
    rate(`playbacks, insert of ${deviceCount}`, deviceCount, frozen),
    {
      name: `playbacks, one insert of ${deviceCount}`,
      devices: deviceCount,
      value: frozen.ours,
      unit: 'ms',
      baseline: frozen.bare,
      baselineName,
    },
  ];
};

const sights = (count: number, round: number): LastSeenRow[] =>
  names('dev', count).map((deviceId) => ({
    deviceId,
    lastSeenAt: MORNING + round * MINUTE,
    heartbeat: aHeartbeat({ at: MORNING + round * MINUTE }),
  }));

const plannedPlays = (count: number, round: number): PlaybackRow[] =>
  names('dev', count).map((deviceId, index) =>
    aPlayback({
      itemId: `itm_${round}_${index % 225}`,
      deviceId,
      clusterId: deviceId.replace('dev', 'clu'),
      areaKey: `${7_000 + (index % 225)}.20200101`,
      plannedStart: MORNING + round * MINUTE,
    }),
  );

/** Medians, in milliseconds. */
type Both = { ours: number; bare: number };

/** Turn and turn about, so that whatever else the machine does meets both alike. The first rounds are unseen. */
const sampleBoth = async <Row>(
  rowsOf: (round: number) => Row[],
  ours: (rows: Row[]) => Promise<void>,
  bare: (rows: Row[]) => void,
): Promise<Both> => {
  const times: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
  for (let round = -3; round < ROUNDS; round += 1) {
    const rows = rowsOf(round);
    const began = performance.now();
    await ours(rows);
    const between = performance.now();
    bare(rows);
    const ended = performance.now();
    if (round < 0) continue;
    times.ours.push(between - began);
    times.bare.push(ended - between);
  }
  const median = (sample: number[]): number =>
    percentile(
      sample.toSorted((a, b) => a - b),
      0.5,
    );
  return { ours: median(times.ours), bare: median(times.bare) };
};

const openBare = (path: string) => {
  const database = new BetterSqlite(path);
  database.pragma('synchronous = FULL');
  database.pragma('cache_size = -65536');
  const upsert = database.prepare(
    `insert into last_seen (device_id, last_seen_at, heartbeat) values (?, ?, ?)
     on conflict (device_id) do update set last_seen_at = excluded.last_seen_at, heartbeat = excluded.heartbeat
     where excluded.last_seen_at >= last_seen.last_seen_at`,
  );
  const insert = database.prepare(
    `insert into playbacks (item_id, device_id, cluster_id, area_key, session_id, title, class, sha256,
       program_version, planned_start, planned_end, started_at, finished_at, outcome, reason, grade,
       clock_error_ms, deviation, late_evidence, updated_at, is_demo)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
  );
  return {
    saveLastSeen: database.transaction((rows: LastSeenRow[]) => {
      for (const row of rows) upsert.run(row.deviceId, row.lastSeenAt, JSON.stringify(row.heartbeat));
    }),
    insertPlaybacks: database.transaction((rows: PlaybackRow[]) => {
      for (const row of rows) {
        insert.run(
          row.itemId,
          row.deviceId,
          row.clusterId,
          row.areaKey,
          row.sessionId,
          row.title,
          row.class,
          row.sha256,
          row.programVersion,
          row.plannedStart,
          row.plannedEnd,
          row.startedAt,
          row.finishedAt,
          row.outcome,
          row.reason,
          row.grade,
          row.clockErrorMs,
          row.deviation,
          Number(row.lateEvidence),
          row.updatedAt,
          Number(row.isDemo),
        );
      }
    }),
    close: () => database.close(),
  };
};
