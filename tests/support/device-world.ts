import { type PlayEvent, type TimeDocument, topics } from '#protocol';
import { type Disk, disk as diskSchema, emptyDisk } from '../../device-sim/device/disk.ts';
import type { Effect, Play } from '../../device-sim/device/effect.ts';
import type { DeviceEvent, MissingReason, Verdict } from '../../device-sim/device/event.ts';
import { readDocument } from '../../device-sim/device/reading.ts';
import { batchOf } from '../../device-sim/device/spool.ts';
import { defaultSettings, initialState, type Settings, type State } from '../../device-sim/device/state.ts';
import { step } from '../../device-sim/device/step.ts';
import { createWorldAmplifier, type Heard } from './world-amplifier.ts';

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Happening = DistributiveOmit<DeviceEvent, 'ownNow'>;

/** A document as the world signs it: the core never looks inside a JWS, so plain JSON will do. */
export const seal = (payload: object, kid = 'k1', forged = false): string =>
  JSON.stringify({ kid, forged, payload });

const openSeal = (jws: string, known: readonly string[]): Verdict => {
  const parsed: unknown = JSON.parse(jws);
  if (typeof parsed !== 'object' || parsed === null || !('kid' in parsed) || !('payload' in parsed)) {
    return { ok: false, reason: 'malformed' };
  }
  const kid = String(parsed.kid);
  if (!known.includes(kid)) return { ok: false, reason: 'unknown-key' };
  if ('forged' in parsed && parsed.forged === true) return { ok: false, reason: 'bad-signature' };
  return { ok: true, kid, reading: readDocument(parsed.payload) };
};

export type WorldOptions = {
  settings?: Partial<Settings>;
  /** True time when the world begins. */
  startAt: number;
  /** Own clock minus true time at the start, and its drift. */
  ownOffsetMs?: number;
  driftPpm?: number;
  seed?: number;
};

/**
 * One loudspeaker's core in a world that stands still until told to move: a true clock, an own clock, a
 * broker that takes everything, a time server, a media server, a disk and an amplifier.
 */
export const createDeviceWorld = (options: WorldOptions) => {
  const settings: Settings = { ...defaultSettings, deviceId: 'dev-1', ...options.settings };
  const { ownOffsetMs = 0, driftPpm = 0, seed = 1 } = options;
  let now = options.startAt;
  let state: State = initialState(settings, seed);
  let wakeAt: number | null = null;
  let nonce = 0;
  let saved: Disk = emptyDisk;
  let spool: PlayEvent[] = [];
  const assets = new Set<string>();
  const heard: Heard[] = [];
  const published: { topic: string; payload: unknown; at: number }[] = [];
  const sent: { events: PlayEvent[]; spoolId: string }[] = [];
  const fetches: { sha256: string; urls: readonly string[]; at: number }[] = [];
  const effects: Effect[] = [];
  const knobs = {
    /** Answers time requests; null keeps silent. */
    timeServer: true,
    /** Added to the time that it tells, as by whoever has a stolen key. */
    timeShiftMs: 0,
    /** How long the next exchange of time takes each way; null when it is lost. */
    exchange: (): { upMs: number; downMs: number } | null => ({ upMs: 10, downMs: 10 }),
    fetchMs: (_sha256: string): number => 50,
    /** Why a fetch fails; null when it succeeds after `fetchMs`. */
    fetchFault: (_sha256: string): MissingReason | null => null,
    outputFault: (_play: Play): string | null => null,
    outputIsDead: false,
    sensor: false,
  };
  type Timer = { at: number; run: () => void };
  let timers: Timer[] = [];

  const ownAt = (t: number): number => t + ownOffsetMs + ((t - options.startAt) * driftPpm) / 1e6;
  const trueAt = (own: number): number =>
    (own - ownOffsetMs + (options.startAt * driftPpm) / 1e6) / (1 + driftPpm / 1e6);

  const after = (ms: number, run: () => void): void => {
    timers.push({ at: now + ms, run });
  };

  const amplifier = createWorldAmplifier({
    knobs,
    now: () => now,
    ownAt,
    trueAt,
    at: (at, run) => timers.push({ at, run }),
    hear: (sound) => heard.push(sound),
    onNews: (news) => dispatch(news),
  });

  const run = (effect: Effect): void => {
    effects.push(effect);
    switch (effect.type) {
      case 'subscribe':
        after(5, () => dispatch({ type: 'subscribed', refused: [] }));
        break;
      case 'publish':
        published.push({ topic: effect.topic, payload: effect.payload, at: now });
        break;
      case 'heartbeat':
        published.push({ topic: effect.topic, payload: effect.heartbeat, at: now });
        break;
      case 'request-time': {
        const t0 = ownAt(now);
        nonce += 1;
        const asked = `nonce-${nonce}`;
        dispatch({ type: 'time-requested', nonce: asked, t0 });
        const took = knobs.exchange();
        if (!knobs.timeServer || !took) break;
        const t1 = now + took.upMs;
        after(took.upMs + took.downMs, () => answerTime(asked, t0, t1));
        break;
      }
      case 'verify': {
        const { topic, jws, receivedAt } = effect;
        const known = effect.signedBy === 'root' ? ['root'] : effect.keys.map((key) => key.kid);
        after(1, () => dispatch({ type: 'verified', topic, jws, receivedAt, verdict: openSeal(jws, known) }));
        break;
      }
      case 'save-documents':
        saved = {
          ...saved,
          documents: Object.fromEntries([...effect.documents].map(([topic, { jws }]) => [topic, jws])),
        };
        break;
      case 'save':
        saved = { ...saved, ...effect.disk };
        break;
      case 'append':
        spool.push(...effect.events);
        break;
      case 'renumber-events': {
        const found = spool.filter(({ seq }) => seq >= effect.fromSeq);
        spool.push(...found.map((event) => ({ ...event, seq: event.seq + effect.by })));
        break;
      }
      case 'drop-events':
        spool = spool.filter((event) => event.seq >= effect.before);
        break;
      case 'send-events': {
        const found = spool.filter(({ seq }) => seq >= effect.fromSeq && seq <= effect.toSeq);
        sent.push({ events: batchOf(found, effect), spoolId: effect.spoolId });
        break;
      }
      case 'fetch': {
        const { sha256, urls } = effect;
        fetches.push({ sha256, urls, at: now });
        const reason = knobs.fetchFault(sha256);
        after(knobs.fetchMs(sha256), () => {
          if (!reason) assets.add(sha256);
          dispatch(reason ? { type: 'asset-failed', sha256, reason } : { type: 'asset-fetched', sha256 });
        });
        break;
      }
      case 'evict':
        assets.delete(effect.sha256);
        break;
      case 'play':
        amplifier.play(effect.play);
        break;
      case 'stop':
        amplifier.stop(effect.playId, effect.at);
        break;
      case 'wake':
        wakeAt = trueAt(effect.at);
        break;
      case 'reboot':
      case 'unsubscribe':
      case 'log':
        break;
    }
  };

  function dispatch(happening: Happening): void {
    const [next, wanted] = step(state, { ...happening, ownNow: ownAt(now) });
    state = next;
    for (const effect of wanted) run(effect);
  }

  function answerTime(asked: string, t0: number, t1: number): void {
    const topic = topics.timeResponse(settings.deviceId);
    const issuedAt = Math.round(now);
    const answer: TimeDocument = {
      schema: 'tt/time/1',
      topic,
      version: issuedAt,
      issuedAt,
      expiresAt: issuedAt + 30_000,
      deviceId: settings.deviceId,
      nonce: asked,
      t0,
      t1: t1 + knobs.timeShiftMs,
      t2: t1 + knobs.timeShiftMs,
    };
    deliver(answer);
  }

  function deliver(document: { topic: string }, kid = 'k1', on = document.topic): void {
    dispatch({ type: 'message', topic: on, payload: seal(document, kid) });
  }

  const nextDue = (until: number): (() => void) | null => {
    const timer = timers.reduce<Timer | null>((best, one) => (!best || one.at < best.at ? one : best), null);
    const timerAt = timer?.at ?? Number.POSITIVE_INFINITY;
    const due = wakeAt ?? Number.POSITIVE_INFINITY;
    const at = Math.min(timerAt, due);
    if (at > until) return null;
    now = Math.max(now, at);
    if (timer && timerAt <= due) {
      timers = timers.filter((one) => one !== timer);
      return timer.run;
    }
    wakeAt = null;
    return () => dispatch({ type: 'tick' });
  };

  const advanceTo = (t: number): void => {
    let turns = 0;
    for (let due = nextDue(t); due; due = nextDue(t)) {
      due();
      turns += 1;
      if (turns > 200_000) throw new Error('The device never comes to rest');
    }
    now = Math.max(now, t);
  };

  return {
    knobs,
    heard,
    published,
    sent,
    fetches,
    effects,
    assets,
    now: () => now,
    trueAt,
    state: () => state,
    spool: () => spool,
    savedDisk: () => saved,
    dispatch,
    deliver,
    deliverRaw: (topic: string, payload: string) => dispatch({ type: 'message', topic, payload }),
    advanceTo,
    advance: (ms: number) => advanceTo(now + ms),
    /** Power on with what the disk holds, as a shell reads it back. */
    boot: (clockKept = true) => {
      const savedNext = saved.spool?.nextSeq ?? 1;
      const found = diskSchema.parse(
        JSON.parse(JSON.stringify({ ...saved, spoolTail: spool.filter((event) => event.seq >= savedNext) })),
      );
      const cached = found.cached.filter((sha256) => assets.has(sha256));
      dispatch({ type: 'booted', disk: { ...found, cached }, clockKept, freshSpoolId: 'spool-1' });
    },
    /** Everything in memory is gone; sound that was on its way is heard up to now and never reported. */
    powerCut: () => {
      amplifier.silence();
      timers = [];
      wakeAt = null;
      state = initialState(settings, seed);
    },
    connect: () => dispatch({ type: 'connected' }),
    disconnect: () => dispatch({ type: 'disconnected' }),
    ended: () => spool.flatMap((event) => (event.type === 'ended' ? [event] : [])),
    started: () => spool.flatMap((event) => (event.type === 'started' ? [event] : [])),
    reports: () => published.filter(({ topic }) => topic === topics.state(settings.deviceId)),
  };
};

export type DeviceWorld = ReturnType<typeof createDeviceWorld>;
