import { z } from '@hono/zod-openapi';
import { areaRef, broadcastClass } from './common.ts';

/** An item of a program, or an announcement. */
const kind = z.enum(['item', 'announcement']);
/** Clusters concerned; null for every cluster of the commune. */
const clusterIds = z.array(z.string()).nullable();

const cause = z
  .object({
    itemId: z.string(),
    kind,
    title: z.string(),
    class: z.enum(['normal', 'priority', 'emergency', 'stop']),
    sessionId: z.string().nullable(),
    sessionTitle: z.string().nullable(),
    ownerArea: areaRef,
  })
  .openapi('DryRunCause');

const subject = {
  kind,
  sessionId: z.string().nullable(),
  sessionTitle: z.string().nullable(),
  title: z.string(),
  class: broadcastClass,
  /** The area whose people own the session or the announcement. */
  ownerArea: areaRef,
  plannedStart: z.string(),
  plannedEnd: z.string(),
  clusterIds,
};

export const dryRun = z
  .object({
    area: areaRef,
    clusterId: z.string().nullable(),
    from: z.string(),
    to: z.string(),
    /** When the commune may sound at all. */
    allowed: z.array(z.object({ startAt: z.string(), endAt: z.string() })),
    /** Stretches in which one thing has the loudspeaker, by start. */
    sounds: z.array(
      z.object({
        ...subject,
        itemId: z.string(),
        startAt: z.string(),
        endAt: z.string(),
        /** Position in the audio at `startAt`; more than 0 where it enters late or again. */
        positionMs: z.number(),
        volume: z.int(),
        /** What ends it before its planned end. */
        cutBy: z.enum(['displaced', 'stop', 'quiet-hours', 'expired']).nullable(),
        /** Who takes over. */
        by: cause.nullable(),
        /** Who had the loudspeaker until `startAt`, though this was due. */
        delayedBy: cause.nullable(),
      }),
    ),
    /** Planned, and never heard, by planned start. */
    silent: z.array(
      z.object({
        ...subject,
        /** Null when nothing was placed. */
        itemId: z.string().nullable(),
        reason: z.enum(['displaced', 'stop', 'quiet-hours', 'expired', 'not-placed']),
        by: cause.nullable(),
        /** Of `not-placed`: `empty` when the date has no running order, else what keeps the bulletin off air. */
        cause: z
          .enum(['empty', 'unknown', 'not-ready', 'not-approved', 'cut-off-missed', 'overflow'])
          .nullable(),
        /** Of `not-approved`: until when it must be approved to air after all. */
        approveBy: z.string().nullable(),
      }),
    ),
    stops: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        startAt: z.string(),
        /** Null while it has not been lifted. */
        endAt: z.string().nullable(),
        ownerArea: areaRef,
        clusterIds,
      }),
    ),
  })
  .openapi('DryRun');
export type DryRun = z.infer<typeof dryRun>;
