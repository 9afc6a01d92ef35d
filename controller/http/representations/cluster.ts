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
  })
  .openapi('CreateCluster');

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
  .object({ device, claimCode: z.string(), claimExpiresAt: z.string() })
  .openapi('CreatedDevice');

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
