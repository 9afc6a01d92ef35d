import { randomBytes, randomUUID } from 'node:crypto';
import type { Heartbeat, PlaybackBatch, TimeRequest } from '#protocol';
import type { Disk } from '../device/disk.ts';
import type { Effect } from '../device/effect.ts';
import type { DeviceEvent } from '../device/event.ts';
import { batchOf } from '../device/spool.ts';
import { initialState, type Settings, type State } from '../device/state.ts';
import type { Step } from '../device/step.ts';
import type { AssetFetcher } from './asset-fetcher.ts';
import type { AssetCheck, AssetStore } from './asset-store.ts';
import type { DeviceDisk } from './device-disk.ts';
import type { DeviceLog } from './device-log.ts';
import type { Identity } from './identity.ts';
import type { DeviceLink, LinkDeps, LinkNews } from './mqtt-link.ts';
import type { Output, OutputDeps, OutputNews } from './output.ts';
import type { OwnClock } from './own-clock.ts';
import { isSharedTopic } from './shared-topic.ts';
import type { SignBatch } from './sign-batch.ts';
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
  signBatch: SignBatch;
  /** Shared by all devices of a process; what differs is beside it. */
  createLink: (deps: LinkDeps) => DeviceLink;
  linkDeps: Omit<LinkDeps, 'onNews'>;
  createOutput: (deps: OutputDeps) => Output;
  outputDeps: Omit<OutputDeps, 'onNews'>;
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

type Of<Type extends Effect['type']> = Extract<Effect, { type: Type }>;

/** A class, as thousands of loudspeakers in one process share its functions. */
class SimulatedLoudspeaker implements Loudspeaker {
  readonly #deps: LoudspeakerDeps;
  readonly #link: DeviceLink;
  readonly #output: Output;
  #state: State;
  #cancelWake: (() => void) | null = null;
  #isOn = false;
  #isStepping = false;
  #waiting: Happening[] = [];

  constructor(deps: LoudspeakerDeps) {
    this.#deps = deps;
    this.#state = initialState(deps.settings, deps.seed);
    const onNews = (news: LinkNews | OutputNews): void => this.#happen(news);
    this.#link = deps.createLink({ ...deps.linkDeps, onNews });
    this.#output = deps.createOutput({ ...deps.outputDeps, onNews });
  }

  get deviceId(): string {
    return this.#deps.settings.deviceId;
  }

  state(): State {
    return this.#state;
  }

  async start(): Promise<void> {
    const { disk, assets, settings, seed } = this.#deps;
    const { found, damaged } = await this.#checkCache(disk.load());
    for (const sha256 of found.cached) assets.retain(sha256);
    this.#state = initialState(settings, seed);
    this.#isOn = true;
    this.#happen({ type: 'booted', disk: found, clockKept: true, freshSpoolId: randomUUID() });
    for (const sha256 of damaged) this.#happen({ type: 'asset-damaged', sha256 });
    this.#link.start();
  }

  async stop(): Promise<void> {
    await this.#powerOff();
    await this.#output.close();
  }

  async #powerOff(): Promise<void> {
    this.#isOn = false;
    this.#waiting = [];
    this.#cancelWake?.();
    this.#output.silence();
    await this.#link.stop();
    await this.#deps.disk.flush();
  }

  async #reboot(): Promise<void> {
    const { cached } = this.#state;
    await this.#powerOff();
    await this.start();
    // Only now: the last user's release deletes the file.
    await Promise.all([...cached].map((sha256) => this.#deps.assets.release(sha256)));
  }

  /** Only files that are still there, and right, count as cached. */
  async #checkCache(found: Disk): Promise<{ found: Disk; damaged: string[] }> {
    const checks = await Promise.all(found.cached.map((sha256) => this.#deps.assets.check(sha256)));
    const that = (result: AssetCheck) => found.cached.filter((_, index) => checks[index] === result);
    return { found: { ...found, cached: that('ok') }, damaged: that('damaged') };
  }

  /** Effects may bring the next event at once; it waits for the end of this step. */
  #happen(happening: Happening): void {
    if (!this.#isOn) return;
    this.#waiting.push(happening);
    if (this.#isStepping) return;
    this.#isStepping = true;
    const { step, clock } = this.#deps;
    try {
      for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
        const [after, effects] = step(this.#state, { ...next, ownNow: clock.now() });
        this.#state = after;
        for (const effect of effects) this.#runGuarded(effect);
      }
    } finally {
      this.#isStepping = false;
      // A drained array keeps the room it grew to.
      if (this.#waiting.length === 0) this.#waiting = [];
    }
  }

  /** A fault in the shell itself: the device goes on, as the watchdog of a real one would see to. */
  #runGuarded(effect: Effect): void {
    try {
      this.#run(effect)?.catch((error: unknown) => this.#tellFault(effect, error));
    } catch (error) {
      this.#tellFault(effect, error);
    }
  }

  #tellFault(effect: Effect, error: unknown): void {
    this.#deps.log.warn({ deviceId: this.deviceId, effect: effect.type, err: error }, 'Effect failed');
  }

  #run(effect: Effect): Promise<void> | undefined {
    const { disk, clock, log, assets } = this.#deps;
    switch (effect.type) {
      case 'subscribe':
        this.#link.subscribe(effect.topics);
        return undefined;
      case 'unsubscribe':
        this.#link.unsubscribe(effect.topics);
        return undefined;
      case 'publish':
        this.#link.publish(effect.topic, JSON.stringify(effect.payload), effect.qos);
        return undefined;
      case 'heartbeat':
        return this.#beat(effect);
      case 'request-time':
        this.#requestTime(effect.topic);
        return undefined;
      case 'verify':
        return this.#verify(effect);
      case 'save-documents':
        disk.saveDocuments(effect.documents);
        return undefined;
      case 'save':
        disk.save(effect.disk);
        return undefined;
      case 'append':
        disk.spool(effect.spoolId).append(effect.events);
        return undefined;
      case 'renumber-events': {
        const spool = disk.spool(effect.spoolId);
        const found = spool.read(effect.fromSeq, Number.MAX_SAFE_INTEGER);
        spool.append(found.map((event) => ({ ...event, seq: event.seq + effect.by })));
        return undefined;
      }
      case 'drop-events':
        disk.spool(effect.spoolId).dropBefore(effect.before);
        return undefined;
      case 'send-events':
        return this.#sendEvents(effect);
      case 'fetch':
        return this.#fetch(effect);
      case 'evict':
        return assets.release(effect.sha256);
      case 'play':
        this.#output.play(effect.play);
        return undefined;
      case 'stop':
        this.#output.stop(effect.playId, effect.at);
        return undefined;
      case 'wake':
        this.#cancelWake?.();
        this.#cancelWake = clock.at(effect.at, () => this.#happen({ type: 'tick' }));
        return undefined;
      case 'reboot':
        return this.#reboot();
      case 'log':
        log[effect.level]({ deviceId: this.deviceId, ...effect.fields }, effect.message);
        return undefined;
    }
  }

  async #verify({ topic, jws, receivedAt, signedBy, keys }: Of<'verify'>): Promise<void> {
    const { verifier, identity } = this.#deps;
    const isShared = isSharedTopic(topic);
    const verified = await verifier.verify({ jws, signedBy, keys, rootKey: identity.rootKey, isShared });
    this.#happen({ type: 'verified', topic, receivedAt, ...verified });
  }

  async #fetch({ sha256, sizeBytes, urls }: Of<'fetch'>): Promise<void> {
    const { fetcher, assets } = this.#deps;
    const result = await fetcher.fetch(sha256, sizeBytes, urls).catch(() => 'unreachable' as const);
    if (!this.#isOn) return;
    if (result === 'ok') assets.retain(sha256);
    this.#happen(
      result === 'ok' ? { type: 'asset-fetched', sha256 } : { type: 'asset-failed', sha256, reason: result },
    );
  }

  async #beat({ topic, heartbeat }: Of<'heartbeat'>): Promise<void> {
    const { assets, sensors } = this.#deps;
    const cache = { ...heartbeat.cache, freeBytes: await assets.freeBytes() };
    const full: Heartbeat = { ...heartbeat, ...sensors(), cache };
    this.#link.publish(topic, JSON.stringify(full), 0);
  }

  async #sendEvents(effect: Of<'send-events'>): Promise<void> {
    const { disk, identity, signBatch } = this.#deps;
    const { topic, spoolId, fromSeq, toSeq } = effect;
    const events = batchOf(disk.spool(spoolId).read(fromSeq, toSeq), effect);
    const firstSeq = events[0]?.seq ?? fromSeq;
    const batch: PlaybackBatch = {
      schema: 'tt/playback/1',
      deviceId: this.deviceId,
      spoolId,
      firstSeq,
      events,
    };
    this.#link.publish(topic, await signBatch(batch, identity.privateKey), 1);
  }

  #requestTime(topic: string): void {
    const nonce = randomBytes(16).toString('base64url');
    const t0 = this.#deps.clock.now();
    const request: TimeRequest = { nonce, t0 };
    this.#link.publish(topic, JSON.stringify(request), 0);
    this.#happen({ type: 'time-requested', nonce, t0 });
  }
}

/** A loudspeaker: the core's decisions carried out. */
export const createLoudspeaker = (deps: LoudspeakerDeps): Loudspeaker => new SimulatedLoudspeaker(deps);
