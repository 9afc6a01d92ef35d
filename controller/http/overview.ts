import { createRoute, z } from '@hono/zod-openapi';
import type { CoverageReports } from '../app/coverage/coverage.ts';
import type { Directory } from '../app/directory/directory.ts';
import type { AsRunLog } from '../app/ledger/as-run-log.ts';
import type { NowPlaying } from '../app/ledger/now-playing.ts';
import type { Clock, DeviceLink } from '../app/ports/runtime.ts';
import type { PlaybackTally } from '../app/ports/store/playbacks.ts';
import type { Presence } from '../app/presence/presence.ts';
import type { Readiness } from '../app/sessions/readiness.ts';
import type { ScheduleEntry, Sessions } from '../app/sessions/sessions.ts';
import type { CoverageFigures } from '../domain/coverage.ts';
import { sumOutcomes } from '../domain/outcome-counts.ts';
import { areaByCode, areaRefOf } from './area-ref.ts';
import { accepted, json, problemResponse } from './problem.ts';
import { reads } from './reading.ts';
import { areaCode } from './representations/common.ts';
import { type Overview, overview, type Tile } from './representations/overview.ts';
import { iso } from './representations/time.ts';
import { createRouter } from './router.ts';
import { createScheduleView, talliesOf } from './schedule-view.ts';

const hour = 60 * 60 * 1_000;
const mostNext = 5;

const overviewRoute = createRoute({
  method: 'get',
  path: '/overview',
  ...reads('open'),
  tags: ['coverage'],
  summary:
    'An area at a glance: coverage, presence, the running, next and last session, a tile for each area below',
  request: { query: z.object({ area: areaCode.default('25') }) },
  responses: { 200: { description: 'The overview', content: json(overview) }, ...problemResponse },
});

/** The occurrence whose outcomes the tiles show: the one that sounds, else the one that ended last. */
const shownOnTiles = (
  current: readonly ScheduleEntry[],
  last: ScheduleEntry | undefined,
): ScheduleEntry | undefined => current.at(-1) ?? last;

const soundEnd = (entry: ScheduleEntry): number => entry.items.at(-1)?.endAt ?? entry.endAt;

export const createOverviewRoutes = (deps: {
  approvalCutOffMs: number;
  asRun: AsRunLog;
  directory: Directory;
  sessions: Sessions;
  readiness: Readiness;
  presence: Presence;
  reports: CoverageReports;
  playing: NowPlaying;
  link: Pick<DeviceLink, 'isUp'>;
  clock: Clock;
}) => {
  const { asRun, directory, sessions, presence, reports, playing, link, clock } = deps;
  const view = createScheduleView(deps);

  const tilesOf = (
    areaKey: string,
    figures: CoverageFigures | undefined,
    tallies: readonly PlaybackTally[],
  ): Tile[] => {
    const soundingIn = playing.countByCommune();
    const officialOf = new Map(figures?.children.map((child) => [child.area.code, child.official]));
    return directory.areas
      .children(areaKey)
      .filter((child) => child.level !== 'zone')
      .map((child) => {
        const communes = new Set(directory.areas.communesUnder(child.key).map((commune) => commune.key));
        const area = areaRefOf(directory, child.key);
        return {
          area,
          presence: presence.counts(child.key),
          official: officialOf.get(area.code) ?? null,
          playing: [...communes].reduce((sum, key) => sum + (soundingIn.get(key) ?? 0), 0),
          outcomes: sumOutcomes(tallies.filter((tally) => communes.has(tally.areaKey))),
        };
      });
  };

  return createRouter().openapi(overviewRoute, async (c) => {
    const area = areaByCode(directory, c.req.valid('query').area);
    const now = clock.now();
    const planned = accepted(
      await sessions.schedule({
        // Totals are for everybody who is signed in; what is planned, only where it may be read.
        areaKeys: c.get('readable').partsOf(area.key),
        from: now - 24 * hour,
        to: now + 36 * hour,
      }),
    );
    const airing = planned.filter((entry) => entry.items.length > 0);
    const current = airing.filter((entry) => entry.startAt <= now && now < soundEnd(entry));
    const next = airing.filter((entry) => entry.startAt > now).slice(0, mostNext);
    const last = airing.filter((entry) => soundEnd(entry) <= now).at(-1);
    const report = await reports.report(area.key, now);
    const shown = shownOnTiles(current, last);
    const tallies = shown ? await talliesOf(asRun, shown) : [];
    const communes = directory.areas.communesUnder(area.key);
    const soundingIn = playing.countByCommune();
    const answer: Overview = {
      area: areaRefOf(directory, area.key),
      serverTime: iso(now),
      presence: presence.counts(area.key),
      playing: communes.reduce((sum, commune) => sum + (soundingIn.get(commune.key) ?? 0), 0),
      coverage: {
        official: report?.official ?? null,
        equipped: report?.equipped ?? { count: 0, total: 0, percent: null },
        reachable: report?.reachable ?? null,
        proven: report?.proven ?? null,
      },
      current: await Promise.all(current.map((entry) => view(entry, now))),
      next: await Promise.all(next.map((entry) => view(entry, now))),
      last: last ? await view(last, now) : null,
      tiles: tilesOf(area.key, report, tallies),
      networkUp: link.isUp(),
      mayRead: c.get('readable').covers(area.key),
    };
    return c.json(answer, 200);
  });
};
