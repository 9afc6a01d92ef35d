import { randomBytes, randomUUID } from 'node:crypto';
import {
  createSigner,
  type Heartbeat,
  type PlaybackBatch,
  parseAreaTopic,
  type TimeRequest,
  topics,
} from '#protocol';
import type { Disk } from '../device/disk.ts';
import type { Effect, HeartbeatCore } from '../device/effect.ts';
import type { DeviceEvent } from '../device/event.ts';
import { batchOf } from '../device/spool.ts';
import { initialState, type Settings, type State } from '../device/state.ts';
import type { Step } from '../device/step.ts';
import type { AssetFetcher } from './asset-fetcher.ts';
import type { AssetStore } from './asset-store.ts';
import type { DeviceDisk } from './device-disk.ts';
import type { DeviceLog } from './device-log.ts';
import type { Identity } from './identity.ts';
import type { DeviceLink, LinkNews } from './mqtt-link.ts';
import type { Output, OutputNews } from './output.ts';
import type { OwnClock } from './own-clock.ts';
import type { Verifier } from './verifier.ts';

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Happening = DistributiveOmit<DeviceEvent, 'ownNow'>;

/** What only the hardware knows. */
export type Sensors = Pick<Heartbeat, 'supply' | 'temperatureC' | 'signalDbm'>;

export type LoudspeakerDeps = Readonly<{
  step: Step;
  settings: Settings;
  identity: Identity;
  seed: number;
  clock: OwnClock;
  disk: DeviceDisk;
  assets: AssetStore;
  fetcher: AssetFetcher;
  verifier: Verifier;
  createLink: (onNews: (news: LinkNews) => void) => DeviceLink;
  createOutput: (onNews: (news: OutputNews) => void) => Output;
  sensors: () => Sensors;
  log: DeviceLog;
}>;

export type Loudspeaker = Readonly<{
  deviceId: string;
  /** Power on. */
  start: () => Promise<void>;
  /** Says goodbye, falls silent and leaves everything on its disk. */
  stop: () => Promise<void>;
  state: () => State;
}>;

/** Shared by all devices that get the same document, so that it is checked and kept once. */
const isSharedTopic = (topic: string): boolean => topic === topics.keys || parseAreaTopic(topic) !== null;

/** A loudspeaker: the core's decisions carried out. */
export const createLoudspeaker = (deps: LoudspeakerDeps): Loudspeaker => {
  const { step, settings, identity, clock, disk, assets, fetcher, verifier, sensors, log } = deps;
  const { deviceId } = settings;
  let state = initialState(settings, deps.seed);
  let cancelWake: (() => void) | null = null;
  let isOn = false;
  let isStepping = false;
  const waiting: Happening[] = [];

  const link = deps.createLink((news) => happen(news));
  const output = deps.createOutput((news) => happen(news));

  /** Effects may bring the next event at once; it waits for the end of this step. */
  function happen(happening: Happening): void {
    if (!isOn) return;
    waiting.push(happening);
    if (isStepping) return;
    isStepping = true;
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [after, effects] = step(state, { ...next, ownNow: clock.now() });
        state = after;
        for (const effect of effects) runGuarded(effect);
      }
    } finally {
      isStepping = false;
    }
  }

  const verify = async ({ topic, jws, receivedAt, signedBy, keys }: Extract<Effect, { type: 'verify' }>) => {
    const { rootKey } = identity;
    const verified = await verifier.verify({ jws, signedBy, keys, rootKey, isShared: isSharedTopic(topic) });
    happen({ type: 'verified', topic, receivedAt, ...verified });
  };

  const fetch = async ({ sha256, sizeBytes, urls }: Extract<Effect, { type: 'fetch' }>): Promise<void> => {
    const result = await fetcher.fetch(sha256, sizeBytes, urls).catch(() => 'unreachable' as const);
    if (!isOn) return;
    if (result === 'ok') assets.retain(sha256);
    happen(
      result === 'ok' ? { type: 'asset-fetched', sha256 } : { type: 'asset-failed', sha256, reason: result },
    );
  };

  const heartbeat = async (topic: string, core: HeartbeatCore): Promise<void> => {
    const cache = { ...core.cache, freeBytes: await assets.freeBytes() };
    const full: Heartbeat = { ...core, ...sensors(), cache };
    link.publish(topic, JSON.stringify(full), 0);
  };

  const sendEvents = async (effect: Extract<Effect, { type: 'send-events' }>): Promise<void> => {
    const { topic, spoolId, fromSeq, toSeq } = effect;
    const events = batchOf(disk.spool(spoolId).read(fromSeq, toSeq), effect);
    const firstSeq = events[0]?.seq ?? fromSeq;
    const batch: PlaybackBatch = { schema: 'tt/playback/1', deviceId, spoolId, firstSeq, events };
    // Made anew each time: a fleet keeps no key objects for batches that are hours apart.
    const signer = await createSigner(identity.privateKey);
    link.publish(topic, await signer.sign(batch), 1);
  };

  const requestTime = (topic: string): void => {
    const nonce = randomBytes(16).toString('base64url');
    const t0 = clock.now();
    const request: TimeRequest = { nonce, t0 };
    link.publish(topic, JSON.stringify(request), 0);
    happen({ type: 'time-requested', nonce, t0 });
  };

  /** A fault in the shell itself: the device goes on, as the watchdog of a real one would see to. */
  const guard = (work: Promise<void>): void => {
    work.catch((error: unknown) => log.warn({ deviceId, err: error }, 'Effect failed'));
  };

  function runGuarded(effect: Effect): void {
    try {
      run(effect);
    } catch (error) {
      log.warn({ deviceId, effect: effect.type, err: error }, 'Effect failed');
    }
  }

  function run(effect: Effect): void {
    switch (effect.type) {
      case 'subscribe':
        link.subscribe(effect.topics);
        break;
      case 'unsubscribe':
        link.unsubscribe(effect.topics);
        break;
      case 'publish':
        link.publish(effect.topic, JSON.stringify(effect.payload), effect.qos);
        break;
      case 'heartbeat':
        guard(heartbeat(effect.topic, effect.heartbeat));
        break;
      case 'request-time':
        requestTime(effect.topic);
        break;
      case 'verify':
        guard(verify(effect));
        break;
      case 'save-documents':
        disk.saveDocuments(effect.documents);
        break;
      case 'save':
        disk.save(effect.disk);
        break;
      case 'append':
        disk.spool(effect.spoolId).append(effect.events);
        break;
      case 'drop-events':
        disk.spool(effect.spoolId).dropBefore(effect.before);
        break;
      case 'send-events':
        guard(sendEvents(effect));
        break;
      case 'fetch':
        guard(fetch(effect));
        break;
      case 'evict':
        guard(assets.release(effect.sha256));
        break;
      case 'play':
        output.play(effect.play);
        break;
      case 'stop':
        output.stop(effect.playId, effect.at);
        break;
      case 'wake':
        cancelWake?.();
        cancelWake = clock.at(effect.at, () => happen({ type: 'tick' }));
        break;
      case 'reboot':
        guard(reboot());
        break;
      case 'log':
        log[effect.level]({ deviceId, ...effect.fields }, effect.message);
        break;
    }
  }

  /** Only files that are still there, and right, count as cached. */
  const withCheckedCache = async (found: Disk): Promise<Disk> => {
    const checks = await Promise.all(found.cached.map((sha256) => assets.check(sha256)));
    return { ...found, cached: found.cached.filter((_, index) => checks[index] === 'ok') };
  };

  const start = async (): Promise<void> => {
    const found = await withCheckedCache(disk.load());
    for (const sha256 of found.cached) assets.retain(sha256);
    state = initialState(settings, deps.seed);
    isOn = true;
    happen({ type: 'booted', disk: found, clockKept: true, freshSpoolId: randomUUID() });
    link.start();
  };
  const stop = async (): Promise<void> => {
    isOn = false;
    waiting.length = 0;
    cancelWake?.();
    output.silence();
    await link.stop();
    await disk.flush();
  };
  async function reboot(): Promise<void> {
    const { cached } = state;
    await stop();
    await start();
    // Only now: the last user's release deletes the file.
    await Promise.all([...cached].map((sha256) => assets.release(sha256)));
  }

  return {
    deviceId,
    start,
    stop: async () => {
      await stop();
      await output.close();
    },
    state: () => state,
  };
};
