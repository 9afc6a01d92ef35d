import { z } from '@hono/zod-openapi';
import { announcementKind, areaRef, broadcastClass, outcomeCounts, playbackOutcome } from './common.ts';

export const playback = z
  .object({
    itemId: z.string(),
    deviceId: z.string(),
    clusterId: z.string(),
    clusterName: z.string(),
    areaCode: z.string(),
    areaName: z.string(),
    /** `xã`, `phường`, ...: names of communes repeat. */
    areaType: z.string(),
    district: areaRef.nullable(),
    title: z.string(),
    class: broadcastClass,
    /** Null for an item of a session, and for what nobody planned. */
    announcementKind: announcementKind.nullable(),
    /** Of a wide emergency that one person started alone: the reason given. */
    breakGlass: z.string().nullable(),
    plannedStart: z.string(),
    plannedEnd: z.string(),
    startedAt: z.string().nullable(),
    finishedAt: z.string().nullable(),
    outcome: playbackOutcome,
    reason: z.string().nullable(),
    grade: z.enum(['reported', 'measured', 'confirmed']).nullable(),
    clockErrorMs: z.number().nullable(),
    /** Heard otherwise than planned: `cancelled-item`, `superseded` (at the time of an older program), `unplanned`. */
    deviation: z.string().nullable(),
    lateEvidence: z.boolean(),
    sha256: z.string().nullable(),
    programVersion: z.int(),
    demo: z.boolean(),
  })
  .openapi('Playback');
export type Playback = z.infer<typeof playback>;

export const playbackPage = z
  .object({ items: z.array(playback), next: z.string().nullable() })
  .openapi('PlaybackPage');
export type PlaybackPage = z.infer<typeof playbackPage>;

/** One item that aired (or did not), over all its devices: the as-run log's first level. */
export const playbackSummary = z
  .object({
    itemId: z.string(),
    sessionId: z.string().nullable(),
    /** Also of a session that has ended since. */
    sessionTitle: z.string().nullable(),
    title: z.string(),
    class: broadcastClass,
    /** Null for an item of a session, and for what nobody planned. */
    announcementKind: announcementKind.nullable(),
    /** Of a wide emergency that one person started alone: the reason given. */
    breakGlass: z.string().nullable(),
    plannedStart: z.string(),
    plannedEnd: z.string(),
    devices: z.int(),
    outcomes: outcomeCounts,
    lateEvidence: z.int(),
  })
  .openapi('PlaybackSummary');
export const playbackSummaries = z
  .object({ items: z.array(playbackSummary), totals: outcomeCounts })
  .openapi('PlaybackSummaries');
export type PlaybackSummaries = z.infer<typeof playbackSummaries>;
