import { z } from 'zod';
import { documentHeader } from './header.ts';
import { areaKey, epochMs } from './identifiers.ts';
import { volume } from './program.ts';

/** A half-open span [startAt, endAt). */
export const timeWindow = z.object({ startAt: epochMs, endAt: epochMs });
export type TimeWindow = z.infer<typeof timeWindow>;

export const volumeCap = timeWindow.extend({ maxVolume: volume });

export const policySchema = 'tt/policy/1';

/** `tt/v1/areas/{key}/policy`: when the area may sound at all, as absolute windows. */
export const policyDocument = documentHeader.extend({
  schema: z.literal(policySchema),
  areaKey,
  /** Sound may *start* only inside one of these and is cut at its end. Sorted, not overlapping. */
  allowed: z.array(timeWindow),
  caps: z.array(volumeCap),
});
export type PolicyDocument = z.infer<typeof policyDocument>;
