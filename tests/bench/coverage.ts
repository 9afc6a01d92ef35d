import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import BetterSqlite from 'better-sqlite3';
import { systemClock } from '../../controller/adapters/clock.ts';
import { createCoverageReports } from '../../controller/app/coverage/coverage.ts';
import { createProof } from '../../controller/app/coverage/proof.ts';
import { createDirectory } from '../../controller/app/directory/directory.ts';
import type { Clock } from '../../controller/app/ports/runtime.ts';
import type { BenchOptions, BenchRow } from './bench-row.ts';
import { isConnected, storeProvince } from './coverage-province.ts';
import { percentile, sampleTimes, type Times } from './sample-times.ts';

const day = 86_400_000;
const provenDays = 7;
const delayResolutionMs = 1;

/** The coverage report of the province beside the SQL that counts the same evidence, and nothing else. */
export const benchCoverage = async ({ devices, progress }: BenchOptions): Promise<BenchRow[]> => {
  const rows: BenchRow[] = [];
  for (const deviceCount of devices) {
    progress(`coverage over ${deviceCount} devices`);
    const folder = mkdtempSync(join(tmpdir(), 'bench-coverage-'));
    try {
      rows.push(...(await measureCoverage(folder, deviceCount)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  return rows;
};

const measureCoverage = async (folder: string, deviceCount: number): Promise<BenchRow[]> => {
  const now = Date.now();
  const store = await storeProvince(folder, deviceCount, now);
  const directory = createDirectory({ store });
  await directory.load();
  const connected = new Set(
    [...directory.devices.all()].filter((_, index) => isConnected(index)).map(({ id }) => id),
  );
  const clock: Clock = { ...systemClock(), now: () => now };
  const proof = createProof({ store, clock, provenDays });
  await proof.load();
  const reports = createCoverageReports({
    store,
    directory,
    presenceOf: (id) => (connected.has(id) ? 'online' : 'offline'),
    proof,
    clock,
    provenDays,
  });
  await reports.load();
  const keyOf = (code: string): string => directory.areas.byCode(code)?.key ?? '';
  const province = keyOf('25');
  const report = await reports.report(province, now);
  if (report?.official?.count !== 144 || report.reachable === null || report.proven === null) {
    throw new Error('The province to be measured is not the one meant: 144 communes, with evidence.');
  }

  const count = 200;
  const present = await sampleTimes(() => reports.report(province, now), { count });
  const lag = monitorEventLoopDelay({ resolution: delayResolutionMs });
  lag.enable();
  const past = await sampleTimes(() => reports.report(province, now - day), { count });
  lag.disable();
  const commune = await sampleTimes(() => reports.report(keyOf('07888'), now), { count });
  await store.close();
  const bare = await sampleBareQuery(join(folder, 'controller.db'), now, count);

  const row = (name: string, times: Times, share: number): BenchRow => ({
    name: `${name}, p${share * 100}`,
    devices: deviceCount,
    value: percentile(times, share),
    unit: 'ms',
    baseline: percentile(bare, share),
    baselineName: 'the two counts in SQL',
  });
  return [
    row('province, now', present, 0.5),
    row('province, now', present, 0.99),
    row('province, yesterday', past, 0.5),
    {
      name: 'province, yesterday, pause of the event loop, p99',
      devices: deviceCount,
      value: Math.max(0, lag.percentile(99) / 1e6 - delayResolutionMs),
      unit: 'ms',
      budget: { of: 'value', atMost: 50 },
    },
    row('one commune, now', commune, 0.5),
  ];
};

const sampleBareQuery = (path: string, now: number, count: number): Promise<Times> => {
  const database = new BetterSqlite(path, { readonly: true });
  const reachable = database.prepare(
    `select c.area_key, count(*), sum(l.last_seen_at >= ?) from clusters c
     join devices d on d.cluster_id = c.id left join last_seen l on l.device_id = d.id group by c.area_key`,
  );
  const proven = database.prepare(
    `select p.area_key, count(distinct p.cluster_id) from playbacks p
     where p.outcome = 'played' and p.grade is not null and p.finished_at >= ? and p.finished_at < ? group by p.area_key`,
  );
  return sampleTimes(() => [reachable.all(now - 60_000), proven.all(now - provenDays * day, now)], { count });
};
