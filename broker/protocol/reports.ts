import { z } from 'zod';
import { epochMs, identifier, sha256Hex } from './identifiers.ts';
import { broadcastClass } from './program.ts';

/** What a device holds, by topic suffix: `program`, `policy`, `announcements` of its areas, `config`, `keys`. */
export const heldVersions = z.record(z.string(), z.int().min(0));

/** `heartbeat`, unsigned, QoS 0: a hint of health; never evidence of a play. */
export const heartbeat = z.object({
  /** Device's estimate of true time; null while its clock is not trusted. */
  at: epochMs.nullable(),
  uptimeMs: z.int().min(0),
  /** Estimated true time minus own clock, and the bound of its error. Null before the first exchange. */
  clock: z.object({ offsetMs: z.number(), errorMs: z.number().min(0) }).nullable(),
  versions: heldVersions,
  playing: z
    .object({
      itemId: identifier,
      sha256: sha256Hex.nullable(),
      startedAt: epochMs,
      positionMs: z.number().min(0),
    })
    .nullable(),
  volume: z.int().min(0).max(100),
  cache: z.object({ assets: z.int().min(0), missing: z.int().min(0), freeBytes: z.number().min(0) }),
  supply: z.object({ mains: z.boolean(), volts: z.number() }).nullable(),
  temperatureC: z.number().nullable(),
  signalDbm: z.number().nullable(),
  firmware: z.string().max(64),
});
export type Heartbeat = z.infer<typeof heartbeat>;

/** Reasons for which a device does not hold an asset. */
export const missingReason = z.enum([
  'queued',
  'fetching',
  'unreachable',
  'not-found',
  'hash-mismatch',
  'disk-full',
]);

/** `state`, on connect and on change: what a device holds, lacks and refused. */
export const deviceState = z.object({
  at: epochMs.nullable(),
  versions: heldVersions,
  cached: z.array(sha256Hex),
  missing: z.array(z.object({ sha256: sha256Hex, reason: missingReason })),
  /** Documents refused since the last report. */
  refused: z.array(z.object({ topic: z.string(), reason: z.string() })),
  /** Held documents with a higher version than the one just published: proof for the controller to go above. */
  newer: z.array(z.string()),
  spool: z.object({ spoolId: identifier, nextSeq: z.int().min(1), ackedSeq: z.int().min(0) }),
});
export type DeviceState = z.infer<typeof deviceState>;

/** Outcomes a device can report. `unknown` and `cancelled` are the controller's to conclude. */
export const reportedOutcome = z.enum(['played', 'interrupted', 'skipped', 'failed', 'missed']);
export type ReportedOutcome = z.infer<typeof reportedOutcome>;

/** `reported`: the player ran. `measured`: amplifier current or a microphone saw it. */
export const evidenceGrade = z.enum(['reported', 'measured']);

const about = {
  seq: z.int().min(1),
  itemId: identifier,
  /** Device's estimate of true time. */
  at: epochMs,
  /** Bound of the clock's error at that instant. */
  clockErrorMs: z.number().min(0),
};

export const playEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('started'),
    ...about,
    /** Position in the audio at `at`. */
    positionMs: z.number().min(0),
  }),
  z.object({
    type: z.literal('ended'),
    ...about,
    outcome: reportedOutcome,
    /** Short code, `late-join`, `quiet-hours`, `clock`, `cache`, ... ; null for a plain full play. */
    reason: z.string().max(64).nullable(),
    startedAt: epochMs.nullable(),
    /** Sound that left the player, in milliseconds. */
    playedMs: z.number().min(0),
    grade: evidenceGrade,
    plannedStart: epochMs,
    class: broadcastClass,
    title: z.string(),
    sha256: sha256Hex.nullable(),
    programVersion: z.int().min(0),
  }),
  /** The ring overflowed before it was acknowledged: events of [firstLost, seq) are gone. */
  z.object({ type: z.literal('gap'), seq: z.int().min(1), at: epochMs, firstLost: z.int().min(1) }),
]);
export type PlayEvent = z.infer<typeof playEvent>;

export const playbackSchema = 'tt/playback/1';

/** `playback`: payload of the JWS that the device signs with its own key. Sequences are consecutive. */
export const playbackBatch = z.object({
  schema: z.literal(playbackSchema),
  deviceId: identifier,
  /** New whenever the device's storage is formatted, so sequences never collide. */
  spoolId: identifier,
  firstSeq: z.int().min(1),
  events: z.array(playEvent).min(1).max(200),
});
export type PlaybackBatch = z.infer<typeof playbackBatch>;
