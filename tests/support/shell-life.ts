import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoisePlan } from '../../device-sim/device/plan-memo.ts';
import { defaultSettings } from '../../device-sim/device/state.ts';
import { createStep } from '../../device-sim/device/step.ts';
import { createAssetFetcher } from '../../device-sim/shell/asset-fetcher.ts';
import { type AssetStore, createFileAssetStore } from '../../device-sim/shell/asset-store.ts';
import { createFileDisk, type DeviceDisk } from '../../device-sim/shell/device-disk.ts';
import type { DeviceLog } from '../../device-sim/shell/device-log.ts';
import type { Identity } from '../../device-sim/shell/identity.ts';
import { createLoudspeaker, type Loudspeaker } from '../../device-sim/shell/loudspeaker.ts';
import type { DeviceLink, LinkDeps } from '../../device-sim/shell/mqtt-link.ts';
import { createOutput, type Sink } from '../../device-sim/shell/output.ts';
import type { OwnClock } from '../../device-sim/shell/own-clock.ts';
import { signBatch } from '../../device-sim/shell/sign-batch.ts';
import { createSilentSink } from '../../device-sim/shell/silent-sink.ts';
import { createVerifier } from '../../device-sim/shell/verifier.ts';
import type { PaperController } from './paper-controller.ts';

/** What left the loudspeaker, in true time, and whether the file's bytes gave the hash when it began. */
export type Sounded = {
  itemId: string;
  sha256: string;
  from: number;
  to: number;
  positionMs: number;
  isRight: boolean;
};

type Track = <T>(work: Promise<T>) => Promise<T>;

const linkTo = (
  controller: PaperController,
  onNews: LinkDeps['onNews'],
  track: Track,
  failures: unknown[],
) => {
  let isUp = false;
  const link: DeviceLink = {
    start: () => {},
    publish: (topic, payload) => {
      if (isUp) track(controller.take(topic, payload)).catch((error: unknown) => failures.push(error));
    },
    subscribe: (filters) => {
      if (!isUp) return;
      onNews({ type: 'subscribed', refused: [] });
      for (const topic of filters) {
        const payload = controller.retained(topic);
        if (payload !== undefined) onNews({ type: 'message', topic, payload });
      }
    },
    unsubscribe: () => {},
    stop: async () => {
      isUp = false;
    },
  };
  return {
    link,
    goUp: () => {
      if (isUp) return;
      isUp = true;
      controller.reach((topic, payload) => {
        if (isUp) onNews({ type: 'message', topic, payload });
      });
      onNews({ type: 'connected' });
    },
    goDown: () => {
      if (!isUp) return;
      isUp = false;
      onNews({ type: 'disconnected' });
    },
    vanish: () => {
      isUp = false;
    },
  };
};

/** A silent sink that writes down what it would have sounded. */
const createWitness = (assets: AssetStore, assetPath: (sha256: string) => string, clock: OwnClock) => {
  const sounded: Sounded[] = [];
  const byPlay = new Map<string, Sounded>();
  const sink: Sink = {
    ...createSilentSink({ assets }),
    start: ({ playId, itemId, sha256, positionMs, endAt }, at) => {
      const path = assetPath(sha256);
      const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
      const isRight = createHash('sha256').update(bytes).digest('hex') === sha256;
      const one = { itemId, sha256, from: clock.toTrue(at), to: clock.toTrue(endAt), positionMs, isRight };
      sounded.push(one);
      byPlay.set(playId, one);
    },
    stop: (playId, at) => {
      const one = byPlay.get(playId);
      if (one) one.to = Math.min(one.to, clock.toTrue(at));
    },
  };
  return { sink, sounded };
};

export type ShellLife = Readonly<{
  device: Loudspeaker;
  disk: DeviceDisk;
  sounded: readonly Sounded[];
  goUp: () => void;
  goDown: () => void;
  /** The process is gone: it does nothing more, and nothing reaches it. */
  vanish: () => void;
}>;

/** One run of the real shell, from power on to a power cut, on the files that the runs before it left. */
export const createShellLife = (deps: {
  folders: Readonly<{ device: string; assets: string }>;
  identity: Identity;
  clock: OwnClock;
  controller: PaperController;
  isReachable: () => boolean;
  /** Counts what is under way outside the event loop's own queue: files, hashes, signatures, downloads. */
  track: Track;
  failures: unknown[];
  log: DeviceLog;
}): ShellLife => {
  const { folders, identity, controller, isReachable, track, failures, log } = deps;
  let isOn = true;
  const store = createFileAssetStore({ folder: folders.assets, durable: false });
  const assets: AssetStore = {
    ...store,
    check: (sha256) => track(store.check(sha256)),
    put: (sha256, body, maxBytes) => track(store.put(sha256, body, maxBytes)),
    read: (sha256) => track(store.read(sha256)),
    release: (sha256) => track(store.release(sha256)),
    freeBytes: () => track(store.freeBytes()),
  };
  const fetcher = createAssetFetcher({ store: assets });
  const verifier = createVerifier();
  const disk = createFileDisk({ folder: folders.device, durable: false, log });
  const clock: OwnClock = { ...deps.clock, at: (at, task) => deps.clock.at(at, () => isOn && task()) };
  const { sink, sounded } = createWitness(assets, (sha256) => join(folders.assets, `${sha256}.mp3`), clock);
  let network: ReturnType<typeof linkTo> | null = null;
  const goUp = (): void => {
    if (isOn && isReachable()) network?.goUp();
  };
  const device = createLoudspeaker({
    step: createStep({ plan: memoisePlan() }),
    settings: { ...defaultSettings, deviceId: identity.deviceId },
    identity,
    seed: 7,
    clock,
    disk,
    assets,
    fetcher: { fetch: (sha256, sizeBytes, urls) => track(fetcher.fetch(sha256, sizeBytes, urls)) },
    verifier: { verify: (question) => track(verifier.verify(question)) },
    signBatch: (batch, key) => track(signBatch(batch, key)),
    createLink: ({ onNews }) => {
      network = linkTo(controller, onNews, track, failures);
      return { ...network.link, start: goUp };
    },
    linkDeps: {
      urls: identity.mqttUrls,
      deviceId: identity.deviceId,
      secret: identity.secret,
      keepAliveS: 60,
      maxRetryMs: 1_000,
      random: () => 0.5,
      readPayload: (_topic, payload) => payload.toString(),
      acknowledge: (_topic, acknowledge) => acknowledge(),
      log,
    },
    createOutput,
    outputDeps: { clock, sink, toleranceMs: 250, isMeasured: false, isAmplifierDead: false },
    sensors: () => ({ supply: null, temperatureC: null, signalDbm: null }),
    log,
  });
  return {
    device,
    disk,
    sounded,
    goUp,
    goDown: () => network?.goDown(),
    vanish: () => {
      isOn = false;
      network?.vanish();
    },
  };
};
