import { dayTotals } from '../../domain/presence-day.ts';
import { endOfLocalDate, localDateOf } from '../../domain/vietnam-date.ts';
import { pause } from '../in-slices.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import type { PresenceState } from '../ports/store/presence.ts';
import type { Store } from '../ports/store.ts';

export type Transition = { deviceId: string; state: PresenceState; fromAt: number };

/** Presence over time: intervals as they happen, and one row per device and day once a day is over. */
export type PresenceHistory = Readonly<{
  /** Ends what an earlier run left open, at the last instant at which that run is known to have been alive. */
  open: (devices: readonly { deviceId: string; inServiceFrom: number | null }[]) => Promise<void>;
  /** Queues transitions; while the store is behind, a device's newest one replaces the waiting one. */
  record: (transitions: readonly Transition[]) => void;
  /** Writes what is queued and that the controller lives. */
  flush: () => Promise<void>;
  /** Sums up every day that is over and not summed up yet. */
  rollUp: () => Promise<void>;
}>;

const aliveAtSetting = 'presence.aliveAt';
const rolledUpSetting = 'presence.rolledUpTo';
/** One step of SQLite on the event loop. */
const rowsPerStep = 1_000;
const dayMs = 24 * 60 * 60 * 1_000;
/** After a longer absence of the controller there is nothing but `unknown` to sum up. */
const catchUpDays = 40;

export const createPresenceHistory = (deps: { store: Store; clock: Clock; log: Log }): PresenceHistory => {
  const { store, clock, log } = deps;
  const queued = new Map<string, Transition>();
  let writing: Promise<void> | null = null;

  /** Together with the sign of life, so that no interval ever begins after the last one. */
  const writeStep = (rows: readonly Transition[]): Promise<void> =>
    store.transaction(async (tx) => {
      if (rows.length > 0) await tx.presence.openIntervals(rows);
      await tx.settings.put(aliveAtSetting, String(clock.now()));
    });

  const writeAll = async (): Promise<void> => {
    do {
      const rows = [...queued.values()].slice(0, rowsPerStep);
      for (const row of rows) queued.delete(row.deviceId);
      try {
        await writeStep(rows);
      } catch (error) {
        for (const row of rows) if (!queued.has(row.deviceId)) queued.set(row.deviceId, row);
        log.error(
          { err: error, rows: queued.size },
          'Presence intervals could not be stored and will be retried',
        );
        return;
      }
      if (queued.size > 0) await pause(clock);
    } while (queued.size > 0);
  };

  const flush = (): Promise<void> => {
    writing ??= writeAll().finally(() => {
      writing = null;
    });
    return writing;
  };

  const rollUpDay = async (day: string): Promise<void> => {
    const to = endOfLocalDate(day) + 1;
    const from = to - dayMs;
    const intervals = await store.presence.intervals({ deviceId: null, from, to });
    const days = dayTotals(intervals, from, to).map((totals) => ({ ...totals, day }));
    for (let first = 0; first < days.length; first += rowsPerStep) {
      if (first > 0) await pause(clock);
      await store.presence.putDays(days.slice(first, first + rowsPerStep));
    }
    await store.settings.put(rolledUpSetting, day);
  };

  return {
    open: async (devices) => {
      const now = clock.now();
      const stored = await store.settings.get(aliveAtSetting);
      const aliveAt = stored === null ? now : Math.min(Number(stored), now);
      await store.presence.closeOpenIntervals(aliveAt);
      const openings = devices.map(({ deviceId, inServiceFrom }): Transition => {
        const fromAt = Math.max(aliveAt, inServiceFrom ?? now);
        return { deviceId, state: 'unknown', fromAt };
      });
      await writeStep(openings);
    },
    record: (transitions) => {
      for (const transition of transitions) queued.set(transition.deviceId, transition);
    },
    flush,
    rollUp: async () => {
      await flush();
      const now = clock.now();
      const yesterday = localDateOf(now - dayMs);
      const done = await store.settings.get(rolledUpSetting);
      if (done === null) return store.settings.put(rolledUpSetting, yesterday);
      for (let back = catchUpDays; back >= 1; back -= 1) {
        const day = localDateOf(now - back * dayMs);
        if (day > done) await rollUpDay(day);
      }
    },
  };
};
