import type { Candidate, ClockProof, ClockSample, ConfigDocument, DocumentHeader } from '#protocol';
import { type Disk, emptyLedger, type Ledger } from './disk.ts';
import type { MissingReason } from './event.ts';
import { emptyPlan, type Plan } from './plan.ts';
import type { DeviceDocument } from './reading.ts';

/** What a device is born with. */
export type Settings = Readonly<{
  deviceId: string;
  firmware: string;
  parallelFetches: number;
  /** Events the spool keeps. 8,192 is 30 days of 136 plays. */
  spoolCapacity: number;
  driftPpm: number;
}>;

export const defaultSettings: Omit<Settings, 'deviceId'> = {
  firmware: 'sim-1',
  parallelFetches: 2,
  spoolCapacity: 8_192,
  driftPpm: 50,
};

/**
 * A document in force on its topic. Without `document` it is of a schema this firmware does not know, or, at version
 * 0, has lost the key that vouched for it.
 */
export type Held = Readonly<{
  jws: string;
  kid: string;
  header: DocumentHeader;
  document: DeviceDocument | null;
}>;

export const isWithoutVoice = ({ document, header }: Held): boolean =>
  document === null && header.version === 0;

/** A stretch of sound that the output has been given. Instants are true time, as estimated when committed. */
export type Sound = Readonly<{
  playId: string;
  itemId: string;
  sha256: string;
  /** Where position zero of the audio lies; a stretch of the same item with another origin is another sound. */
  originAt: number;
  /** The same as it sounds, later by the declared stagger. */
  audioAt: number;
  startAt: number;
  endAt: number;
  /** What the output was told, on the own clock: from here to here the loudspeaker is taken. */
  own: Readonly<{ startAt: number; endAt: number }>;
  volume: number;
  sounding: boolean;
  /** Why it was told to stop, and when; no cause when its slot has been shortened to an end that is past. */
  stop: Readonly<{ cause: string | null; at: number }> | null;
  /** The rule that ends it before its audio does. */
  cutBy: 'quiet-hours' | 'expired' | null;
}>;

/** How a device came to an item: in time, late by its policy, or not at all. */
export type Entry = 'on-time' | 'late' | 'silent' | Candidate;

/** An asset on its way. Instants are on the own clock. */
export type FetchJob = Readonly<{
  sizeBytes: number | null;
  status: 'queued' | 'fetching';
  /** Of an emergency: ahead of everything else, and beside it. */
  isUrgent: boolean;
  nextAt: number;
  dueAt: number;
  tries: number;
  reason: MissingReason | null;
}>;

export type Spool = NonNullable<Disk['spool']> &
  Readonly<{
    /** Own-clock instant of the next (re)transmission; null when everything is acknowledged. */
    sendAt: number | null;
    tries: number;
  }>;

export type State = Readonly<{
  settings: Settings;
  random: number;
  bootedAt: number;
  /** `up` is CONNACK, `ready` is SUBACK. */
  link: 'down' | 'up' | 'ready';
  /** Topics that this connection subscribes to, and those of them that the broker denied. */
  subscribed: readonly string[];
  denied: readonly string[];
  /** Denied filters are asked for again then. */
  resubscribeAt: number | null;
  clock: Readonly<{
    samples: readonly ClockSample[];
    /** What the samples prove together. */
    proof: ClockProof | null;
    /** Answers since power on. */
    exchanges: number;
    /** Own instant of the last save; samples alone are worth one now and then. */
    savedAt: number;
    /** Own instant since which it has asked closely, ahead of a start; null at leisure. */
    closeSince: number | null;
    /** Requests whose answer would still be evidence, newest last. */
    asked: readonly Readonly<{ nonce: string; t0: number }>[];
    requestAt: number;
    tries: number;
  }>;
  held: ReadonlyMap<string, Held>;
  /** Documents without a verdict: read from disk, or signed by a key not known yet. */
  undecided: ReadonlyMap<string, string>;
  /** Topics of documents from disk whose first verdict is outstanding; until then nothing is concluded. */
  loading: readonly string[];
  /** Versions of what is acted on and not held: commands, acknowledgements. */
  seen: Readonly<Record<'command' | 'playback-ack', number>>;
  config: ConfigDocument | null;
  plan: Plan;
  /**
   * How long the list of keys of that version has been held: since an own instant, and `beforeMs` with power in
   * earlier lives. The own clock cannot be turned back by whoever has a stolen key.
   */
  keysHeld: Readonly<{ version: number; since: number; beforeMs: number }>;
  /** It was told that it is out of service: it never sounds again. */
  retired: boolean;
  /** Silent whatever the plan says, with the reason. */
  muted: string | null;
  entries: Readonly<Record<string, Entry>>;
  sounds: readonly Sound[];
  checkpointAt: number;
  ledger: Ledger;
  cached: ReadonlySet<string>;
  jobs: Readonly<Record<string, FetchJob>>;
  spool: Spool;
  heartbeatAt: number;
  /** Own-clock instant of the next `state` report; null when nothing has changed. */
  stateAt: number | null;
  refused: readonly Readonly<{ topic: string; reason: string }>[];
  newer: readonly string[];
  /** Expiries already told, `topic@version`. */
  expiryTold: readonly string[];
  wakeAt: number | null;
}>;

/** Before power. `seed` only spreads load. */
export const initialState = (settings: Settings, seed: number): State => ({
  settings,
  random: seed >>> 0,
  bootedAt: 0,
  link: 'down',
  subscribed: [],
  denied: [],
  resubscribeAt: null,
  clock: {
    samples: [],
    proof: null,
    exchanges: 0,
    savedAt: 0,
    closeSince: null,
    asked: [],
    requestAt: 0,
    tries: 0,
  },
  held: new Map(),
  undecided: new Map(),
  loading: [],
  seen: { command: 0, 'playback-ack': 0 },
  config: null,
  plan: emptyPlan,
  keysHeld: { version: 0, since: 0, beforeMs: 0 },
  retired: false,
  muted: null,
  entries: {},
  sounds: [],
  checkpointAt: 0,
  ledger: emptyLedger,
  cached: new Set(),
  jobs: {},
  spool: { spoolId: 'unformatted', nextSeq: 1, oldestSeq: 1, ackedSeq: 0, sendAt: null, tries: 0 },
  heartbeatAt: 0,
  stateAt: null,
  refused: [],
  newer: [],
  expiryTold: [],
  wakeAt: null,
});
