import { z } from 'zod';
import { documentHeader } from './header.ts';
import { areaKey, epochMs, identifier } from './identifiers.ts';
import { volume } from './program.ts';

export const configSchema = 'tt/config/1';

/** `tt/v1/devices/{id}/config`. Not retained: sent whenever a device shows an older version. */
export const configDocument = documentHeader.extend({
  schema: z.literal(configSchema),
  deviceId: identifier,
  clusterId: identifier,
  /** Zone of the cluster, for target sets; null when the commune has no zones. */
  zoneKey: z.string().nullable(),
  /** Areas whose program, policy and announcements the device follows: its commune. */
  areaKeys: z.array(areaKey).min(1),
  /** Areas above it, nearest first: the device follows their announcements too, and nothing else of theirs. */
  ancestorKeys: z.array(areaKey).default([]),
  /** Installation ceiling: no item sounds louder. */
  maxVolume: volume,
  heartbeatIntervalMs: z.int().min(1_000).max(3_600_000),
  timeSyncIntervalMs: z.int().min(1_000).max(86_400_000),
  /** The same in the two hours before a planned start, for starting together; not below a quarter of it in a hurry. */
  startSyncIntervalMs: z.int().min(5_000).max(86_400_000).default(45_000),
  /** Everything sounds here so much later than planned, so that neighbouring zones do not echo by accident. */
  staggerMs: z.int().min(0).max(5_000).default(0),
  /** Above this bound of clock error nothing sounds: `missed: clock`. */
  maxClockErrorMs: z.int().min(10).max(600_000),
  /** `{base}/{sha256}.mp3`; tried in order, the first one that answers serves. */
  mediaBaseUrls: z.array(z.url()).min(1),
  /** Fetches of newly named assets start after a random delay up to this, unless they are due earlier. */
  fetchJitterMs: z.int().min(0),
});
export type ConfigDocument = z.infer<typeof configDocument>;

export const commandSchema = 'tt/command/1';

/** `tt/v1/devices/{id}/command`: expires within seconds. */
export const commandDocument = documentHeader.extend({
  schema: z.literal(commandSchema),
  deviceId: identifier,
  /** `retire`: out of service for good; silence from now on, until the hardware is claimed as another device. */
  command: z.enum(['reboot', 'resync', 'retire']),
});
export type CommandDocument = z.infer<typeof commandDocument>;

export const timeSchema = 'tt/time/1';

/** `tt/v1/devices/{id}/time/response`: the answer to one request, bound to it by the nonce. */
export const timeDocument = documentHeader.extend({
  schema: z.literal(timeSchema),
  deviceId: identifier,
  nonce: z.string(),
  /** The request's transmit stamp, on the device's own clock. */
  t0: z.number(),
  /** Controller's receive and transmit stamps, epoch milliseconds. */
  t1: z.number(),
  t2: z.number(),
});
export type TimeDocument = z.infer<typeof timeDocument>;

export const playbackAckSchema = 'tt/playback-ack/1';

/** `tt/v1/devices/{id}/playback/ack`: everything up to `seq` of that spool is on the controller's disk. */
export const playbackAckDocument = documentHeader.extend({
  schema: z.literal(playbackAckSchema),
  deviceId: identifier,
  spoolId: identifier,
  /** Highest stored sequence number without a gap below it; 0 when nothing is stored. */
  seq: z.int().min(0),
});
export type PlaybackAckDocument = z.infer<typeof playbackAckDocument>;

/** A request for time: unsigned, on the device's own clock. */
export const timeRequest = z.object({ nonce: z.string().min(8).max(64), t0: z.number() });
export type TimeRequest = z.infer<typeof timeRequest>;

/** The epoch of documents that carry nothing to hold on to: they die within seconds. */
export const ephemeralLifetimeMs = 30_000;

export const presenceMessage = z.object({ online: z.boolean(), at: epochMs.nullable().default(null) });
