import { pause } from '../in-slices.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';

const hourMs = 60 * 60 * 1_000;
const dayMs = 24 * hourMs;
/** 02:00 in Vietnam: after the evening session and the backup, before the morning's. */
const nightlyAt = 19 * hourMs;
/** So few that a step takes a few milliseconds: SQLite works on the event loop. */
const rowsPerStep = 200;
const devicesPerStep = 20;

/** For how many days history is kept; 0 is for ever. */
export type RetentionDays = Readonly<{
  /** When each loudspeaker was connected, to the second. Its daily sums stay: reports rest on them. */
  presence: number;
  /** What loudspeakers signed, as they sent it. The as-run log holds what follows from it. */
  playEvents: number;
  /** The as-run log. */
  asRun: number;
  /** Incidents that are closed. */
  incidents: number;
}>;

export type Forgotten = Readonly<Record<keyof RetentionDays, number>>;

export type Retention = Readonly<{
  start: () => void;
  /** Forgets what is too old now, step by step. */
  run: () => Promise<Forgotten>;
  stop: () => Promise<void>;
}>;

/** Milliseconds until the next night's hour. */
const untilNight = (now: number): number => dayMs - ((now - nightlyAt) % dayMs);

/**
 * Removes history that is older than it is to be kept, every night. The audit trail is not among it: a chain with
 * a gap proves nothing any more.
 */
export const createRetention = (deps: {
  store: Pick<Store, 'retention' | 'audit'>;
  deviceIds: () => readonly string[];
  clock: Clock;
  log: Log;
  days: RetentionDays;
}): Retention => {
  const { store, deviceIds, clock, log, days } = deps;
  let cancel = (): void => undefined;
  let isStopped = false;
  let running: Promise<unknown> = Promise.resolve();

  /** Step after step until one finds nothing more, with a turn for everybody else in between. */
  const drain = async (
    keptDays: number,
    step: (before: number, most: number) => Promise<number>,
  ): Promise<number> => {
    if (keptDays === 0) return 0;
    const before = clock.now() - keptDays * dayMs;
    let total = 0;
    for (let removed = rowsPerStep; removed >= rowsPerStep && !isStopped; ) {
      removed = await step(before, rowsPerStep);
      total += removed;
      await pause(clock);
    }
    return total;
  };

  const forgetPlayEvents = async (): Promise<number> => {
    if (days.playEvents === 0) return 0;
    const before = clock.now() - days.playEvents * dayMs;
    const ids = deviceIds();
    let total = 0;
    for (let first = 0; first < ids.length && !isStopped; first += devicesPerStep) {
      total += await store.retention.forgetPlayEvents(ids.slice(first, first + devicesPerStep), before);
      await pause(clock);
    }
    return total;
  };

  const run = async (): Promise<Forgotten> => {
    const forgotten = {
      presence: await drain(days.presence, store.retention.forgetPresence),
      playEvents: await forgetPlayEvents(),
      asRun: await drain(days.asRun, store.retention.forgetPlaybacks),
      incidents: await drain(days.incidents, store.retention.forgetIncidents),
    };
    if (Object.values(forgotten).some((rows) => rows > 0)) {
      log.info({ forgotten }, 'Old history was removed');
      await store.audit.note({
        action: 'history.removed',
        subject: 'retention',
        subjectId: new Date(clock.now()).toISOString(),
        areaKey: null,
        fact: { rows: forgotten, keptDays: days },
      });
    }
    return forgotten;
  };

  const schedule = (): void => {
    cancel = clock.after(untilNight(clock.now()), () => {
      running = run().catch((error: unknown) =>
        log.error({ err: error }, 'Old history could not be removed; tried again tomorrow'),
      );
      schedule();
    });
  };

  return {
    start: schedule,
    run,
    stop: async () => {
      isStopped = true;
      cancel();
      await running;
    },
  };
};
