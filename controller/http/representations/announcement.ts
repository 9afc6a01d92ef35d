import { z } from '@hono/zod-openapi';
import { asset } from './bulletin.ts';
import { announcementKind, areaRef } from './common.ts';
import { target } from './session.ts';
import { line, paragraph } from './text.ts';

const reason = paragraph(500).optional();
const volume = z.int().min(0).max(100).optional();
const common = {
  title: line(200).optional(),
  targets: z.array(target).min(1).max(300),
  reason,
};
const bulletinId = z.string().max(64);
const second = 1_000;
const day = 24 * 60 * 60 * second;

export const createAnnouncement = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('emergency'),
      ...common,
      volume,
      bulletinId,
      /** Ten minutes unless said; without repetition no longer than the audio. */
      durationMs: z.int().min(second).max(day).optional(),
      /** The audio begins again until the end. */
      repeat: z.boolean().optional(),
      /**
       * Heard outside one commune it waits for a second approver, unless this breaks the glass: at once, with a reason
       * that everybody sees.
       */
      breakGlass: z.boolean().optional(),
      /** Stops in the way, lifted in the same step; without all of them it is refused. */
      liftStopIds: z.array(z.string().max(64)).max(100).optional(),
    }),
    /** A spoken notice, then the bulletin, once. */
    z.strictObject({ kind: z.literal('exercise'), ...common, volume, bulletinId }),
    /** A quiet tone of ten seconds. */
    z.strictObject({ kind: z.literal('test'), ...common, volume }),
    /** Silence until it is lifted. */
    z.strictObject({ kind: z.literal('stop'), ...common }),
  ])
  .openapi('CreateAnnouncement');
export type CreateAnnouncement = z.input<typeof createAnnouncement>;

export const endAnnouncement = z.strictObject({ reason }).openapi('EndAnnouncement');

export const announcement = z
  .object({
    id: z.string(),
    kind: announcementKind,
    title: z.string(),
    /** The nearest area that holds all targets. */
    area: areaRef,
    targets: z.array(target),
    targetNames: z.array(z.string()),
    bulletinId: z.string().nullable(),
    sha256: z.string().nullable(),
    volume: z.int().nullable(),
    repeat: z.boolean(),
    startAt: z.string(),
    /** Null for a stop, which has no end of its own. */
    endAt: z.string().nullable(),
    endedAt: z.string().nullable(),
    startedBy: z.string(),
    /** The second approver of one that is wider than a commune. */
    confirmedBy: z.string().nullable(),
    /** Started without the second approver that it needed; `reason` says why. */
    breakGlass: z.boolean(),
    /** Null while it lasts, and when it ran out by itself. */
    endedBy: z.string().nullable(),
    reason: z.string().nullable(),
    endReason: z.string().nullable(),
    state: z.enum(['inForce', 'ended']),
    /** Devices, by their own word; of a stop `started` holds it. `offline` is part of `notStarted`. */
    progress: z.object({
      targeted: z.int(),
      started: z.int(),
      notStarted: z.int(),
      offline: z.int(),
    }),
    demo: z.boolean(),
  })
  .openapi('Announcement');
export type Announcement = z.infer<typeof announcement>;

export const announcementPage = z
  .object({ items: z.array(announcement), next: z.string().nullable() })
  .openapi('AnnouncementPage');
export type AnnouncementPage = z.infer<typeof announcementPage>;

/** An emergency wider than a commune that one person asked for and another one has to confirm. */
export const announcementRequest = z
  .object({
    id: z.string(),
    state: z.enum(['waiting', 'confirmed', 'refused', 'expired', 'withdrawn']),
    title: z.string(),
    /** The nearest area that holds all targets. */
    area: areaRef,
    targetNames: z.array(z.string()),
    bulletinId: z.string(),
    asset: asset.pick({ sha256: true, url: true, durationMs: true }).nullable(),
    durationMs: z.int().nullable(),
    repeat: z.boolean(),
    liftsStops: z.boolean(),
    reason: z.string().nullable(),
    requestedBy: z.string(),
    requestedAt: z.string(),
    /** Not confirmed by then, it never starts. */
    expiresAt: z.string(),
    decidedBy: z.string().nullable(),
    decidedAt: z.string().nullable(),
    decisionReason: z.string().nullable(),
    /** What started, once it was confirmed. */
    announcementId: z.string().nullable(),
    /** Whether whoever asks may confirm it, were it waiting. */
    confirmable: z.boolean(),
  })
  .openapi('AnnouncementRequest');
export type AnnouncementRequest = z.infer<typeof announcementRequest>;
export const announcementRequestList = z
  .object({ items: z.array(announcementRequest) })
  .openapi('AnnouncementRequestList');
export type AnnouncementRequestList = z.infer<typeof announcementRequestList>;
export const breakGlass = z.strictObject({ reason: paragraph(500) }).openapi('BreakGlass');
export const refuseRequest = z.strictObject({ reason }).openapi('RefuseRequest');

export const announcementDevices = z
  .object({
    items: z.array(
      z.object({
        deviceId: z.string(),
        clusterId: z.string(),
        clusterName: z.string(),
        area: areaRef,
        state: z.enum(['started', 'notStarted']),
        reason: z
          .enum(['offline', 'not-cached', 'not-received', 'refused', 'no-report', 'fell-silent'])
          .nullable(),
        startedAt: z.string().nullable(),
      }),
    ),
    next: z.string().nullable(),
  })
  .openapi('AnnouncementDevices');
export type AnnouncementDevices = z.infer<typeof announcementDevices>;

export const emergencyClips = z
  .object({
    items: z.array(
      z.object({
        bulletinId: z.string(),
        title: z.string(),
        area: areaRef,
        asset: asset.pick({ sha256: true, url: true, durationMs: true }),
        demo: z.boolean(),
      }),
    ),
  })
  .openapi('EmergencyClips');
export type EmergencyClips = z.infer<typeof emergencyClips>;
