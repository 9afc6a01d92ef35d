import { z } from 'zod';
import { documentHeader } from './header.ts';
import { areaKey, epochMs, identifier, sha256Hex } from './identifiers.ts';
import { assetInfo, assetSource, streamSource, targetSet, volume } from './program.ts';

const common = {
  id: identifier,
  title: z.string(),
  startAt: epochMs,
  targetSet: z.string(),
};

/** Sound that is in force from `startAt` to `endAt`; its source repeats until then when `repeat` is set. */
const sounding = {
  ...common,
  endAt: epochMs,
  volume,
  repeat: z.boolean(),
  source: z.discriminatedUnion('kind', [assetSource, streamSource]),
};

export const announcement = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('emergency'), ...sounding }),
  z.object({ kind: z.literal('exercise'), ...sounding }),
  z.object({ kind: z.literal('test'), ...sounding }),
  z.object({ kind: z.literal('live'), ...sounding }),
  /**
   * Silence that holds until it is lifted: until a later document gives it an `endAt`, or no longer lists it.
   * It has no end of its own, and outlives its document.
   */
  z.object({ kind: z.literal('stop'), ...common, endAt: epochMs.optional() }),
]);
export type Announcement = z.infer<typeof announcement>;

export const announcementsSchema = 'tt/announcements/1';

/**
 * `tt/v1/areas/{key}/announcements`: what is in force for the area. What has ended may stay listed with its
 * end while items that it displaced may still sound: what they do next depends on it.
 */
export const announcementsDocument = documentHeader.extend({
  schema: z.literal(announcementsSchema),
  areaKey,
  targetSets: z.record(z.string(), targetSet),
  announcements: z.array(announcement),
  assets: z.record(sha256Hex, assetInfo),
});
export type AnnouncementsDocument = z.infer<typeof announcementsDocument>;
