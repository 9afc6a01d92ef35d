import { z } from '@hono/zod-openapi';
import { announcementKind, areaCode, areaRef, presenceCounts, presenceState } from './common.ts';
import { line } from './text.ts';

export const device = z
  .object({
    id: z.string(),
    serial: z.string(),
    model: z.string(),
    status: z.enum(['waiting', 'active', 'revoked']),
    inServiceFrom: z.string().nullable(),
    maxVolume: z.int(),
  })
  .openapi('Device');
export type Device = z.infer<typeof device>;

export const clusterSummary = z
  .object({
    id: z.string(),
    name: z.string(),
    area: areaRef,
    district: areaRef.nullable(),
    device: device.nullable(),
    presence: presenceState,
    lastHeartbeatAt: z.string().nullable(),
    /** What the last heartbeat complains of: `mains`, `battery`, `disk-full`, `clock`, `audio-missing`. */
    warnings: z.array(z.string()),
    playing: z.object({ itemId: z.string(), title: z.string() }).nullable(),
    demo: z.boolean(),
  })
  .openapi('ClusterSummary');
export type ClusterSummary = z.infer<typeof clusterSummary>;

export const clusterSites = z
  .object({ items: z.array(clusterSummary.extend({ distanceM: z.int().nullable() })) })
  .openapi('ClusterSites');
export type ClusterSites = z.infer<typeof clusterSites>;

export const clusterPage = z
  .object({ items: z.array(clusterSummary), next: z.string().nullable(), counts: presenceCounts })
  .openapi('ClusterPage');
export type ClusterPage = z.infer<typeof clusterPage>;

export const clusterDetail = clusterSummary
  .extend({
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    horns: z.int(),
    watts: z.int(),
    zone: areaRef.nullable(),
    /** Taken down for good. */
    retiredAt: z.string().nullable(),
    /** A receiver that waits for its claim, while another one may still serve. */
    waiting: device.nullable(),
    photo: z.object({ url: z.string(), takenAt: z.string(), takenBy: z.string() }).nullable(),
    heartbeat: z
      .object({
        uptimeMs: z.number(),
        clockOffsetMs: z.number().nullable(),
        clockErrorMs: z.number().nullable(),
        volume: z.int(),
        cachedAssets: z.int(),
        missingAssets: z.int(),
        freeBytes: z.number(),
        mains: z.boolean().nullable(),
        volts: z.number().nullable(),
        temperatureC: z.number().nullable(),
        signalDbm: z.number().nullable(),
        firmware: z.string(),
      })
      .nullable(),
    missing: z.array(z.object({ sha256: z.string(), reason: z.string() })),
    intervals: z.array(z.object({ state: presenceState, from: z.string(), to: z.string().nullable() })),
    days: z.array(
      z.object({
        day: z.string(),
        onlineMs: z.int(),
        lateMs: z.int(),
        offlineMs: z.int(),
        unknownMs: z.int(),
      }),
    ),
  })
  .openapi('ClusterDetail');
export type ClusterDetail = z.infer<typeof clusterDetail>;

export const createCluster = z
  .strictObject({
    areaCode,
    name: line(120),
    latitude: z.number().min(-90).max(90).nullable().default(null),
    longitude: z.number().min(-180).max(180).nullable().default(null),
    horns: z.int().min(1).max(16).default(2),
    watts: z.int().min(1).max(2_000).default(50),
    zoneCode: areaCode.nullable().default(null),
  })
  .openapi('CreateCluster');

export const editCluster = z
  .strictObject({
    name: line(120).optional(),
    latitude: z.number().min(-90).max(90).nullable().optional(),
    longitude: z.number().min(-180).max(180).nullable().optional(),
    horns: z.int().min(1).max(16).optional(),
    watts: z.int().min(1).max(2_000).optional(),
    zoneCode: areaCode.nullable().optional(),
  })
  .openapi('EditCluster');

export const moveCluster = z
  .strictObject({ areaCode, zoneCode: areaCode.nullable().default(null), reason: line(300) })
  .openapi('MoveCluster');

export const becauseOf = z.strictObject({ reason: line(300) }).openapi('BecauseOf');

export const editDevice = z.strictObject({ maxVolume: z.int().min(0).max(100) }).openapi('EditDevice');

export const deviceEventType = z.enum([
  'created',
  'edited',
  'moved',
  'retired',
  'registered',
  'code',
  'claimed',
  'replaced',
  'revoked',
  'volume',
  'photo',
  'heard',
  'not-heard',
]);
/** What happened to a cluster and its receivers, newest first. */
export const clusterHistory = z
  .object({
    items: z.array(
      z.object({
        at: z.string(),
        type: deviceEventType,
        /** User name; null when the receiver did it itself. */
        by: z.string().nullable(),
        reason: z.string().nullable(),
        serial: z.string().nullable(),
        /** Of a move or a limit: before and after, as people read it. */
        from: z.string().nullable(),
        to: z.string().nullable(),
      }),
    ),
  })
  .openapi('ClusterHistory');
export type ClusterHistory = z.infer<typeof clusterHistory>;

export const createDevice = z
  .strictObject({
    clusterId: z.string().max(64),
    serial: line(64),
    model: line(64),
    maxVolume: z.int().min(0).max(100).default(100),
  })
  .openapi('CreateDevice');

/** The code is shown once and stored only as a hash. */
export const createdDevice = z
  .object({
    device,
    claimCode: z.string(),
    /** What the QR code of the receiver says: address, code and the hash of the root key. */
    claimLink: z.string(),
    claimExpiresAt: z.string(),
  })
  .openapi('CreatedDevice');
export type CreatedDevice = z.infer<typeof createdDevice>;

/** What the cluster's loudspeakers play now, by its own report, and where in the audio they are. */
export const nowPlaying = z
  .object({
    clusterId: z.string(),
    serverTime: z.string(),
    playing: z
      .object({
        itemId: z.string(),
        title: z.string(),
        url: z.string(),
        /** Waveform, about 400 values 0..1. */
        peaks: z.array(z.number()),
        startedAt: z.string(),
        positionMs: z.number(),
        /** The audio begins again until the end: `positionMs` is within the present turn. */
        repeat: z.boolean(),
        /** Null for an item of a session. */
        announcementKind: announcementKind.nullable(),
        durationMs: z.number(),
        volume: z.int(),
      })
      .nullable(),
    next: z.object({ itemId: z.string(), title: z.string(), startAt: z.string() }).nullable(),
  })
  .openapi('NowPlaying');
export type NowPlaying = z.infer<typeof nowPlaying>;
