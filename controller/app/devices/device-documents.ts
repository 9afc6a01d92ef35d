import {
  type CommandDocument,
  type ConfigDocument,
  commandSchema,
  configSchema,
  ephemeralLifetimeMs,
  nextVersion,
  type PlaybackAckDocument,
  playbackAckSchema,
  type Signer,
  type TimeDocument,
  type TimeRequest,
  timeSchema,
  topics,
} from '#protocol';
import type { Clock } from '../ports/runtime.ts';
import type { ClusterRow } from '../ports/store/clusters.ts';
import type { DeviceRow } from '../ports/store/devices.ts';

/** What every device of this installation is told alike. */
export type DeviceSettings = Readonly<{
  heartbeatIntervalMs: number;
  timeSyncIntervalMs: number;
  startSyncIntervalMs: number;
  maxClockErrorMs: number;
  mediaBaseUrls: readonly string[];
  fetchJitterMs: number;
  /** Neighbouring zones, those with numbers that follow on each other, sound so far apart; 0 for together. */
  zoneStaggerMs: number;
}>;

export const defaultDeviceSettings = {
  heartbeatIntervalMs: 30_000,
  timeSyncIntervalMs: 15 * 60_000,
  /** 10,000 devices ask 220 times a second then. */
  startSyncIntervalMs: 45_000,
  maxClockErrorMs: 60_000,
  fetchJitterMs: 5 * 60_000,
  zoneStaggerMs: 0,
} as const;

/** Three steps in turn: among three zones that meet no two are alike. */
const staggerOf = (zoneKey: string | null, stepMs: number): number =>
  (Number(/-(\d+)\./.exec(zoneKey ?? '')?.[1] ?? 0) % 3) * stepMs;

/** A signed document for one device, ready to be published without `retain`. */
export type SignedMessage = Readonly<{ topic: string; jws: string }>;

export type DeviceDocuments = Readonly<{
  /** A device that shows a lower `versions.config` is to be sent its own. */
  configVersion: (device: Pick<DeviceRow, 'configVersion'>) => number;
  config: (device: DeviceRow, cluster: ClusterRow) => Promise<SignedMessage>;
  command: (deviceId: string, command: CommandDocument['command']) => Promise<SignedMessage>;
  /** Answers a time request that arrived at `t1`; the answer's own instant is taken just before signing. */
  time: (deviceId: string, request: TimeRequest, t1: number) => Promise<SignedMessage>;
  /** Everything up to `seq` of that spool is on the controller's disk. */
  playbackAck: (deviceId: string, stored: { spoolId: string; seq: number }) => Promise<SignedMessage>;
}>;

/** A config holds until a newer one comes. */
const configLifetimeMs = 10 * 365 * 24 * 60 * 60 * 1000;

export const createDeviceDocuments = (deps: {
  signer: Signer;
  clock: Clock;
  settings: DeviceSettings;
  /** Of what all configs share. */
  configVersion: () => number;
  /** Keys of the areas above a commune, nearest first. */
  ancestorsOf: (areaKey: string) => readonly string[];
}): DeviceDocuments => {
  const { signer, clock, settings, ancestorsOf } = deps;
  const configVersion: DeviceDocuments['configVersion'] = (device) =>
    Math.max(deps.configVersion(), device.configVersion);
  let lastVersion = 0;
  const ephemeral = <Schema extends string>(schema: Schema, topic: string) => {
    const now = clock.now();
    lastVersion = nextVersion(lastVersion, now);
    return { schema, topic, version: lastVersion, issuedAt: now, expiresAt: now + ephemeralLifetimeMs };
  };
  const signed = async <P extends { topic: string }>(payload: P): Promise<SignedMessage> => ({
    topic: payload.topic,
    jws: await signer.sign(payload),
  });

  return {
    configVersion,
    config: (device, cluster) => {
      const now = clock.now();
      return signed({
        schema: configSchema,
        topic: topics.config(device.id),
        version: configVersion(device),
        issuedAt: now,
        expiresAt: now + configLifetimeMs,
        deviceId: device.id,
        clusterId: cluster.id,
        zoneKey: cluster.zoneKey,
        areaKeys: [cluster.areaKey],
        ancestorKeys: [...ancestorsOf(cluster.areaKey)],
        maxVolume: device.maxVolume,
        heartbeatIntervalMs: settings.heartbeatIntervalMs,
        timeSyncIntervalMs: settings.timeSyncIntervalMs,
        startSyncIntervalMs: settings.startSyncIntervalMs,
        maxClockErrorMs: settings.maxClockErrorMs,
        staggerMs: staggerOf(cluster.zoneKey, settings.zoneStaggerMs),
        mediaBaseUrls: [...settings.mediaBaseUrls],
        fetchJitterMs: settings.fetchJitterMs,
      } satisfies ConfigDocument);
    },
    command: (deviceId, command) =>
      signed({
        ...ephemeral(commandSchema, topics.command(deviceId)),
        deviceId,
        command,
      } satisfies CommandDocument),
    time: (deviceId, request, t1) => {
      const header = ephemeral(timeSchema, topics.timeResponse(deviceId));
      const { nonce, t0 } = request;
      return signed({ ...header, deviceId, nonce, t0, t1, t2: header.issuedAt } satisfies TimeDocument);
    },
    playbackAck: (deviceId, { spoolId, seq }) =>
      signed({
        ...ephemeral(playbackAckSchema, topics.playbackAck(deviceId)),
        deviceId,
        spoolId,
        seq,
      } satisfies PlaybackAckDocument),
  };
};
