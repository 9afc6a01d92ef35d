import { createRoute, z } from '@hono/zod-openapi';
import { needs } from './authorisation.ts';
import { json, problemResponse } from './problem.ts';
import { iso } from './representations/time.ts';
import { createRouter } from './router.ts';

/** The demo's control over the network between broker and devices. */
export type NetworkCut = Readonly<{
  /** Cuts every device off; gives the instant at which the network comes back by itself. */
  cut: () => Promise<number>;
  until: () => number | null;
}>;

const cutRoute = createRoute({
  method: 'post',
  path: '/demo/network-cut',
  ...needs('devices.write', 'everywhere'),
  tags: ['demo'],
  summary: 'Cut every device off the network for a minute (demo only)',
  responses: {
    202: { description: 'Cut', content: json(z.object({ until: z.string() }).openapi('NetworkCut')) },
    ...problemResponse,
  },
});

export const createDemoRoutes = ({ networkCut }: { networkCut: NetworkCut }) =>
  createRouter().openapi(cutRoute, async (c) => c.json({ until: iso(await networkCut.cut()) }, 202));
