import { z } from '@hono/zod-openapi';

/** RFC 3339 instant with offset, `2026-11-22T05:00:00+07:00`. Answers are always in UTC (`Z`). */
export const instant = z.iso.datetime({ offset: true });

/** Local date of Vietnam, `2022-12-31`. */
export const localDate = z.iso.date();

export const areaCode = z
  .string()
  .regex(/^\d{2,5}(-\d{2})?$/)
  .openapi({ example: '25', description: 'GSO code' });

/** RFC 9457 problem details, with a stable code and both languages. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().openapi({ description: 'Vietnamese sentence' }),
    detailEn: z.string(),
    code: z.string().openapi({ example: 'Session_QuietHours' }),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem');
export type Problem = z.infer<typeof problem>;

export const areaRef = z
  .object({
    code: areaCode,
    name: z.string(),
    level: z.enum(['province', 'district', 'commune', 'zone']),
    type: z.string(),
  })
  .openapi('AreaRef');
export type AreaRef = z.infer<typeof areaRef>;

export const area = areaRef
  .extend({
    key: z.string(),
    parentCode: z.string().nullable(),
    parentName: z.string().nullable(),
    validFrom: localDate,
    validTo: localDate.nullable(),
  })
  .openapi('Area');
export type Area = z.infer<typeof area>;

export const broadcastClass = z.enum(['normal', 'priority', 'emergency']);
export const announcementKind = z.enum(['emergency', 'exercise', 'test', 'live', 'stop']);
export const presenceState = z.enum(['online', 'late', 'offline', 'unknown']);
export type PresenceState = z.infer<typeof presenceState>;
export const playbackOutcome = z.enum([
  'played',
  'interrupted',
  'skipped',
  'failed',
  'missed',
  'unknown',
  'cancelled',
]);
export type PlaybackOutcome = z.infer<typeof playbackOutcome>;

export const presenceCounts = z
  .object({ clusters: z.int(), online: z.int(), late: z.int(), offline: z.int(), unknown: z.int() })
  .openapi('PresenceCounts');
export type PresenceCounts = z.infer<typeof presenceCounts>;

export const outcomeCounts = z
  .object({
    played: z.int(),
    interrupted: z.int(),
    skipped: z.int(),
    failed: z.int(),
    missed: z.int(),
    unknown: z.int(),
    cancelled: z.int(),
    /** Part of `unknown`: the item still runs or its minute of grace is not over. */
    awaiting: z.int(),
  })
  .openapi('OutcomeCounts');
export type OutcomeCounts = z.infer<typeof outcomeCounts>;
