import { estimateClock, type PlaybackBatch, type TimeRequest } from '#protocol';
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

/** Above this a device keeps silent, whatever it plans. */
const maxClockErrorMs = 60_000;

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
  let clockKept = true;

  const note = (what: string): void => trace.note(time.now(), `${deviceId} ${what}`);

  /** Of the clock when each play was committed. */
  const bounds = new Map<string, number>();
  const boundNow = (): number =>
    estimateClock(state.clock.samples, clock.own(time.now()), settings.driftPpm)?.errorMs ?? 0;

  const amplifier = createAmplifier({
    time,
    clock,
    isRight: (sha256) => disk.assets.get(sha256) === 'right',
    hear: (sound, playId) => {
      if (breaks.isDumb) return;
      journal.sounds.push({ ...sound, boundMs: bounds.get(playId) ?? 0 });
      note(`heard ${sound.itemId} ${sound.from} ${sound.to} ${sound.positionMs}`);
    },
    onNews: (news) => happen(news),
  });
  const wire = deps.connect((news) => happen(news));

  /** What an observer writes down after each step. */
  const observe = (before: State, event: Happening): void => {
    const at = time.now();
    if (before.held !== state.held) {
      for (const [topic, { jws, header }] of state.held) {
        if (before.held.get(topic)?.jws === jws) continue;
        journal.held.push({ at, topic, jws, version: header.version });
        note(`holds ${topic} ${header.version}`);
      }
      for (const topic of before.held.keys()) {
        if (!state.held.has(topic)) journal.held.push({ at, topic, jws: null, version: 0 });
      }
    }
    if (before.clock.samples !== state.clock.samples) {
      const estimate = estimateClock(state.clock.samples, clock.own(at), settings.driftPpm);
      const isTrusted = estimate !== null && estimate.errorMs <= maxClockErrorMs;
      if (isTrusted !== (journal.trust.at(-1)?.isTrusted ?? false)) journal.trust.push({ at, isTrusted });
    }
    if (before.cached !== state.cached) {
      for (const sha256 of state.cached) {
        if (!before.cached.has(sha256)) journal.cache.push({ at, sha256, isThere: true });
      }
      for (const sha256 of before.cached) {
        if (!state.cached.has(sha256)) journal.cache.push({ at, sha256, isThere: false });
      }
    }
    if (before.spool.ackedSeq !== state.spool.ackedSeq && event.type === 'verified') {
      journal.acks.push({ at, spoolId: state.spool.spoolId, seq: state.spool.ackedSeq });
    }
    if (event.type === 'output-failed') journal.disturbed.push({ at, by: 'output-failed' });
  };

  function happen(happening: Happening): void {
    if (!isOn) return;
    waiting.push(happening);
    if (isStepping) return;
    isStepping = true;
    for (let next = waiting.shift(); next && isOn; next = waiting.shift()) {
      const before = state;
      const [after, effects] = step(state, { ...next, ownNow: clock.own(time.now()) });
      state = after;
      observe(before, next);
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
        note(`plays ${effect.play.playId} ${effect.play.positionMs}`);
        bounds.set(effect.play.playId, boundNow());
        for (const play of breaks.play?.(effect.play) ?? [effect.play]) amplifier.play(play);
        break;
      case 'stop':
        note(`stops ${effect.playId}`);
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
        note(`${effect.message} ${JSON.stringify(effect.fields)}`);
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
    for (const event of events) {
      note(
        `spools ${event.seq} ${event.type} ${event.type === 'gap' ? '' : event.itemId} ${event.type === 'ended' ? `${event.outcome} ${event.reason}` : ''}`,
      );
    }
    const written = breaks.append?.(events) ?? events;
    const stored = disk.append(spoolId, written);
    if (!stored) {
      journal.disturbed.push({ at: time.now(), by: 'spool-full' });
      return;
    }
    for (const event of events) journal.spooled.push({ at: time.now(), spoolId, event });
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
      if (result === 'ok') disk.assets.set(sha256, 'right');
      happen(
        result === 'ok'
          ? { type: 'asset-fetched', sha256 }
          : { type: 'asset-failed', sha256, reason: result },
      );
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
    note(`loses power ${JSON.stringify(cut)}`);
    isOn = false;
    life += 1;
    waiting = [];
    cancelWake();
    amplifier.silence();
    wire.kill();
    disk.lose({ documents: cut.losesDocuments, state: cut.losesState });
    clockKept = cut.keepsClock;
    for (const sha256 of state.cached) journal.cache.push({ at: time.now(), sha256, isThere: false });
    journal.power.push({ at: time.now(), isOn: false });
    journal.trust.push({ at: time.now(), isTrusted: false });
  }

  function powerOn(): void {
    if (isOn) return;
    if (!clockKept) clock.reset(time.now());
    isOn = true;
    isStepping = false;
    state = initialState(settings, seed + life);
    const found = disk.load();
    const cached = found.cached.filter((sha256) => disk.assets.get(sha256) === 'right');
    journal.power.push({ at: time.now(), isOn: true });
    journal.held.push({ at: time.now(), topic: '*', jws: null, version: 0 });
    note(`boots with ${Object.keys(found.documents).length} documents`);
    happen({
      type: 'booted',
      disk: { ...found, cached },
      clockKept,
      freshSpoolId: `spool-${deviceId}-${life}`,
    });
    journal.booted.push({ at: time.now(), settled: new Set(Object.keys(state.ledger.settled)) });
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
