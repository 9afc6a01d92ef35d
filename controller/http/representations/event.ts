import { z } from '@hono/zod-openapi';

/**
 * Server-sent events of `GET /api/v1/events`: the SSE `event` field is the type, `data` this JSON without it.
 * Hints for a page to fetch or patch; never the only source of a figure.
 */
export const serverEvent = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('presence'),
      changes: z.array(
        z.object({
          clusterId: z.string(),
          areaCode: z.string(),
          state: z.enum(['online', 'late', 'offline', 'unknown']),
        }),
      ),
    }),
    z.object({
      type: z.literal('playing'),
      changes: z.array(
        z.object({ clusterId: z.string(), areaCode: z.string(), itemId: z.string(), playing: z.boolean() }),
      ),
    }),
    z.object({ type: z.literal('playbacks'), areaCodes: z.array(z.string()), itemIds: z.array(z.string()) }),
    /** Opened, acknowledged, changed or closed; of very many at once only the first are named. */
    z.object({ type: z.literal('incidents'), areaCodes: z.array(z.string()), ids: z.array(z.string()) }),
    z.object({
      type: z.literal('bulletin'),
      bulletinId: z.string(),
      audioState: z.string(),
      progress: z.number(),
    }),
    z.object({ type: z.literal('announcements'), areaCodes: z.array(z.string()), ids: z.array(z.string()) }),
    z.object({ type: z.literal('schedule'), areaCodes: z.array(z.string()) }),
    z.object({ type: z.literal('inbox'), areaCodes: z.array(z.string()) }),
    z.object({ type: z.literal('readiness'), areaCodes: z.array(z.string()) }),
    /** The reader's own list of notices changed. */
    z.object({ type: z.literal('notices') }),
    z.object({ type: z.literal('network'), up: z.boolean(), cutUntil: z.string().nullable() }),
  ])
  .openapi('ServerEvent');
export type ServerEvent = z.infer<typeof serverEvent>;
