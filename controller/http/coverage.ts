import { createRoute, z } from '@hono/zod-openapi';
import type { CoverageReports } from '../app/coverage/coverage.ts';
import type { Directory } from '../app/directory/directory.ts';
import type { Clock } from '../app/ports/runtime.ts';
import type { CoverageDifferences, CoverageFigures, CoverageReport } from '../domain/coverage.ts';
import { coverageCsv } from '../domain/coverage-csv.ts';
import { endOfLocalDate, localDateOf } from '../domain/vietnam-date.ts';
import { areaByCode } from './area-ref.ts';
import { json, ProblemError, problemResponse } from './problem.ts';
import { reads } from './reading.ts';
import { areaCode, localDate } from './representations/common.ts';
import { type Coverage, type CoverageChild, coverage } from './representations/coverage.ts';
import { createRouter } from './router.ts';

const query = z.object({
  area: areaCode.default('25'),
  at: localDate
    .optional()
    .openapi({ description: 'Date up to today; the end of that day in Vietnam. Now when left out.' }),
});

const coverageRoute = createRoute({
  method: 'get',
  path: '/coverage',
  ...reads('open'),
  tags: ['coverage'],
  summary: 'Official, equipped, reachable and proven communes of an area and of all areas below',
  request: { query },
  responses: { 200: { description: 'The figures', content: json(coverage) }, ...problemResponse },
});

const csvRoute = createRoute({
  method: 'get',
  path: '/coverage.csv',
  ...reads('open'),
  tags: ['coverage'],
  summary: 'The same figures as a table',
  request: { query },
  responses: {
    200: { description: 'CSV, UTF-8', content: { 'text/csv': { schema: z.string() } } },
    ...problemResponse,
  },
});

const dateAhead = {
  code: 'Coverage_DateAhead',
  vi: 'Ngày này chưa đến nên chưa có số liệu.',
  en: 'This day has not come yet: there are no figures.',
};

const figuresOf = (figures: CoverageFigures): Omit<CoverageChild, 'children'> => ({
  area: {
    code: figures.area.code,
    name: figures.area.name,
    level: figures.area.level,
    type: figures.area.type,
  },
  asOf: figures.asOf,
  official: figures.official,
  equipped: figures.equipped,
  reachable: figures.reachable,
  proven: figures.proven,
  clusters: { total: figures.clusters.total, online: figures.clusters.reachable?.count ?? null },
});

const childOf = (figures: CoverageFigures): CoverageChild => ({
  ...figuresOf(figures),
  children: figures.children.map(childOf),
});

const differencesOf = (differences: CoverageDifferences): Coverage['differences'] => [
  ...differences.officialNotEquipped.map(({ area }) => ({
    area,
    kind: 'official-not-equipped' as const,
    note: '',
  })),
  ...differences.equippedNotOfficial.map(({ area, station }) => ({
    area,
    kind: 'equipped-not-official' as const,
    note: station ?? '',
  })),
  ...differences.published.map(({ area, figure, counted }) => ({
    area,
    kind: 'published-differs' as const,
    note: `${figure.count}/${figure.total} (${figure.document}) – ${counted.count}/${counted.total}`,
  })),
];

export const createCoverageRoutes = (deps: {
  reports: CoverageReports;
  directory: Directory;
  clock: Clock;
}) => {
  const { reports, directory, clock } = deps;
  /** The end of that day in Vietnam; today it has not come yet. Nobody has evidence of a day ahead. */
  const instantOf = (at: string | undefined): number => {
    const now = clock.now();
    if (at === undefined) return now;
    if (at > localDateOf(now)) throw new ProblemError(422, dateAhead);
    return Math.min(endOfLocalDate(at), now);
  };
  const reportFor = async (code: string, at: string | undefined): Promise<CoverageReport> => {
    const area = areaByCode(directory, code);
    const report = await reports.report(area.key, instantOf(at));
    if (report) return report;
    throw new ProblemError(404, {
      code: 'Area_NotInForce',
      vi: `Địa bàn mang mã ${code} không có hiệu lực vào ngày ${at ?? 'này'}.`,
      en: `The area with the code ${code} was not in force on ${at ?? 'this day'}.`,
    });
  };

  return createRouter()
    .openapi(coverageRoute, async (c) => {
      const { area, at } = c.req.valid('query');
      const report = await reportFor(area, at);
      const answer: Coverage = {
        ...figuresOf(report),
        provenDays: report.provenDays,
        differences: differencesOf(report.differences),
        demo: reports.restsOnDemo(),
        children: report.children.map(childOf),
      };
      return c.json(answer, 200);
    })
    .openapi(csvRoute, async (c) => {
      const { area, at } = c.req.valid('query');
      const csv = coverageCsv(await reportFor(area, at));
      const name = `coverage-${area}-${at ?? 'now'}.csv`;
      return c.body(csv, 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${name}"`,
      });
    });
};
