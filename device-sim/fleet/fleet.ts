import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { memoisePlan } from '../device/plan-memo.ts';
import { createStep } from '../device/step.ts';
import { createAcknowledger } from '../shell/acknowledger.ts';
import { createAssetFetcher } from '../shell/asset-fetcher.ts';
import { createFileAssetStore, createMemoryAssetStore } from '../shell/asset-store.ts';
import { createFileDisk, createMemoryDisk } from '../shell/device-disk.ts';
import type { DeviceLog } from '../shell/device-log.ts';
import type { Loudspeaker } from '../shell/loudspeaker.ts';
import type { Sink } from '../shell/output.ts';
import { createTrueClock, type OwnClock } from '../shell/own-clock.ts';
import { createPayloadReader } from '../shell/payload-reader.ts';
import { createPlayerSink, type Player } from '../shell/player-sink.ts';
import { createSilentSink } from '../shell/silent-sink.ts';
import { createVerifier } from '../shell/verifier.ts';
import { createWavSink } from '../shell/wav-sink.ts';
import { createFleetDevice, type FleetParts } from './fleet-device.ts';
import { type FleetSummary, summarise } from './fleet-summary.ts';
import { deviceName, obtainIdentity } from './identity-source.ts';
import type { Provision } from './provision.ts';
import { createRandom, seedOf } from './seeded.ts';

export type FleetDeps = Readonly<{
  provisions: readonly Provision[];
  controllerUrl: string;
  /** SHA-256 of the authority that vouches for the controller; null: one that everybody knows. */
  fingerprint?: string | null;
  /** Takes the place of the broker URLs that the claims give. */
  mqttUrl: string | null;
  /** Where devices keep their state; null keeps it in memory. */
  dir: string | null;
  /** One device alone can afford to wait for the disk at every event. */
  durable: boolean;
  output: Readonly<{ kind: 'silent' }> | Readonly<{ kind: 'player'; player: Player }>;
  /** WAV files by device id or serial. */
  wavFiles: ReadonlyMap<string, string>;
  seed: number;
  connectPerSecond: number;
  /** Longest wait of a device between two tries to connect; it draws at random within. Default 20,000. */
  maxReconnectMs?: number;
  log: DeviceLog;
}>;

export type Fleet = Readonly<{
  /** Resolves when every device has its identity and has begun to connect. */
  start: () => Promise<void>;
  /** Every device says goodbye and leaves its state on the disk. */
  stop: () => Promise<void>;
  devices: () => readonly Loudspeaker[];
  summary: () => FleetSummary;
}>;

const parallelClaims = 4;
const parallelStops = 200;
/** 30 days of plays are kept on disk; a fleet in memory keeps what a test can want. */
const spoolCapacity = { disk: 8_192, memory: 128 };

/** Runs `work` over the items, `width` at a time. */
const inParallel = async <T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  const left = items.values();
  const worker = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
};

/** Many loudspeakers in one process, sharing what is the same for all: code, plans, documents, audio. */
export const createFleet = (deps: FleetDeps): Fleet => {
  const { provisions, controllerUrl, mqttUrl, dir, durable, output, wavFiles, seed, log } = deps;
  const assets =
    dir === null ? createMemoryAssetStore() : createFileAssetStore({ folder: join(dir, 'assets'), durable });
  const parts: FleetParts = {
    step: createStep({ plan: memoisePlan() }),
    trueClock: createTrueClock(),
    assets,
    fetcher: createAssetFetcher({ store: assets }),
    verifier: createVerifier(),
    readPayload: createPayloadReader(),
    acknowledge: createAcknowledger(),
    log,
  };
  const random = createRandom(seedOf(seed, 'fleet'));
  const devices: Loudspeaker[] = [];
  const leaving = new AbortController();
  let failed = 0;
  let nextStartAt = 0;

  const silent = createSilentSink({ assets });
  const sinkOf = (deviceId: string, name: string, clock: OwnClock): Sink => {
    const path = wavFiles.get(deviceId) ?? wavFiles.get(name);
    if (path !== undefined) return createWavSink({ path, deviceId, clock, assets, log });
    if (output.kind === 'player') return createPlayerSink({ player: output.player, clock, assets });
    return silent;
  };

  /** Spaces the connections, however fast the identities come. */
  const awaitTurn = async (): Promise<void> => {
    const now = performance.now();
    nextStartAt = Math.max(now, nextStartAt + 1_000 / deps.connectPerSecond);
    await wait(nextStartAt - now, undefined, { signal: leaving.signal });
  };

  const startOne = async (provision: Provision): Promise<void> => {
    if (leaving.signal.aborted) return;
    const name = deviceName(provision);
    const folder = dir === null ? null : join(dir, 'devices', name);
    try {
      const found = await obtainIdentity({
        provision,
        folder,
        place: { controllerUrl, fingerprint: deps.fingerprint ?? null },
        random,
        signal: leaving.signal,
        log,
      });
      const identity = mqttUrl === null ? found : { ...found, mqttUrls: [mqttUrl] };
      const device = createFleetDevice({
        parts,
        identity,
        fault: provision.fault ?? null,
        sensor: provision.sensor,
        seed,
        disk: folder === null ? createMemoryDisk() : createFileDisk({ folder, durable, log }),
        createSink: (clock) => sinkOf(identity.deviceId, name, clock),
        maxReconnectMs: deps.maxReconnectMs ?? 20_000,
        spoolCapacity: dir === null ? spoolCapacity.memory : spoolCapacity.disk,
      });
      await awaitTurn();
      devices.push(device);
      await device.start();
    } catch (error) {
      if (leaving.signal.aborted) return;
      failed += 1;
      log.warn({ name, err: error }, 'Device could not be started');
    }
  };

  /** A device that does not know its program yet, or has lost its notes, may want any audio that is there. */
  const isWanted = (sha256: string): boolean =>
    devices.some((device) => {
      const { plan } = device.state();
      return !plan.isComplete || plan.assets.has(sha256);
    });

  return {
    start: async () => {
      await inParallel(provisions, parallelClaims, startOne);
      await assets.sweep(() => true);
    },
    stop: async () => {
      leaving.abort();
      await inParallel(devices, parallelStops, (device) => device.stop());
      await assets.sweep(isWanted);
    },
    devices: () => devices,
    summary: () => summarise(devices, provisions.length, failed),
  };
};
