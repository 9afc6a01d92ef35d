import type { Heartbeat, PlayEvent, SigningKey } from '#protocol';
import type { Disk } from './disk.ts';

/** Sound committed to the output. Instants are on the own clock. */
export type Play = Readonly<{
  playId: string;
  itemId: string;
  sha256: string;
  startAt: number;
  /** The output stops here by itself. */
  endAt: number;
  /** Position in the audio at `startAt`; beyond the audio's length it wraps when `loop` is set. */
  positionMs: number;
  loop: boolean;
  /** Percent, already capped. */
  volume: number;
}>;

/** The heartbeat without what only the hardware knows; the shell adds its sensors. */
export type HeartbeatCore = Omit<Heartbeat, 'supply' | 'temperatureC' | 'signalDbm' | 'cache'> & {
  cache: Omit<Heartbeat['cache'], 'freeBytes'>;
};

/** What a step asks of the shell. Nothing else leaves the core. */
export type Effect =
  | { type: 'subscribe'; topics: readonly string[] }
  | { type: 'unsubscribe'; topics: readonly string[] }
  | { type: 'publish'; topic: string; qos: 0 | 1; payload: object }
  | { type: 'heartbeat'; topic: string; heartbeat: HeartbeatCore }
  /** Send a time request with a fresh, unpredictable nonce, and tell the core with `time-requested`. */
  | { type: 'request-time'; topic: string }
  /** Check a signature and answer with `verified`, always. `keys` are the root's when `signedBy` is `root`. */
  | {
      type: 'verify';
      topic: string;
      jws: string;
      receivedAt: number;
      signedBy: 'root' | 'signing';
      keys: readonly SigningKey[];
    }
  /** Held documents by topic, all of them, to survive a power cut. */
  | { type: 'save-documents'; documents: ReadonlyMap<string, Readonly<{ jws: string }>> }
  /** The rest of the disk state, all of it. Losing the last one costs nothing that the spool does not tell. */
  | { type: 'save'; disk: Omit<Disk, 'documents' | 'spoolTail'> }
  /** Append to the spool, on the disk before any later effect is run. */
  | { type: 'append'; spoolId: string; events: readonly PlayEvent[] }
  /** Append the events from `fromSeq` on once more, with sequence numbers that are higher by so much. */
  | { type: 'renumber-events'; spoolId: string; fromSeq: number; by: number }
  /** Events below this sequence number may be forgotten. */
  | { type: 'drop-events'; spoolId: string; before: number }
  /** Read [fromSeq, toSeq] from the spool, make a batch of it with `batchOf`, sign it and publish it at QoS 1. */
  | { type: 'send-events'; topic: string; spoolId: string; fromSeq: number; toSeq: number; at: number }
  /** Try the URLs in turn, check the hash, store, and answer `asset-fetched` or `asset-failed`. */
  | { type: 'fetch'; sha256: string; sizeBytes: number | null; urls: readonly string[] }
  | { type: 'evict'; sha256: string }
  | { type: 'play'; play: Play }
  | { type: 'stop'; playId: string; at: number }
  /** Send a `tick` then. Replaces any earlier wake. */
  | { type: 'wake'; at: number }
  | { type: 'reboot' }
  | { type: 'log'; level: 'info' | 'warn'; message: string; fields: Readonly<Record<string, unknown>> };
