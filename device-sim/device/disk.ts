import { z } from 'zod';
import { broadcastClass, identifier, type PlayEvent, playEvent, sha256Hex } from '#protocol';

const clockSample = z.object({ t0: z.number(), t1: z.number(), t2: z.number(), t3: z.number() });

/** What an `ended` event will say of an item, kept because the program may be gone by then. */
export const itemFacts = z.object({
  id: identifier,
  title: z.string(),
  class: broadcastClass,
  startAt: z.number(),
  endAt: z.number(),
  sha256: sha256Hex.nullable(),
  programVersion: z.number(),
});
export type ItemFacts = Readonly<z.infer<typeof itemFacts>>;

/** An item that has begun to sound, or tried to, and has not ended yet. */
export const attempt = z.object({
  facts: itemFacts,
  startedAt: z.number().nullable(),
  /** Sound of finished stretches. */
  playedMs: z.number(),
  /** Sound of the stretch under way, as of the last checkpoint; counts only after a power cut. */
  checkpointMs: z.number(),
  /** Why it was not a plain full play so far: `late-join`, `resumed`, `power`. */
  note: z.string().nullable(),
  /** What ended the last stretch before the audio's end. */
  cutBy: z.string().nullable(),
  /** A fault that may still pass, such as a damaged cache file. */
  trouble: z.string().nullable(),
  measured: z.boolean(),
});
export type Attempt = Readonly<z.infer<typeof attempt>>;

export const ledger = z.object({
  /** The device answers for items that end after this instant at this place. */
  place: z.string(),
  since: z.number().nullable(),
  /** Items that have had their `ended` event, with the end of their slot. */
  settled: z.record(z.string(), z.number()),
  attempts: z.record(z.string(), attempt),
});
export type Ledger = Readonly<z.infer<typeof ledger>>;

export const emptyLedger: Ledger = { place: '', since: null, settled: {}, attempts: {} };

/** What a device finds on its disk after a power cut. The shell reads it with this schema. */
export const disk = z.object({
  /** JWS compact strings by topic. They are verified again at every boot. */
  documents: z.record(z.string(), z.string()).default({}),
  cached: z.array(sha256Hex).default([]),
  clockSamples: z.array(clockSample).default([]),
  ledger: ledger.default({ place: '', since: null, settled: {}, attempts: {} }),
  commandVersion: z.number().default(0),
  retired: z.boolean().default(false),
  /** How long the list of keys of that version has been held with power. */
  keysHeld: z.object({ version: z.number(), ms: z.number() }).default({ version: 0, ms: 0 }),
  spool: z
    .object({
      spoolId: identifier,
      nextSeq: z.int().min(1),
      oldestSeq: z.int().min(1),
      ackedSeq: z.int().min(0),
    })
    .nullable()
    .default(null),
  /** Events that reached the spool after the ledger was last saved. */
  spoolTail: z.array(playEvent).default([]),
});
export type Disk = Readonly<z.infer<typeof disk>>;

/** A formatted disk. */
export const emptyDisk: Disk = disk.parse({});

/** Facts of an item that started just before the power went; the program fills in the rest. */
const bareFacts = (id: string, at: number): ItemFacts => ({
  id,
  title: '',
  class: 'normal',
  startAt: at,
  endAt: at,
  sha256: null,
  programVersion: 0,
});

export const freshAttempt = (facts: ItemFacts): Attempt => ({
  facts,
  startedAt: null,
  playedMs: 0,
  checkpointMs: 0,
  note: null,
  cutBy: null,
  trouble: null,
  measured: true,
});

const applyEvent = (book: Ledger, event: PlayEvent): Ledger => {
  if (event.type === 'gap') return book;
  const { [event.itemId]: found, ...others } = book.attempts;
  if (event.type === 'ended') {
    return { ...book, settled: { ...book.settled, [event.itemId]: event.at }, attempts: others };
  }
  const begun = found ?? freshAttempt(bareFacts(event.itemId, event.at));
  const startedAt = begun.startedAt ?? event.at;
  return { ...book, attempts: { ...others, [event.itemId]: { ...begun, startedAt } } };
};

/**
 * The ledger as of the last event on the disk. The spool is written before anything else, so what it says
 * wins over a ledger saved earlier.
 */
export const recoverLedger = (found: Disk): Ledger => found.spoolTail.reduce(applyEvent, found.ledger);
