import { createRoute, z } from '@hono/zod-openapi';
import type { Directory } from '../app/directory/directory.ts';
import type { Clock } from '../app/ports/runtime.ts';
import type { DryRuns } from '../app/sessions/dry-run.ts';
import { createDryRunView } from './dry-run-view.ts';
import { accepted, json, problemResponse } from './problem.ts';
import { reads } from './reading.ts';
import { areaCode, instant } from './representations/common.ts';
import { dryRun } from './representations/dry-run.ts';
import { createRouter } from './router.ts';

const day = 24 * 60 * 60 * 1_000;

const dryRunRoute = createRoute({
  method: 'get',
  path: '/dry-run',
  ...reads('area'),
  tags: ['sessions'],
  summary: 'What will sound in a commune, what will not, by whom and why, as its receivers work it out',
  request: {
    query: z.object({
      area: areaCode,
      cluster: z.string().max(64).optional().openapi({ description: 'One cluster of the commune' }),
      from: instant.optional().openapi({ description: 'Now when left out; at most a day back' }),
      to: instant.optional().openapi({ description: 'A day later when left out; at most 14 days' }),
    }),
  },
  responses: { 200: { description: 'The dry run', content: json(dryRun) }, ...problemResponse },
});

export const createDryRunRoutes = (deps: {
  directory: Directory;
  dryRuns: DryRuns;
  clock: Clock;
  approvalCutOffMs: number;
}) => {
  const { directory, dryRuns, clock } = deps;
  const view = createDryRunView(directory, deps.approvalCutOffMs);
  return createRouter().openapi(dryRunRoute, async (c) => {
    const query = c.req.valid('query');
    const from = query.from === undefined ? clock.now() : Date.parse(query.from);
    const report = accepted(
      await dryRuns({
        areaKey: c.get('readable').area(query.area),
        clusterId: query.cluster ?? null,
        from,
        to: query.to === undefined ? from + day : Date.parse(query.to),
      }),
    );
    return c.json(view(report), 200);
  });
};
