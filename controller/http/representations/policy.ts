import { z } from '@hono/zod-openapi';
import { areaRef, localDate } from './common.ts';

/** `05:00`. */
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** `24:00` is the end of the day. */
const endOfSpan = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/);
const maxVolume = z.int().min(0).max(100);

/** Sound is allowed on these weekdays in [from, to); `to` before `from` means the next day. */
export const policyRule = z
  .strictObject({
    /** ISO weekdays 1 (Monday) to 7. */
    weekdays: z
      .array(z.int().min(1).max(7))
      .min(1)
      .max(7)
      .refine((days) => new Set(days).size === days.length, 'names a day twice'),
    from: timeOfDay,
    to: endOfSpan,
    /** The loudest within this window; null for no limit of its own. */
    maxVolume: maxVolume.nullable().default(null),
  })
  .openapi('PolicyRule');

export const putPolicy = z.strictObject({ rules: z.array(policyRule).max(50) }).openapi('PutPolicy');
export type PutPolicy = z.input<typeof putPolicy>;

export const policy = z
  .object({
    area: areaRef,
    /** Rules of the area itself; none means those of the levels above hold as they are. */
    own: z.array(policyRule),
    /** Levels above that have rules, nearest first. Each level may only narrow what is above it. */
    inherited: z.array(z.object({ area: areaRef, rules: z.array(policyRule) })),
    /** What holds on each day, all levels together. Without any rule: 05:00 to 21:00. */
    week: z.array(
      z.object({
        weekday: z.int().min(1).max(7),
        windows: z.array(z.object({ from: z.string(), to: z.string() })),
        caps: z.array(z.object({ from: z.string(), to: z.string(), maxVolume })),
      }),
    ),
  })
  .openapi('Policy');
export type Policy = z.infer<typeof policy>;

export const policySaved = policy
  .extend({
    /** Slots of the next 14 days that the change refuses or cuts, by start. */
    affected: z.array(
      z.object({
        sessionId: z.string(),
        title: z.string(),
        area: areaRef,
        date: localDate,
        startAt: z.string(),
        endAt: z.string(),
        /** `refused`: it may not start; `cut`: quiet hours begin before its end. The worst of all communes. */
        effect: z.enum(['refused', 'cut']),
        communes: z.int(),
      }),
    ),
  })
  .openapi('PolicySaved');
export type PolicySaved = z.infer<typeof policySaved>;
