import { type Finding, type Incident, type IncidentType, reopenWithinMs } from '../../domain/incident.ts';
import { pause } from '../in-slices.ts';
import type { EventBus } from '../ports/events.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';

/**
 * Incidents in force and those closed lately, in memory, and their way to the disk in batches: a province that
 * falls silent is a few steps of the database. Others hear of a change once it is stored.
 */
export type IncidentBook = Readonly<{
  load: () => Promise<void>;
  /** The newest incident of a cause, if it is in force or was closed lately. */
  of: (cause: Pick<Finding, 'type' | 'subject'>) => Incident | null;
  byId: (id: string) => Incident | null;
  all: () => Iterable<Incident>;
  /** Seen here at once; stored and told soon. */
  write: (incident: Incident) => void;
  /**
   * What a person did: stored when it resolves, in a step of its own, so that the audit trail names that person for it
   * and for nothing else. When it rejects nothing has changed.
   */
  writeNow: (incident: Incident) => Promise<void>;
  /** Forgets what was closed long ago. */
  prune: () => void;
  stop: () => Promise<void>;
}>;

const flushAfterMs = 250;
const retryAfterMs = 1_000;
/** One step of SQLite on the event loop. */
const rowsPerStep = 400;
/** What a person closed is remembered so long over a restart: its cause may still be there. */
const rememberMs = 7 * 24 * 60 * 60 * 1_000;
/** Ids in one event; who shows more than that reads the list anew. */
const mostNamed = 100;

export const createIncidentBook = (deps: {
  store: Store;
  clock: Clock;
  events: Pick<EventBus, 'emit'>;
  log: Log;
  /** Tells people of them, in the transaction that stores them. */
  notify?: ((tx: Store, incidents: readonly Incident[]) => Promise<void>) | undefined;
}): IncidentBook => {
  const { store, clock, events, log, notify } = deps;
  const ids = new Map<string, Incident>();
  const causes = new Map<IncidentType, Map<string, Incident>>();
  const dirty = new Map<string, Incident>();
  let cancelTimer: (() => void) | null = null;
  let writing: Promise<void> | null = null;

  const keep = (incident: Incident): void => {
    ids.set(incident.id, incident);
    const subjects = causes.get(incident.type) ?? new Map<string, Incident>();
    causes.set(incident.type, subjects);
    subjects.set(incident.subject, incident);
  };

  const tell = (rows: readonly Incident[]): void => {
    const areaKeys = [...new Set(rows.map(({ areaKey }) => areaKey))];
    events.emit({ type: 'incidents', areaKeys, ids: rows.slice(0, mostNamed).map(({ id }) => id) });
  };

  const writeStep = async (): Promise<void> => {
    const step: Incident[] = [];
    try {
      await store.transaction(async (tx) => {
        // Taken when the database is ours, so that an older state never follows a newer one in.
        for (const [id, row] of dirty) {
          if (step.length === rowsPerStep) break;
          step.push(row);
          dirty.delete(id);
        }
        await tx.incidents.put(step);
        await notify?.(tx, step);
      });
    } catch (error) {
      // As it is by now: a person may have changed it since.
      for (const row of step) dirty.set(row.id, ids.get(row.id) ?? row);
      throw error;
    }
    if (step.length > 0) tell(step);
  };

  const writeAll = async (): Promise<void> => {
    try {
      while (dirty.size > 0) {
        await writeStep();
        if (dirty.size > 0) await pause(clock);
      }
    } catch (error) {
      log.error({ err: error, rows: dirty.size }, 'Incidents could not be stored and will be retried');
      schedule(retryAfterMs);
      throw error;
    }
  };

  const flush = async (): Promise<void> => {
    cancelTimer?.();
    cancelTimer = null;
    while (writing || dirty.size > 0) {
      writing ??= writeAll().finally(() => {
        writing = null;
      });
      await writing;
    }
  };

  const schedule = (delayMs: number): void => {
    cancelTimer ??= clock.after(delayMs, () => {
      cancelTimer = null;
      // What fails is logged and comes again.
      flush().catch(() => undefined);
    });
  };

  return {
    load: async () => {
      for (const incident of await store.incidents.current(clock.now() - rememberMs)) keep(incident);
    },
    of: ({ type, subject }) => causes.get(type)?.get(subject) ?? null,
    byId: (id) => ids.get(id) ?? null,
    all: () => ids.values(),
    write: (incident) => {
      keep(incident);
      dirty.set(incident.id, incident);
      schedule(flushAfterMs);
    },
    writeNow: async (incident) => {
      const before = ids.get(incident.id);
      keep(incident);
      dirty.delete(incident.id);
      try {
        await store.transaction(async (tx) => {
          await tx.incidents.put([incident]);
          await notify?.(tx, [incident]);
        });
      } catch (error) {
        if (before && ids.get(incident.id) === incident) keep(before);
        throw error;
      }
      tell([incident]);
    },
    prune: () => {
      const before = clock.now() - reopenWithinMs;
      for (const incident of ids.values()) {
        if (incident.closedAt === null || incident.closedAt > before) continue;
        ids.delete(incident.id);
        const subjects = causes.get(incident.type);
        if (subjects?.get(incident.subject)?.id === incident.id) subjects.delete(incident.subject);
      }
    },
    stop: async () => {
      cancelTimer?.();
      await flush().catch(() => undefined);
      cancelTimer?.();
    },
  };
};
