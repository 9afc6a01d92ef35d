import { estimateClock, type PlayEvent } from '#protocol';
import type { Play } from '../../../device-sim/device/effect.ts';
import type { DeviceEvent } from '../../../device-sim/device/event.ts';
import { type Held, isWithoutVoice, type Settings, type State } from '../../../device-sim/device/state.ts';
import type { Trace } from '../engine/trace.ts';
import type { VirtualTime } from '../engine/virtual-time.ts';
import { type DeviceJournal, type Sound, voiceless } from '../journal.ts';
import type { DriftingClock } from './drifting-clock.ts';

/** Somebody who stands beside one device and writes down what is seen of it, in its journal and in the trace. */
export type DeviceObserver = Readonly<{
  note: (what: string) => void;
  /** After each step of the core, before its effects. */
  stepped: (before: State, after: State, by: DeviceEvent['type']) => void;
  /** A play is handed to the amplifier. */
  committed: (play: Play, state: State) => void;
  heard: (sound: Omit<Sound, 'boundMs'>, playId: string) => void;
  /** Events are about to be written to the disk. */
  spooling: (events: readonly PlayEvent[]) => void;
  spooled: (spoolId: string, events: readonly PlayEvent[]) => void;
  spoolFull: () => void;
  cameOn: () => void;
  /** The first step after power on is done. */
  booted: (state: State) => void;
  wentOff: (state: State) => void;
}>;

const toldAs = (held: Held | undefined): string | null =>
  held === undefined ? null : isWithoutVoice(held) ? voiceless : held.jws;

/** Above this a device keeps silent, whatever it plans. */
const maxClockErrorMs = 60_000;

const lineOf = (event: PlayEvent): string =>
  `spools ${event.seq} ${event.type} ${event.type === 'gap' ? '' : event.itemId} ${event.type === 'ended' ? `${event.outcome} ${event.reason}` : ''}`;

export const createDeviceObserver = (deps: {
  settings: Settings;
  time: VirtualTime;
  clock: DriftingClock;
  journal: DeviceJournal;
  trace: Trace;
}): DeviceObserver => {
  const { settings, time, clock, journal, trace } = deps;
  /** Of the clock when each play was committed. */
  const bounds = new Map<string, number>();

  const note = (what: string): void => trace.note(time.now(), `${settings.deviceId} ${what}`);
  const estimateOf = (state: State) =>
    estimateClock(state.clock.samples, clock.own(time.now()), settings.driftPpm);

  const compareHeld = (before: State, after: State): void => {
    const at = time.now();
    for (const [topic, one] of after.held) {
      const [told, toldBefore] = [toldAs(one), toldAs(before.held.get(topic))];
      if (told === toldBefore) continue;
      const { version } = one.header;
      journal.held.push({ at, topic, jws: told, version });
      note(`holds ${topic} ${version}`);
    }
    for (const topic of before.held.keys()) {
      if (!after.held.has(topic)) journal.held.push({ at, topic, jws: null, version: 0 });
    }
  };
  const judgeTrust = (state: State): void => {
    const estimate = estimateOf(state);
    const isTrusted = estimate !== null && estimate.errorMs <= maxClockErrorMs;
    if (isTrusted === (journal.trust.at(-1)?.isTrusted ?? false)) return;
    journal.trust.push({ at: time.now(), isTrusted });
  };
  const compareCached = (before: State, after: State): void => {
    const at = time.now();
    for (const sha256 of after.cached) {
      if (!before.cached.has(sha256)) journal.cache.push({ at, sha256, isThere: true });
    }
    for (const sha256 of before.cached) {
      if (!after.cached.has(sha256)) journal.cache.push({ at, sha256, isThere: false });
    }
  };

  return {
    note,
    stepped: (before, after, by) => {
      const at = time.now();
      if (before.held !== after.held) compareHeld(before, after);
      if (before.clock.samples !== after.clock.samples) judgeTrust(after);
      if (before.cached !== after.cached) compareCached(before, after);
      const { spoolId, ackedSeq } = after.spool;
      if (before.spool.ackedSeq !== ackedSeq && by === 'verified') {
        journal.acks.push({ at, spoolId, seq: ackedSeq });
      }
      if (by === 'output-failed') journal.disturbed.push({ at, by });
    },
    committed: ({ playId, positionMs }, state) => {
      note(`plays ${playId} ${positionMs}`);
      bounds.set(playId, estimateOf(state)?.errorMs ?? 0);
    },
    heard: (sound, playId) => {
      journal.sounds.push({ ...sound, boundMs: bounds.get(playId) ?? 0 });
      note(`heard ${sound.itemId} ${sound.from} ${sound.to} ${sound.positionMs}`);
    },
    spooling: (events) => {
      for (const event of events) note(lineOf(event));
    },
    spooled: (spoolId, events) => {
      for (const event of events) journal.spooled.push({ at: time.now(), spoolId, event });
    },
    spoolFull: () => {
      journal.disturbed.push({ at: time.now(), by: 'spool-full' });
    },
    cameOn: () => {
      journal.power.push({ at: time.now(), isOn: true });
      journal.held.push({ at: time.now(), topic: '*', jws: null, version: 0 });
    },
    booted: (state) => {
      journal.booted.push({ at: time.now(), settled: new Set(Object.keys(state.ledger.settled)) });
    },
    wentOff: (state) => {
      const at = time.now();
      for (const sha256 of state.cached) journal.cache.push({ at, sha256, isThere: false });
      journal.power.push({ at, isOn: false });
      journal.trust.push({ at, isTrusted: false });
    },
  };
};
