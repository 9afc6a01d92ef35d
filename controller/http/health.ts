import { createRoute, z } from '@hono/zod-openapi';
import { createRouter, json } from './problem.ts';

/** What stands between this process and its work; empty when nothing does. */
export type ReadinessCheck = () => Promise<string[]>;

const health = z.object({ status: z.literal('ok') }).openapi('Health');
const ready = z
  .object({ status: z.enum(['ready', 'not-ready']), waitingFor: z.array(z.string()) })
  .openapi('Ready');

const healthRoute = createRoute({
  method: 'get',
  path: '/healthz',
  tags: ['operation'],
  summary: 'The process is alive',
  responses: { 200: { description: 'Alive', content: json(health) } },
});
const readyRoute = createRoute({
  method: 'get',
  path: '/readyz',
  tags: ['operation'],
  summary: 'Database, broker and documents are in place',
  responses: {
    200: { description: 'Ready', content: json(ready) },
    503: { description: 'Not ready', content: json(ready) },
  },
});
const metricsRoute = createRoute({
  method: 'get',
  path: '/metrics',
  tags: ['operation'],
  summary: 'Figures in the Prometheus text format',
  responses: { 200: { description: 'Metrics', content: { 'text/plain': { schema: z.string() } } } },
});

export const createHealthRoutes = (deps: { waitingFor: ReadinessCheck; metrics: () => Promise<string> }) =>
  createRouter()
    .openapi(healthRoute, (c) => c.json({ status: 'ok' as const }, 200))
    .openapi(readyRoute, async (c) => {
      const waitingFor = await deps.waitingFor();
      return waitingFor.length === 0
        ? c.json({ status: 'ready' as const, waitingFor }, 200)
        : c.json({ status: 'not-ready' as const, waitingFor }, 503);
    })
    .openapi(metricsRoute, async (c) => c.text(await deps.metrics(), 200));
