import { topics } from '#protocol';
import { defaultSettings } from '../device/state.ts';
import type { Step } from '../device/step.ts';
import type { Acknowledger } from '../shell/acknowledger.ts';
import type { AssetFetcher } from '../shell/asset-fetcher.ts';
import type { AssetStore } from '../shell/asset-store.ts';
import type { DeviceDisk } from '../shell/device-disk.ts';
import type { DeviceLog } from '../shell/device-log.ts';
import { type Identity, usableUrls } from '../shell/identity.ts';
import { createLoudspeaker, type Loudspeaker, type Sensors } from '../shell/loudspeaker.ts';
import { createMqttLink, type DeviceLink, type LinkDeps } from '../shell/mqtt-link.ts';
import { createOutput, type Sink } from '../shell/output.ts';
import { createOwnClock, type OwnClock, type TrueClock } from '../shell/own-clock.ts';
import type { PayloadReader } from '../shell/payload-reader.ts';
import { signBatch } from '../shell/sign-batch.ts';
import type { Verifier } from '../shell/verifier.ts';
import { wavLagMs } from '../shell/wav-sink.ts';
import type { Fault } from './fault.ts';
import { createRandom, seedOf } from './seeded.ts';

/** What the devices of one process share. */
export type FleetParts = Readonly<{
  step: Step;
  trueClock: TrueClock;
  assets: AssetStore;
  fetcher: AssetFetcher;
  verifier: Verifier;
  readPayload: PayloadReader;
  acknowledge: Acknowledger;
  log: DeviceLog;
}>;

export type FleetDeviceDeps = Readonly<{
  parts: FleetParts;
  identity: Identity;
  fault: Fault | null;
  sensor: boolean | undefined;
  seed: number;
  disk: DeviceDisk;
  createSink: (clock: OwnClock) => Sink;
  spoolCapacity: number;
  maxReconnectMs: number;
}>;

const dayMs = 86_400_000;
const keepAliveS = 60;

/** Of crystals: within ±30 ppm; of battery clocks that were set by hand: within half a day. */
export const createDeviceClock = (trueClock: TrueClock, random: () => number): OwnClock =>
  createOwnClock({ trueClock, skewMs: (random() - 0.5) * dayMs, driftPpm: (random() - 0.5) * 60 });

/** Readings that move slowly and repeat in every run. */
const createSensors = (clock: OwnClock, fault: Fault | null, random: () => number): (() => Sensors) => {
  const phase = random() * Math.PI * 2;
  const signal = random() < 0.8 ? -60 - Math.round(random() * 35) : null;
  const mainsVolts = 13.4 + random() * 0.4;
  const supply =
    fault === 'no-mains'
      ? { mains: false, volts: 11.3 }
      : { mains: true, volts: Number(mainsVolts.toFixed(1)) };
  return () => ({
    supply,
    temperatureC: Math.round(34 + 8 * Math.sin((clock.now() / dayMs) * Math.PI * 2 + phase)),
    signalDbm: signal,
  });
};

/** An exchange from which the clock can only know itself within 94 s, and which is 94 s wrong. */
const withWrongClock = (disk: DeviceDisk, clock: OwnClock): DeviceDisk => ({
  saveDocuments: (documents) => disk.saveDocuments(documents),
  save: (saved) => disk.save(saved),
  spool: (spoolId) => disk.spool(spoolId),
  flush: () => disk.flush(),
  load: () => {
    const own = clock.now();
    const t1 = clock.toTrue(own);
    return { ...disk.load(), clockSamples: [{ t0: own - 188_000, t1, t2: t1, t3: own }] };
  },
});

const deadLink: DeviceLink = {
  start: () => {},
  publish: () => {},
  subscribe: () => {},
  unsubscribe: () => {},
  stop: async () => {},
};

/** Its requests for time never arrive. */
const createTimelessLink = (deps: LinkDeps): DeviceLink => {
  const link = createMqttLink(deps);
  return {
    start: () => link.start(),
    subscribe: (filters) => link.subscribe(filters),
    unsubscribe: (filters) => link.unsubscribe(filters),
    stop: () => link.stop(),
    publish: (topic, payload, qos) => {
      if (topic !== topics.timeRequest(deps.deviceId)) link.publish(topic, payload, qos);
    },
  };
};

const linkFactory = (fault: Fault | null): ((deps: LinkDeps) => DeviceLink) => {
  if (fault === 'offline') return () => deadLink;
  return fault === 'clock-94s' ? createTimelessLink : createMqttLink;
};

/** Nothing can be written any more, so nothing is asked for. */
const fullCard: AssetFetcher = { fetch: async () => 'disk-full' };

/** One loudspeaker of a fleet, with its fault built in. */
export const createFleetDevice = (deps: FleetDeviceDeps): Loudspeaker => {
  const { parts, identity, fault, disk, spoolCapacity } = deps;
  const { deviceId } = identity;
  const seed = seedOf(deps.seed, deviceId);
  const random = createRandom(seed);
  const clock = createDeviceClock(parts.trueClock, random);
  const sensors = createSensors(clock, fault, random);
  const hasSensor = fault !== 'wire-cut' && (deps.sensor ?? random() < 0.3);
  const { step, assets, verifier, log } = parts;
  const { secret, caCertificates: authorities = [] } = identity;
  const fetcher: AssetFetcher = {
    fetch: (sha256, sizeBytes, from) => parts.fetcher.fetch(sha256, sizeBytes, from, authorities),
  };
  const linkDeps = {
    urls: usableUrls(identity),
    deviceId,
    secret,
    authorities,
    keepAliveS,
    maxRetryMs: deps.maxReconnectMs,
    random,
    readPayload: parts.readPayload,
    acknowledge: parts.acknowledge,
    log,
  };
  const outputDeps = {
    clock,
    sink: deps.createSink(clock),
    toleranceMs: wavLagMs,
    isMeasured: hasSensor,
    isAmplifierDead: fault === 'amplifier-dead',
  };
  return createLoudspeaker({
    step,
    settings: { ...defaultSettings, deviceId, spoolCapacity },
    identity,
    seed,
    clock,
    disk: fault === 'clock-94s' ? withWrongClock(disk, clock) : disk,
    assets: fault === 'card-full' ? { ...assets, freeBytes: async () => 0 } : assets,
    fetcher: fault === 'card-full' ? fullCard : fetcher,
    verifier,
    signBatch,
    createLink: linkFactory(fault),
    linkDeps,
    createOutput,
    outputDeps,
    sensors,
    log,
  });
};
