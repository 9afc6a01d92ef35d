import { parseUpstreamTopic } from '#protocol';
import type { AudioComposer } from '../../controller/app/ports/audio.ts';
import type { Log, Random } from '../../controller/app/ports/runtime.ts';
import type { AssetRow } from '../../controller/app/ports/store/assets.ts';
import { planOf } from '../../device-sim/device/make-plan.ts';
import { memoisePlan } from '../../device-sim/device/plan-memo.ts';
import { defaultSettings } from '../../device-sim/device/state.ts';
import { createStep } from '../../device-sim/device/step.ts';
import type { Breaks } from './breaks/breaks.ts';
import { createSimDatabase } from './controller/database.ts';
import { createKeyDrawer } from './controller/key-drawer.ts';
import { createProcessLife, type ProcessLife } from './controller/process-life.ts';
import { createSimController, type SimController } from './controller/sim-controller.ts';
import { createDriftingClock } from './device/drifting-clock.ts';
import { createMediaServer } from './device/media-server.ts';
import { createSimDevice, type SimDevice } from './device/sim-device.ts';
import { type Chance, createChance } from './engine/chance.ts';
import { createSealing } from './engine/sealing.ts';
import { createTrace } from './engine/trace.ts';
import { createVirtualTime } from './engine/virtual-time.ts';
import type { CoverageSample } from './invariants/coverage-recount.ts';
import { createJournal } from './journal.ts';
import { createSimBroker } from './network/broker.ts';
import { type ControllerLink, createControllerLink } from './network/controller-link.ts';
import { calm } from './network/faults.ts';
import { createWire } from './network/wire.ts';
import { createHistory } from './oracle/place-voices.ts';
import { assetOf, drawCountry, settleCountry } from './scenario/country.ts';

export type WorldSize = Readonly<{
  seed: number;
  communes: number;
  mostDevices: number;
  recordings: number;
  startAt: number;
  heartbeatIntervalMs: number;
  timeSyncIntervalMs: number;
  /** The controller's periodic work is done this many times less often. */
  pace: number;
  /** The broker lives in the controller's process. */
  isEmbedded: boolean;
}>;

export type World = Awaited<ReturnType<typeof createWorld>>;

/** What went wrong inside the controller although it should not have. */
export type Fault = Readonly<{ at: number; sentence: string; error: unknown }>;

const createSimRandom = (chance: Chance): Random => {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567';
  const text = (length: number): string =>
    Array.from({ length }, () => letters[chance.int(0, letters.length - 1)]).join('');
  return {
    id: (prefix) => `${prefix}_${text(16)}`,
    secret: () => text(43),
    claimCode: () => [text(4), text(4), text(4)].join('-'),
  };
};

/** A controller, its broker, and every loudspeaker of a country, on one clock and one seed. */
export const createWorld = async (
  size: WorldSize,
  options: { breaks?: Breaks; keepsTrace?: boolean } = {},
) => {
  const { breaks = {} } = options;
  const chance = createChance(size.seed);
  const time = createVirtualTime(size.startAt);
  const trace = createTrace(options.keepsTrace ?? false);
  const journal = createJournal();
  const faults = calm();
  const failures: Fault[] = [];
  const heardAt = new Map<string, number>();
  const approvedAt = new Map<string, number>();
  const coverage: CoverageSample[] = [];
  const restores: { at: number; copiedAt: number }[] = [];
  const sealing = createSealing({ now: time.now });
  const keyDrawer = createKeyDrawer(sealing);
  const broker = createSimBroker();
  const media = createMediaServer({ time, chance: chance.fork('media'), faults });
  const database = createSimDatabase();
  const random = createSimRandom(chance.fork('identifiers'));
  const root = sealing.signer('root');

  const country = drawCountry({
    chance: chance.fork('country'),
    communes: size.communes,
    mostDevices: size.mostDevices,
    recordings: size.recordings,
    startAt: size.startAt,
    publicKey: (deviceId) => sealing.signer(deviceId).publicKey,
  });
  const lengths = new Map<string, number>();
  const shelve = ({ sha256, durationMs }: Pick<AssetRow, 'sha256' | 'durationMs'>): void => {
    media.put(sha256);
    lengths.set(sha256, durationMs);
  };
  for (const asset of [...country.assets, ...Object.values(country.clips)]) shelve(asset);
  /** Sounds put one after the other, without a decoder: their lengths add up. */
  const composer: AudioComposer = {
    compose: async (parts) => {
      const seconds = parts.reduce((sum, part) => sum + (lengths.get(part) ?? 0), 0) / 1_000;
      const { createdAt: _, ...asset } = assetOf(parts.join(' and '), seconds, 0);
      shelve(asset);
      return { ok: true, asset: { ...asset, path: asset.sha256 } };
    },
  };
  const founding = await database.open();
  await settleCountry(founding, country);

  const fail = (sentence: string, error: unknown): void => {
    failures.push({ at: time.now(), sentence, error });
    trace.note(time.now(), `FAULT ${sentence} ${String(error)}`);
  };
  const log: Log = {
    debug: () => undefined,
    info: (_fields, sentence) => trace.note(time.now(), `controller: ${sentence}`),
    warn: (_fields, sentence) => trace.note(time.now(), `controller warns: ${sentence}`),
    error: (fields, sentence) => fail(sentence, 'err' in fields ? fields.err : null),
    child: () => log,
  };

  const plan = memoisePlan(breaks.plan?.(planOf) ?? planOf);
  const step = createStep({ plan });
  const devices: SimDevice[] = country.devices.map(({ id }, index) => {
    const own = chance.fork(`device ${id}`);
    const { areaKey } = country.clusterOf(id);
    return createSimDevice({
      settings: { ...defaultSettings, deviceId: id },
      seed: size.seed * 1_000 + index,
      time,
      chance: own,
      clock: createDriftingClock({
        startedAt: size.startAt,
        skewMs: own.between(-3_600_000, 3_600_000),
        driftPpm: own.between(-45, 45),
      }),
      sealing,
      rootKey: { kid: root.kid, jwk: root.publicKey },
      media,
      step,
      journal: journal.of(id),
      trace,
      breaks,
      connect: (onNews) =>
        createWire({
          deviceId: id,
          time,
          chance: chance.fork(`wire ${id}`),
          broker,
          faults,
          areas: () => ({ areaKeys: [areaKey], ancestorKeys: country.above(areaKey) }),
          onNews,
        }),
    });
  });

  let life: ProcessLife | null = null;
  let link: ControllerLink | null = null;
  let controller: SimController | null = null;
  let runs = 0;

  /** A sign of life that the controller must have taken for one. */
  const hear = (topic: string, payload: string): void => {
    const upstream = parseUpstreamTopic(topic);
    const isSign =
      upstream?.kind === 'heartbeat' ||
      (upstream?.kind === 'state' && payload.includes('"versions"')) ||
      (upstream?.kind === 'presence' && payload.includes('"online":true'));
    if (upstream && isSign) heardAt.set(upstream.deviceId, time.now());
  };

  const startController = (): void => {
    if (life?.isAlive()) return;
    runs += 1;
    const mine = createProcessLife({ time, pace: size.pace });
    life = mine;
    if (size.isEmbedded) broker.start();
    media.setUp(true);
    const myLink = createControllerLink({
      time,
      chance: chance.fork(`controller ${runs}`),
      broker,
      isEmbedded: size.isEmbedded,
      onHeard: hear,
      onListening: () => heardAt.clear(),
    });
    heardAt.clear();
    link = myLink;
    mine.onEnd(() => {
      controller = null;
      myLink.kill();
      media.setUp(false);
      if (size.isEmbedded) broker.stop(false);
      trace.note(time.now(), 'controller gone');
    });
    trace.note(time.now(), 'controller starts');
    time.stir();
    const compose = async (): Promise<void> => {
      const opened = await database.open();
      const store = mine.guard(breaks.store?.(opened) ?? opened);
      const ready = await createSimController({
        life: mine,
        store,
        link: myLink,
        sealing,
        keyDrawer,
        random,
        log,
        composer,
        heartbeatIntervalMs: size.heartbeatIntervalMs,
        timeSyncIntervalMs: size.timeSyncIntervalMs,
      });
      if (mine.isAlive()) controller = ready;
    };
    compose().catch((error: unknown) => fail('The controller did not start', error));
  };

  return {
    size,
    chance,
    time,
    trace,
    journal,
    history: createHistory(),
    faults,
    failures,
    restores,
    /** When recordings were first approved, by hash, whatever a restored backup forgets. */
    approvedAt,
    /** Since the controller last began to listen. */
    heardAt,
    coverage,
    fail,
    sealing,
    keyDrawer,
    broker,
    media,
    database,
    country,
    /** How long each recording is. */
    lengths,
    devices,
    random,
    /** Null while there is none, or it is not ready. */
    controller: (): SimController | null => controller,
    link: (): ControllerLink | null => link,
    life: (): ProcessLife | null => life,
    startController,
  };
};
