import type { PlaybackBatch, TimeRequest } from '#protocol';
import type { Effect } from '../../../device-sim/device/effect.ts';
import type { DeviceEvent } from '../../../device-sim/device/event.ts';
import { batchOf } from '../../../device-sim/device/spool.ts';
import { initialState, type Settings, type State } from '../../../device-sim/device/state.ts';
import type { Step } from '../../../device-sim/device/step.ts';
import type { Breaks } from '../breaks/breaks.ts';
import type { Chance } from '../engine/chance.ts';
import type { Sealing } from '../engine/sealing.ts';
import type { Trace } from '../engine/trace.ts';
import type { VirtualTime } from '../engine/virtual-time.ts';
import type { DeviceJournal } from '../journal.ts';
import type { Wire } from '../network/wire.ts';
import { createAmplifier } from './amplifier.ts';
import { createDeviceObserver } from './device-observer.ts';
import type { DriftingClock } from './drifting-clock.ts';
import type { MediaServer } from './media-server.ts';
import { createSimDisk, type SimDisk } from './sim-disk.ts';

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Happening = DistributiveOmit<DeviceEvent, 'ownNow'>;
type Of<Type extends Effect['type']> = Extract<Effect, { type: Type }>;

export type PowerCut = Readonly<{
  keepsClock: boolean;
  /** Files that were being written and are found torn. */
  losesDocuments: boolean;
  losesState: boolean;
  /** The power goes in the middle of a step: so many effects of the next one are carried out. */
  afterEffects: number | null;
}>;

export type SimDevice = Readonly<{
  deviceId: string;
  isOn: () => boolean;
  powerOn: () => void;
  powerOff: (cut: PowerCut) => void;
  /** On, with nothing waiting to go wrong. */
  mend: () => void;
  state: () => State;
  disk: SimDisk;
  wire: Wire;
  journal: DeviceJournal;
  clock: DriftingClock;
}>;

/** A loudspeaker around its core: what the core decides is done here, in a world that can fail it at any point. */
export const createSimDevice = (deps: {
  settings: Settings;
  seed: number;
  time: VirtualTime;
  chance: Chance;
  clock: DriftingClock;
  sealing: Sealing;
  rootKey: { kid: string; jwk: Parameters<Sealing['verify']>[0] };
  media: MediaServer;
  step: Step;
  journal: DeviceJournal;
  trace: Trace;
  breaks: Breaks;
  connect: (onNews: (news: Happening) => void) => Wire;
}): SimDevice => {
  const { settings, seed, time, chance, clock, sealing, media, step, journal, trace, breaks } = deps;
  const { deviceId } = settings;
  const judge = breaks.judge?.(sealing.judge) ?? sealing.judge;
  const isRewind = (verdict: ReturnType<typeof judge>): boolean =>
    verdict.ok &&
    verdict.reading.kind === 'document' &&
    verdict.reading.document.schema === 'tt/playback-ack/1' &&
    verdict.reading.document.seq < state.spool.ackedSeq;
  const disk = createSimDisk(time);
  let state: State = initialState(settings, seed);
  let isOn = false;
  let isStepping = false;
  let waiting: Happening[] = [];
  let cancelWake: () => void = () => undefined;
  /** Grows with every boot: what an earlier life asked for finds nobody. */
  let life = 0;
  let nonces = 0;
  let cutAfter: { effects: number; cut: PowerCut } | null = null;
  /** As the flag of a clock chip: it stays until the loss of the clock is written down, however often power goes. */
  let hasLostClock = false;
  let bootedAt = 0;

  const observer = createDeviceObserver({ settings, time, clock, journal, trace });

  const amplifier = createAmplifier({
    time,
    clock,
    isRight: (sha256) => disk.assets.get(sha256) === 'right',
    hear: (sound, playId) => {
      if (!breaks.isDumb) observer.heard(sound, playId);
    },
    onNews: (news) => happen(news),
  });
  const wire = deps.connect((news) => happen(news));

  function happen(happening: Happening): void {
    if (!isOn) return;
    waiting.push(happening);
    if (isStepping) return;
    isStepping = true;
    for (let next = waiting.shift(); next && isOn; next = waiting.shift()) {
      const before = state;
      const [after, effects] = step(state, { ...next, ownNow: clock.own(time.now()) });
      state = after;
      observer.stepped(before, state, next.type);
      carryOut(effects);
    }
    isStepping = false;
  }

  const carryOut = (effects: readonly Effect[]): void => {
    const doomed = cutAfter;
    cutAfter = null;
    const done = doomed ? effects.slice(0, doomed.effects) : effects;
    for (const effect of done) run(effect);
    if (doomed) lose(doomed.cut);
  };

  const later = (delayMs: number, happening: () => Happening): void => {
    const mine = life;
    time.at(time.now() + delayMs, () => {
      if (mine === life) happen(happening());
    });
  };

  const run = (effect: Effect): void => {
    switch (effect.type) {
      case 'subscribe':
        wire.subscribe(effect.topics);
        break;
      case 'unsubscribe':
        wire.unsubscribe(effect.topics);
        break;
      case 'publish':
        wire.publish(effect.topic, JSON.stringify(effect.payload));
        break;
      case 'heartbeat':
        beat(effect);
        break;
      case 'request-time':
        requestTime(effect.topic);
        break;
      case 'verify':
        verify(effect);
        break;
      case 'save-documents':
        disk.saveDocuments(effect.documents);
        break;
      case 'save':
        disk.save(effect.disk);
        break;
      case 'append':
        append(effect);
        break;
      case 'renumber-events': {
        const found = disk.read(effect.fromSeq, Number.MAX_SAFE_INTEGER);
        const events = found.map((event) => ({ ...event, seq: event.seq + effect.by }));
        append({ type: 'append', spoolId: effect.spoolId, events });
        break;
      }
      case 'drop-events':
        disk.dropBefore(effect.before);
        break;
      case 'send-events':
        sendEvents(effect);
        break;
      case 'fetch':
        fetch(effect.sha256);
        break;
      case 'evict':
        disk.assets.delete(effect.sha256);
        break;
      case 'play':
        observer.committed(effect.play, state);
        for (const play of breaks.play?.(effect.play) ?? [effect.play]) amplifier.play(play);
        break;
      case 'stop':
        observer.note(`stops ${effect.playId}`);
        amplifier.stop(effect.playId, effect.at);
        break;
      case 'wake':
        cancelWake();
        cancelWake = time.at(clock.toTrue(effect.at), () => happen({ type: 'tick' }));
        break;
      case 'reboot':
        lose({ keepsClock: true, losesDocuments: false, losesState: false, afterEffects: null });
        time.at(time.now() + 20_000, powerOn);
        break;
      case 'log':
        observer.note(`${effect.message} ${JSON.stringify(effect.fields)}`);
        break;
    }
  };

  const verify = ({ topic, jws, receivedAt, signedBy, keys }: Of<'verify'>): void =>
    later(chance.next() * 3, () => {
      const verdict = judge(jws, signedBy === 'root' ? [deps.rootKey] : keys, topic);
      const isKept = breaks.keepsAck !== true || !isRewind(verdict);
      const judged = isKept ? verdict : ({ ok: false, reason: 'bad-signature' } as const);
      return { type: 'verified', topic, jws, receivedAt, verdict: judged };
    });

  const append = ({ spoolId, events }: Of<'append'>): void => {
    observer.spooling(events);
    const written = breaks.append?.(events) ?? events;
    if (disk.append(spoolId, written)) observer.spooled(spoolId, events);
    else observer.spoolFull();
  };

  const sendEvents = (effect: Of<'send-events'>): void => {
    const { topic, spoolId, fromSeq, toSeq } = effect;
    const events = batchOf(disk.read(fromSeq, toSeq), effect);
    const firstSeq = events[0]?.seq ?? fromSeq;
    const batch: PlaybackBatch = { schema: 'tt/playback/1', deviceId, spoolId, firstSeq, events };
    wire.publish(topic, sealing.seal(deviceId, batch));
  };

  const fetch = (sha256: string): void => {
    const mine = life;
    const isHeld = disk.assets.get(sha256) === 'right';
    media.fetch(sha256, { isCut: wire.isCut(), isFull: disk.isFull(), isHeld }, (result) => {
      if (mine !== life) return;
      if (result !== 'ok') return happen({ type: 'asset-failed', sha256, reason: result });
      disk.assets.set(sha256, 'right');
      happen({ type: 'asset-fetched', sha256 });
    });
  };

  const beat = ({ topic, heartbeat }: Of<'heartbeat'>): void => {
    const cache = { ...heartbeat.cache, freeBytes: disk.isFull() ? 0 : 1_000_000_000 };
    const sensors = { supply: { mains: true, volts: 13.2 }, temperatureC: 31, signalDbm: -71 };
    wire.publish(topic, JSON.stringify({ ...heartbeat, ...sensors, cache }));
  };

  const requestTime = (topic: string): void => {
    nonces += 1;
    const nonce = `${deviceId}-nonce-${nonces}`;
    const t0 = clock.own(time.now());
    const request: TimeRequest = { nonce, t0 };
    wire.publish(topic, JSON.stringify(request));
    happen({ type: 'time-requested', nonce, t0 });
  };

  function lose(cut: PowerCut): void {
    observer.note(`loses power ${JSON.stringify(cut)}`);
    isOn = false;
    life += 1;
    waiting = [];
    cancelWake();
    amplifier.silence();
    wire.kill();
    disk.lose({ documents: cut.losesDocuments, state: cut.losesState });
    if (disk.stateWrittenAt() > bootedAt) hasLostClock = false;
    if (!cut.keepsClock) {
      hasLostClock = true;
      clock.reset(time.now());
    }
    observer.wentOff(state);
  }

  function powerOn(): void {
    if (isOn) return;
    isOn = true;
    bootedAt = time.now();
    isStepping = false;
    state = initialState(settings, seed + life);
    const found = disk.load();
    const cached = found.cached.filter((sha256) => disk.assets.get(sha256) === 'right');
    observer.cameOn();
    observer.note(`boots with ${Object.keys(found.documents).length} documents`);
    happen({
      type: 'booted',
      disk: { ...found, cached },
      clockKept: !hasLostClock,
      freshSpoolId: `spool-${deviceId}-${life}`,
    });
    observer.booted(state);
    wire.start();
  }

  return {
    deviceId,
    isOn: () => isOn,
    powerOn,
    powerOff: (cut) => {
      if (!isOn) return;
      if (cut.afterEffects === null) lose(cut);
      else cutAfter = { effects: cut.afterEffects, cut };
    },
    mend: () => {
      cutAfter = null;
      disk.setFull(false);
      wire.mend();
      powerOn();
    },
    state: () => state,
    disk,
    wire,
    journal,
    clock,
  };
};
