import type { CoverageReport } from '../../../controller/domain/coverage.ts';
import { presenceRules } from '../../../controller/domain/presence.ts';
import { provenDays } from '../controller/sim-controller.ts';
import type { World } from '../world.ts';
import type { Invariant } from './invariant.ts';

const dayMs = 24 * 3_600_000;

/** What coverage said at an instant, and what was to be counted then, past the code that counts. */
export type CoverageSample = Readonly<{
  at: number;
  report: CoverageReport | undefined;
  equipped: number;
  /** Communes that must be reachable, and that may be: presence is looked at every few seconds only. */
  reachable: Readonly<{ least: number; most: number }>;
  proven: number | null;
}>;

const countCommunes = ({ country }: World, isCounted: (deviceId: string) => boolean): number =>
  new Set(country.devices.filter(({ id }) => isCounted(id)).map(({ id }) => country.clusterOf(id).areaKey))
    .size;

/** Presence is looked at this often in a world that runs slowly. */
const lookMs = 15_000;

/** Counts one by one, at the instant of the question. */
export const recount = (world: World, report: CoverageReport | undefined): CoverageSample => {
  const at = Math.floor(world.time.now());
  const { offlineAfterMs } = presenceRules(world.size.heartbeatIntervalMs);
  const ageOf = (deviceId: string): number => at - (world.heardAt.get(deviceId) ?? Number.NEGATIVE_INFINITY);
  const rows = world.database.rows(
    `select distinct device_id from playbacks where outcome = 'played' and grade is not null
       and finished_at >= ? and finished_at <= ?`,
    at - provenDays * dayMs,
    // By clocks that run a little ahead.
    at + 120_000,
  );
  const proven = new Set(rows.map(({ device_id }) => String(device_id)));
  const hasLog = world.database.rows('select 1 from playbacks limit 1').length > 0;
  return {
    at,
    report,
    equipped: countCommunes(world, ({ length }) => length > 0),
    reachable: {
      least: countCommunes(world, (id) => ageOf(id) < offlineAfterMs - lookMs && ageOf(id) > lookMs),
      most: countCommunes(world, (id) => ageOf(id) < offlineAfterMs + lookMs),
    },
    proven: hasLog ? countCommunes(world, (id) => proven.has(id)) : null,
  };
};

/** The figures of the page are what somebody with a pencil would count. */
export const coverageRecount: Invariant = {
  name: 'coverage equals a recount',
  judge: ({ coverage, country }, tell) => {
    for (const { at, report, equipped, reachable, proven } of coverage) {
      if (!report) {
        tell(at, 'coverage', 'says nothing of the province');
        continue;
      }
      const total = country.communeKeys.length;
      const { equipped: said } = report;
      if (said.count !== equipped || said.total !== total) {
        tell(at, 'coverage', `equipped ${said.count}/${said.total} and not ${equipped}/${total}`);
      }
      const official = country.stations.filter(({ technology }) => technology === 'it-enabled').length;
      const isOnRecord = country.communeKeys.every((key) =>
        country.stations.some(({ areaKey }) => areaKey === key),
      );
      if (isOnRecord && report.official?.count !== official) {
        tell(at, 'coverage', `official ${report.official?.count} and not ${official}`);
      }
      const online = report.reachable?.count ?? 0;
      if (online < reachable.least || online > reachable.most) {
        tell(at, 'coverage', `reachable ${online} and not ${reachable.least} to ${reachable.most}`);
      }
      const heard = report.proven?.count ?? null;
      if (heard !== proven) tell(at, 'coverage', `proven ${heard} and not ${proven}`);
    }
  },
};
