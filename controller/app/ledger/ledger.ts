import type { Finding } from '../../domain/incident.ts';
import { closeAfterMs as defaultCloseAfterMs } from '../../domain/ledger.ts';
import type { Directory } from '../directory/directory.ts';
import { deviationFinding, lossFinding } from '../incidents/evidence-findings.ts';
import type { EventBus } from '../ports/events.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import type { PlaybackRow } from '../ports/store/playbacks.ts';
import type { StoredPlayEvent } from '../ports/store/spools.ts';
import type { Store } from '../ports/store.ts';
import { recordEvidence } from './ledger-evidence.ts';
import { createFreezer } from './ledger-freezer.ts';
import { createSounding, type PlayingNow } from './sounding.ts';

/** One row per item and device, from the plan and from what devices report; never from assumption. */
export type Ledger = Readonly<{
  /** Catches up on what started while the controller was away, then follows the plan. */
  start: () => Promise<void>;
  stop: () => Promise<void>;
  /**
   * Writes evidence within the caller's transaction. The function returned tells the rest of the process;
   * call it once the transaction is committed.
   */
  apply: (tx: Store, events: readonly StoredPlayEvent[]) => Promise<() => void>;
  /** Takes up rows that evidence of another kind has changed and that are stored. */
  follow: (rows: readonly PlaybackRow[]) => void;
  /** Clusters that sound now, by their own reports. */
  playingNow: () => ReadonlyMap<string, PlayingNow>;
  /** Gaps that devices reported since the start: events that were lost for good. */
  gaps: () => number;
}>;

const closeEveryMs = 5_000;
/** The plan may change without an event reaching us; looking again this often bounds the delay. */
const lookAgainMs = 30_000;
const tellAfterMs = 250;
const freezeAnnouncedAfterMs = 1_500;

export const createLedger = (deps: {
  store: Store;
  directory: Directory;
  clock: Clock;
  log: Log;
  events: EventBus;
  /** Told of every row that evidence changed, once it is committed. */
  onEvidence?: (rows: readonly PlaybackRow[]) => void;
  /** Told of rows that have come into the log without evidence, as their time came. */
  onPlanned?: (rowCount: number) => void;
  /** Keeps what is an incident, in the transaction of the evidence for it. */
  recordIncidents?: (tx: Store, findings: readonly Finding[]) => Promise<void>;
  /** How long after the planned end a report is awaited before the row says that none came. */
  closeAfterMs?: number | undefined;
}): Ledger => {
  const { store, directory, clock, log, events, closeAfterMs = defaultCloseAfterMs } = deps;
  const sounding = createSounding({ events, clock, closeAfterMs });
  const changedAreas = new Set<string>();
  const changedItems = new Set<string>();
  let cancelTelling: (() => void) | null = null;
  let cancelFreezing: (() => void) | null = null;
  let cancels: (() => void)[] = [];
  let gapCount = 0;

  const tell = (): void => {
    cancelTelling = null;
    events.emit({ type: 'playbacks', areaKeys: [...changedAreas], itemIds: [...changedItems] });
    changedAreas.clear();
    changedItems.clear();
  };
  /** Listeners hear of rows at most every quarter of a second, however many devices report. */
  const changed = (rows: readonly { itemId: string; areaKey: string }[]): void => {
    for (const row of rows) {
      changedAreas.add(row.areaKey);
      changedItems.add(row.itemId);
    }
    if (rows.length > 0) cancelTelling ??= clock.after(tellAfterMs, tell);
  };

  const follow = (rows: readonly PlaybackRow[]): void => {
    sounding.follow(rows);
    deps.onEvidence?.(rows);
    changed(rows);
  };

  const onFrozen: Parameters<typeof createFreezer>[0]['onFrozen'] = (items, rowCount) => {
    deps.onPlanned?.(rowCount);
    changed(items);
  };
  const freezer = createFreezer({ store, directory, clock, log, onFrozen });

  /** Rows of a whole province are written once the document has reached it, not before its fan-out. */
  const freezeSoon = (): void => {
    cancelFreezing ??= clock.after(freezeAnnouncedAfterMs, () => {
      cancelFreezing = null;
      freezer.wake();
    });
  };

  const close = async (): Promise<void> => {
    const now = clock.now();
    try {
      const closed = await store.playbacks.close(now - closeAfterMs, now);
      sounding.forgetSilent();
      changed(closed);
    } catch (error) {
      log.error({ err: error }, 'Rows without report could not be closed and will be retried');
    }
  };

  return {
    start: async () => {
      await freezer.start();
      await close();
      cancels = [
        clock.every(closeEveryMs, () => void close()),
        clock.every(lookAgainMs, freezer.wake),
        events.listen((event) => {
          if (event.type === 'schedule' || event.type === 'readiness') freezer.wake();
          if (event.type === 'announcements') freezeSoon();
        }),
      ];
    },
    stop: async () => {
      for (const cancel of cancels) cancel();
      cancelTelling?.();
      cancelFreezing?.();
      await freezer.stop();
    },
    apply: async (tx, stored) => {
      const { rows, deviations, gaps } = await recordEvidence(tx, directory, stored);
      const losses = gaps.map(({ event, ...gap }) =>
        lossFinding({ ...gap, lost: event.seq - event.firstLost }),
      );
      await deps.recordIncidents?.(tx, [...deviations.map(deviationFinding), ...losses]);
      return () => {
        for (const { deviceId, spoolId, event } of gaps) {
          gapCount += 1;
          log.warn({ deviceId, spoolId, event }, 'A device lost play events before they could be stored');
        }
        follow(rows);
      };
    },
    follow,
    playingNow: sounding.now,
    gaps: () => gapCount,
  };
};
