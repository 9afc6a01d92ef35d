import { freezeRow } from '../../domain/ledger.ts';
import { isTargeted, type PlaybackPlace } from '../../domain/playback.ts';
import type { Directory } from '../directory/directory.ts';
import { pause } from '../in-slices.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import type { PlanItemRow } from '../ports/store/plan.ts';
import type { PlaybackRow } from '../ports/store/playbacks.ts';
import type { Store } from '../ports/store.ts';

/** Turns plan items into rows the moment their start has come: from then on the plan cannot change them. */
export type Freezer = Readonly<{
  /** Resolves when everything that has started by now is frozen. */
  start: () => Promise<void>;
  /** Looks at the plan again, because it may have changed. */
  wake: () => void;
  stop: () => Promise<void>;
}>;

/** One step of SQLite on the event loop: a province's 05:00 is 10,000 rows. */
const rowsPerStep = 1_000;
const retryAfterMs = 1_000;
/** Timers of days are not needed: the plan is looked at again before. */
const longestWaitMs = 60 * 60 * 1_000;

export const createFreezer = (deps: {
  store: Store;
  directory: Directory;
  clock: Clock;
  log: Log;
  /** Told of items whose rows are in the log now, and of how many rows that is. */
  onFrozen: (items: readonly { itemId: string; areaKey: string }[], rowCount: number) => void;
}): Freezer => {
  const { store, directory, clock, log, onFrozen } = deps;
  let cancelTimer: (() => void) | null = null;
  let running: Promise<void> | null = null;
  let wakeAgain = false;
  let stopped = false;

  /** Devices that were to play the item: in service when it began. */
  const placesOf = (item: PlanItemRow): PlaybackPlace[] =>
    directory.devices.activeIn(item.areaKey, item.startAt).flatMap(({ device, cluster }) => {
      const { id: clusterId, areaKey, isDemo } = cluster;
      const isInService = (device.inServiceFrom ?? device.createdAt) <= item.startAt;
      const place = { deviceId: device.id, clusterId, areaKey, isDemo };
      return isInService && isTargeted(item, place) ? [place] : [];
    });

  /** Rows of items that were cancelled before their start, in the light of evidence that came first. */
  const cancelledRows = async (
    tx: Store,
    item: PlanItemRow,
    places: readonly PlaybackPlace[],
    now: number,
  ): Promise<PlaybackRow[]> => {
    const keys = places.map(({ deviceId }) => ({ itemId: item.itemId, deviceId }));
    const held = new Map((await tx.playbacks.many(keys)).map((row) => [row.deviceId, row]));
    return places.map((place) => freezeRow(held.get(place.deviceId) ?? null, item, place, now));
  };

  type Due = { item: PlanItemRow; places: PlaybackPlace[] };

  const freezeStep = (step: readonly Due[], now: number): Promise<void> =>
    store.transaction(async (tx) => {
      const fresh: PlaybackRow[] = [];
      for (const { item, places } of step) {
        if (item.cancelledAt === null) {
          // Rows that early evidence made stay as they are.
          fresh.push(...places.map((place) => freezeRow(null, item, place, now)));
        } else {
          await tx.playbacks.put(await cancelledRows(tx, item, places, now));
        }
      }
      await tx.playbacks.insert(fresh);
      await tx.plan.markFrozen(
        step.map(({ item }) => item),
        now,
      );
    });

  const freezeDue = async (now: number): Promise<void> => {
    let step: Due[] = [];
    let rows = 0;
    const write = async (): Promise<void> => {
      const [done, rowCount] = [step, rows];
      step = [];
      rows = 0;
      await freezeStep(done, now);
      onFrozen(
        done.map(({ item }) => item),
        rowCount,
      );
    };
    for (const item of await store.plan.due(now)) {
      const places = placesOf(item);
      if (rows > 0 && rows + places.length > rowsPerStep) {
        await write();
        await pause(clock);
      }
      step.push({ item, places });
      rows += places.length;
    }
    if (step.length > 0) await write();
  };

  const arm = (delayMs: number): void => {
    cancelTimer?.();
    cancelTimer = stopped ? null : clock.after(Math.min(delayMs, longestWaitMs), wake);
  };

  const run = async (): Promise<void> => {
    do {
      wakeAgain = false;
      try {
        // One instant for both questions, so that no start falls between them.
        const now = clock.now();
        await freezeDue(now);
        const next = await store.plan.nextStart(now);
        if (next !== null) arm(Math.max(0, next - clock.now()));
      } catch (error) {
        log.error({ err: error }, 'The plan could not be frozen and will be retried');
        arm(retryAfterMs);
      }
    } while (wakeAgain && !stopped);
  };

  const wake = (): void => {
    if (running) {
      wakeAgain = true;
      return;
    }
    running = run().finally(() => {
      running = null;
      if (wakeAgain && !stopped) wake();
    });
  };

  return {
    start: async () => {
      wake();
      await running;
    },
    wake,
    stop: async () => {
      stopped = true;
      cancelTimer?.();
      await running;
    },
  };
};
