import { pause } from '../in-slices.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import type { LastSeenRow } from '../ports/store/presence.ts';
import type { Store } from '../ports/store.ts';

/** Writes when each device was last heard, in batches, without ever holding more than one row a device. */
export type LastSeenWriter = Readonly<{
  /** Cheap: called for every heartbeat. */
  note: (row: LastSeenRow) => void;
  /** Resolves when everything noted so far is stored, or could not be. */
  flush: () => Promise<void>;
  /** Rows not yet stored. */
  waiting: () => number;
}>;

const flushAfterMs = 250;
const flushAtRows = 5_000;
/** SQLite works on the event loop: one step of this many rows stays below some 15 ms. */
const rowsPerStep = 1_000;
const retryAfterMs = 1_000;

const take = <K, V>(map: Map<K, V>, count: number): V[] => {
  const taken: V[] = [];
  for (const [key, value] of map) {
    if (taken.length === count) break;
    taken.push(value);
    map.delete(key);
  }
  return taken;
};

export const createLastSeenWriter = (deps: {
  store: Pick<Store, 'presence'>;
  clock: Clock;
  log: Log;
}): LastSeenWriter => {
  const { store, clock, log } = deps;
  // When the store is slower than the devices, a newer row replaces the waiting one: age is all that counts.
  const pending = new Map<string, LastSeenRow>();
  let cancelTimer: (() => void) | null = null;
  let writing: Promise<void> | null = null;

  const writeAll = async (): Promise<void> => {
    // What comes in meanwhile waits for the next batch: commits of a few rows each would never end.
    for (let left = pending.size; left > 0; left -= rowsPerStep) {
      const rows = take(pending, Math.min(left, rowsPerStep));
      try {
        await store.presence.saveLastSeen(rows);
      } catch (error) {
        for (const row of rows) if (!pending.has(row.deviceId)) pending.set(row.deviceId, row);
        log.error(
          { err: error, rows: pending.size },
          'Last-seen times could not be stored and will be retried',
        );
        schedule(retryAfterMs);
        return;
      }
      if (left > rowsPerStep) await pause(clock);
    }
  };

  const write = (): Promise<void> => {
    cancelTimer?.();
    cancelTimer = null;
    writing ??= writeAll().finally(() => {
      writing = null;
      if (pending.size > 0) schedule(flushAfterMs);
    });
    return writing;
  };

  const schedule = (delayMs: number): void => {
    cancelTimer ??= clock.after(delayMs, () => {
      cancelTimer = null;
      void write();
    });
  };

  return {
    note: (row) => {
      pending.set(row.deviceId, row);
      if (writing) return;
      if (pending.size >= flushAtRows) void write();
      else schedule(flushAfterMs);
    },
    flush: write,
    waiting: () => pending.size,
  };
};
