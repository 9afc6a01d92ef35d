import {
  acknowledge,
  type ClosedReason,
  closeByItself,
  closeByPerson,
  type Finding,
  follow,
  type Incident,
  type IncidentType,
  incidentTypes,
  raise,
} from '../../domain/incident.ts';
import {
  newWatch,
  raisedWatch,
  type Watch,
  watchAbsent,
  watchPresent,
  watchRuleOf,
} from '../../domain/incident-watch.ts';
import { pause } from '../in-slices.ts';
import type { EventBus } from '../ports/events.ts';
import type { Clock, Fault, Log, Outcome, Random } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import { createIncidentBook } from './incident-book.ts';

/** Where causes that last are found. Looks come every few seconds; nothing is asked of the path of a heartbeat. */
export type IncidentSource = Readonly<{
  types: readonly IncidentType[];
  /** Every cause that is there now. `isRaised`: an incident was made of it and the cause has not gone since. */
  look: (
    isRaised: (type: IncidentType, subject: string) => boolean,
  ) => readonly Finding[] | Promise<readonly Finding[]>;
  /** Of a cause that the look did not find: why it is gone, or null while nobody can tell. */
  gone: (cause: Finding) => ClosedReason | null;
}>;

export type IncidentCounts = Readonly<{ open: number; acknowledged: number }>;

type ByPerson = (id: string, by: string, note: string | null) => Promise<Outcome<Incident>>;

/** What is wrong now and was wrong: opened and closed by itself, acknowledged and closed by people. */
export type Incidents = Readonly<{
  start: () => Promise<void>;
  stop: () => Promise<void>;
  /** Something that happened and is over, written in the caller's transaction and told after it. */
  record: (tx: Store, findings: readonly Finding[]) => Promise<void>;
  acknowledge: ByPerson;
  /** Its cause, should it last, opens no other one until it has gone and come back. */
  close: ByPerson;
  /** Of some areas, each by its own key; null for all. */
  counts: (areaKeys: readonly string[] | null, type: IncidentType | null) => IncidentCounts;
  /** Incidents not closed, by type. */
  byType: () => Readonly<Record<string, number>>;
}>;

const lookEveryMs = 10_000;
/** A province without mains is thousands of causes at once: heartbeats get their turns in between. */
const causesPerTurn = 1_000;
/** What happened once and nobody closed is history some day. */
const expireAfterMs = 30 * 24 * 60 * 60 * 1_000;
const passing: ReadonlySet<IncidentType> = new Set([
  'deviation',
  'spool-gap',
  'break-glass',
  'shared-credentials',
]);

const unknown: Fault = {
  code: 'Incident_Unknown',
  vi: 'Không có sự cố này.',
  en: 'There is no such incident.',
};
const closed: Fault = {
  code: 'Incident_Closed',
  vi: 'Sự cố này đã đóng; không cần tiếp nhận nữa.',
  en: 'This incident is closed and needs no acknowledgement any more.',
};

type Watched = { watch: Watch; cause: Finding; round: number };

export const createIncidents = (deps: {
  store: Store;
  clock: Clock;
  random: Pick<Random, 'id'>;
  events: Pick<EventBus, 'emit'>;
  log: Log;
  sources: readonly IncidentSource[];
  notify?: Parameters<typeof createIncidentBook>[0]['notify'];
}): Incidents => {
  const { store, clock, random, log, sources } = deps;
  const book = createIncidentBook(deps);
  const watched = new Map<IncidentType, Map<string, Watched>>(incidentTypes.map((type) => [type, new Map()]));
  let round = 0;
  let looking: Promise<void> | null = null;
  let cancel: (() => void) | null = null;

  const ofType = (type: IncidentType): Map<string, Watched> => watched.get(type) ?? new Map();
  const isRaised = (type: IncidentType, subject: string): boolean =>
    ofType(type).get(subject)?.watch.raised ?? false;
  const raiseNow = (finding: Finding, now: number): Incident => {
    const incident = raise(book.of(finding), finding, random.id('inc'), now);
    book.write(incident);
    return incident;
  };

  const present = (finding: Finding, now: number): void => {
    const subjects = ofType(finding.type);
    const before = subjects.get(finding.subject)?.watch ?? newWatch;
    const watch = watchPresent(before, now, watchRuleOf(finding));
    subjects.set(finding.subject, { watch, cause: finding, round });
    if (!watch.raised) return;
    if (!before.raised) {
      raiseNow(finding, now);
      return;
    }
    const held = book.of(finding);
    const followed = held && follow(held, finding);
    if (followed && followed !== held) book.write(followed);
  };

  const absent = (entry: Watched, reason: ClosedReason, now: number): void => {
    const { type, subject } = entry.cause;
    const isSure = reason !== 'recovered';
    const watch = isSure ? newWatch : watchAbsent(entry.watch, now, watchRuleOf(entry.cause));
    if (watch.raised) {
      entry.watch = watch;
      return;
    }
    ofType(type).delete(subject);
    const held = entry.watch.raised ? book.of(entry.cause) : null;
    if (held && held.closedAt === null) book.write(closeByItself(held, reason, now));
  };

  const lookAt = async (source: IncidentSource): Promise<void> => {
    const found = await source.look(isRaised);
    const now = clock.now();
    round += 1;
    for (let first = 0; first < found.length; first += causesPerTurn) {
      if (first > 0) await pause(clock);
      for (const finding of found.slice(first, first + causesPerTurn)) present(finding, now);
    }
    for (const type of source.types) {
      for (const entry of ofType(type).values()) {
        const reason = entry.round === round ? null : source.gone(entry.cause);
        if (reason !== null) absent(entry, reason, now);
      }
    }
  };

  const expire = (now: number): void => {
    for (const incident of book.all()) {
      if (!passing.has(incident.type) || incident.closedAt !== null) continue;
      if (now - incident.lastAt > expireAfterMs) book.write(closeByItself(incident, 'expired', now));
    }
  };

  const look = async (): Promise<void> => {
    for (const source of sources) {
      try {
        await lookAt(source);
      } catch (error) {
        log.error(
          { err: error, types: source.types },
          'A look for incidents failed; the next one tries again',
        );
      }
    }
    expire(clock.now());
    book.prune();
  };

  return {
    start: async () => {
      await book.load();
      for (const incident of book.all()) {
        // Whether the cause of one that a person closed has gone since is not known: it is not raised again.
        if (passing.has(incident.type)) continue;
        if (incident.closedAt === null || incident.closedReason === 'by-person')
          ofType(incident.type).set(incident.subject, { watch: raisedWatch, cause: incident, round });
      }
      cancel = clock.every(lookEveryMs, () => {
        looking ??= look().finally(() => {
          looking = null;
        });
      });
    },
    stop: async () => {
      cancel?.();
      await looking;
      await book.stop();
    },
    record: async (tx, findings) => {
      const now = clock.now();
      const rows = findings.map((finding) => raiseNow(finding, now));
      // With the evidence or not at all; the book writes them once more, which changes nothing.
      if (rows.length > 0) await tx.incidents.put(rows);
    },
    acknowledge: async (id, by, note) => {
      const held = book.byId(id) ?? (await store.incidents.get(id));
      if (!held) return { ok: false, status: 404, fault: unknown };
      if (held.closedAt !== null) return { ok: false, status: 409, fault: closed };
      const value = acknowledge(held, { by, note, nowMs: clock.now() });
      await book.writeNow(value);
      return { ok: true, value };
    },
    close: async (id, by, note) => {
      const held = book.byId(id) ?? (await store.incidents.get(id));
      if (!held) return { ok: false, status: 404, fault: unknown };
      if (held.closedAt !== null) return { ok: true, value: held };
      const value = closeByPerson(held, { by, note, nowMs: clock.now() });
      await book.writeNow(value);
      return { ok: true, value };
    },
    counts: (areaKeys, type) => {
      const within = areaKeys && new Set(areaKeys);
      const counts = { open: 0, acknowledged: 0 };
      for (const incident of book.all()) {
        if (incident.closedAt !== null || (type !== null && incident.type !== type)) continue;
        if (within && !within.has(incident.areaKey)) continue;
        counts[incident.acknowledgedAt === null ? 'open' : 'acknowledged'] += 1;
      }
      return counts;
    },
    byType: () => {
      const counts = new Map<string, number>(incidentTypes.map((type) => [type, 0]));
      for (const { type, closedAt } of book.all())
        if (closedAt === null) counts.set(type, (counts.get(type) ?? 0) + 1);
      return Object.fromEntries(counts);
    },
  };
};
