import { z } from '@hono/zod-openapi';
import { approval } from './bulletin.ts';
import { areaCode, areaRef, broadcastClass, localDate, outcomeCounts } from './common.ts';
import { line, paragraph } from './text.ts';

export const target = z.union([z.strictObject({ areaCode }), z.strictObject({ clusterId: z.string() })]);
export type WireTarget = z.infer<typeof target>;
const standingItem = z.strictObject({ bulletinId: z.string(), place: z.enum(['before', 'after']) });

/** What a person decides about a session. */
const editable = {
  title: line(200),
  targets: z.array(target).min(1).max(300),
  class: z.enum(['normal', 'priority']),
  volume: z.int().min(0).max(100),
  /** Local date and time of the first occurrence. */
  startsLocal: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/),
  timeZone: z.string().max(64),
  /** RFC 5545 RRULE value; null for a single date. */
  rrule: z.string().max(500).nullable(),
  durationMs: z
    .int()
    .min(1_000)
    .max(4 * 3_600_000),
  late: z.enum(['join', 'skip', 'restart']),
  resume: z.enum(['resume', 'skip', 'restart']),
  standing: z.array(standingItem).max(20),
};

const reason = paragraph(500).min(5);

export const createSession = z
  .strictObject({
    ...editable,
    areaCode,
    class: editable.class.default('normal'),
    volume: editable.volume.default(80),
    timeZone: editable.timeZone.default('Asia/Ho_Chi_Minh'),
    rrule: editable.rrule.default(null),
    late: editable.late.default('join'),
    resume: editable.resume.default('resume'),
    standing: editable.standing.default([]),
    /** Sound in quiet hours: approved by the administrator who sends this, with a reason that everybody sees. */
    exceptionReason: reason.optional(),
    /** Bulletins of the first date, placed in the same step. */
    bulletinIds: z.array(z.string()).max(100).optional(),
  })
  .openapi('CreateSession');
export type CreateSession = z.input<typeof createSession>;

export const updateSession = z
  .strictObject({ ...editable, exceptionReason: reason.nullable() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'names nothing to change')
  .openapi('UpdateSession');

export const session = z
  .object({
    id: z.string(),
    area: areaRef,
    ...editable,
    /** `normal`, `priority`, or `emergency`. */
    class: broadcastClass,
    targetNames: z.array(z.string()),
    exception: z.object({ id: z.string(), reason: z.string(), approvedBy: z.string() }).nullable(),
    createdBy: z.string(),
    createdAt: z.string(),
    endedAt: z.string().nullable(),
    /** Communes it reaches. */
    communes: z.int(),
    /** Start of the next occurrence; null when none comes any more. */
    startAt: z.string().nullable(),
    demo: z.boolean(),
    /** What the person should know although it was saved. */
    warnings: z.array(z.object({ code: z.string(), vi: z.string(), en: z.string() })),
  })
  .openapi('Session');
export type Session = z.infer<typeof session>;
export const sessionList = z.object({ items: z.array(session) }).openapi('SessionList');
export type SessionList = z.infer<typeof sessionList>;

export const putRunningOrder = z
  .strictObject({
    bulletinIds: z.array(z.string()).max(100),
    /** Further dates that get the same order in the same step. */
    copyTo: z.array(localDate).max(366).optional(),
  })
  .openapi('PutRunningOrder');

export const scheduleItem = z
  .object({
    itemId: z.string(),
    /** Zero-based place in the whole running order, standing items included. */
    position: z.int(),
    bulletinId: z.string(),
    title: z.string(),
    class: broadcastClass,
    startAt: z.string(),
    endAt: z.string(),
    sha256: z.string(),
    standing: z.boolean(),
  })
  .openapi('ScheduleItem');

/** Placed, but does not air as it stands; its place stays silent and nothing behind it moves. */
export const unplacedItem = z
  .object({
    position: z.int(),
    bulletinId: z.string(),
    title: z.string(),
    /** Its silent place; null where its length is not known. */
    startAt: z.string().nullable(),
    endAt: z.string().nullable(),
    standing: z.boolean(),
    approval: approval.nullable(),
    /** `cut-off-missed`: it was approved too late for this date. */
    reason: z.enum(['unknown', 'not-ready', 'not-approved', 'cut-off-missed', 'overflow']),
    /** Of `not-approved`: until when it must be approved to air after all. */
    approveBy: z.string().nullable(),
  })
  .openapi('UnplacedItem');

/** Loudspeakers that are meant, and of those how many are prepared and in which respect. */
const readinessCounts = z.object({
  total: z.int(),
  ready: z.int(),
  /** Hold the program that lists what is to be played. */
  program: z.int(),
  /** Hold all of its audio. */
  audio: z.int(),
  online: z.int(),
});

export const readiness = readinessCounts
  .extend({
    /** The same for each commune that it reaches. */
    areas: z.array(readinessCounts.extend({ area: areaRef, district: areaRef.nullable() })),
    notReady: z.array(
      z.object({
        clusterId: z.string(),
        clusterName: z.string(),
        area: areaRef,
        district: areaRef.nullable(),
        reasons: z.array(z.enum(['offline', 'unknown', 'program', 'audio', 'clock'])),
      }),
    ),
    next: z.string().nullable(),
  })
  .openapi('Readiness');
export type Readiness = z.infer<typeof readiness>;

/** One occurrence of a session. */
export const scheduleEntry = z
  .object({
    sessionId: z.string(),
    title: z.string(),
    class: broadcastClass,
    area: areaRef,
    date: localDate,
    startAt: z.string(),
    endAt: z.string(),
    /** Where the last item ends: the slot after it is silent. */
    soundEndAt: z.string().nullable(),
    targetNames: z.array(z.string()),
    communes: z.int(),
    items: z.array(scheduleItem),
    unplaced: z.array(unplacedItem),
    exception: z.object({ reason: z.string(), approvedBy: z.string() }).nullable(),
    /** Counts alone; null further than a day ahead. */
    readiness: z.object({ ready: z.int(), total: z.int() }).nullable(),
    /** Outcomes per device × item once it has begun. */
    outcomes: outcomeCounts.nullable(),
  })
  .openapi('ScheduleEntry');
export type ScheduleEntry = z.infer<typeof scheduleEntry>;
export const schedule = z.object({ items: z.array(scheduleEntry) }).openapi('Schedule');
export type Schedule = z.infer<typeof schedule>;
