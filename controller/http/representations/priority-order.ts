import { z } from '@hono/zod-openapi';
import { areaRef, localDate } from './common.ts';

export const putPriorityOrder = z
  .strictObject({
    /** The first goes first; priority items that are not named follow by start. */
    itemIds: z.array(z.string().max(128)).max(200),
  })
  .openapi('PutPriorityOrder');

export const priorityOrder = z
  .object({
    area: areaRef,
    date: localDate,
    /** Priority items of the date in the order that holds among those that wait for the loudspeaker. */
    items: z.array(
      z.object({
        itemId: z.string(),
        title: z.string(),
        sessionId: z.string(),
        sessionTitle: z.string(),
        ownerArea: areaRef,
        startAt: z.string(),
        endAt: z.string(),
      }),
    ),
    /** Whether the commune has decided; otherwise they go by start. */
    isOrdered: z.boolean(),
    updatedBy: z.string().nullable(),
    updatedAt: z.string().nullable(),
  })
  .openapi('PriorityOrder');
export type PriorityOrder = z.infer<typeof priorityOrder>;
