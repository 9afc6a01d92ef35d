import { beforeEach } from 'vitest';
import { createCurrentActor } from '../../../../../controller/adapters/current-actor.ts';
import { openSqliteStore } from '../../../../../controller/adapters/store/sqlite.ts';
import {
  createIncidents,
  type IncidentSource,
  type Incidents,
} from '../../../../../controller/app/incidents/incidents.ts';
import type { CurrentActor } from '../../../../../controller/app/ports/actor.ts';
import type { IncidentRow } from '../../../../../controller/app/ports/store/incidents.ts';
import type { Store } from '../../../../../controller/app/ports/store.ts';
import type { ClosedReason, Finding } from '../../../../../controller/domain/incident.ts';
import { countedIds } from '../../../../support/counted-ids.ts';
import { caoXa, minute, morning } from '../../../../support/device-field.ts';
import { createRecordingEvents, type RecordingEvents } from '../../../../support/recording-events.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { createVirtualClock, type VirtualClock } from '../../../../support/virtual-clock.ts';

export const second = 1_000;
export const hour = 60 * minute;
const any = { areaKeys: null, type: null, state: null };

export const finding = (subject: string, patch: Partial<Finding> = {}): Finding => ({
  type: 'temperature',
  subject,
  severity: 'warning',
  areaKey: caoXa.key,
  clusterId: null,
  deviceId: subject,
  sessionId: null,
  announcementId: null,
  itemId: null,
  detail: { celsius: 72 },
  ...patch,
});

/** The world around the incidents, as a test sets and sees it. */
type Surroundings = {
  /** What the source finds whenever it looks. */
  found: Finding[];
  /** What the source says of what it finds no more. */
  gone: ClosedReason | null;
  /** Whether the database takes no incidents. */
  fails: boolean;
  /** How many rows each step wrote. */
  puts: number[];
};

export type IncidentsField = Surroundings & {
  store: Store;
  actors: CurrentActor;
  clock: VirtualClock;
  events: RecordingEvents;
  incidents: Incidents;
  rows: () => Promise<IncidentRow[]>;
  /** Subject, count and why it was closed. */
  states: () => Promise<unknown[][]>;
  /** The cause lasts until it is an incident, and that is stored. */
  raised: (...subjects: string[]) => Promise<IncidentRow>;
  /** The process ends and begins again on what is stored, with other sources before its own. */
  restart: (...others: IncidentSource[]) => Promise<void>;
};

/** Counts how many rows each step wrote, and fails when it is to. */
const watchedStore = (inner: Store, around: Surroundings): Store => ({
  ...inner,
  transaction: (work) =>
    inner.transaction((tx) => work({ ...watchedStore(tx, around), transaction: tx.transaction })),
  incidents: {
    ...inner.incidents,
    put: async (rows) => {
      if (around.fails) throw new Error('no room');
      around.puts.push(rows.length);
      await inner.incidents.put(rows);
    },
  },
});

const openIncidents = async (): Promise<IncidentsField> => {
  const clock = createVirtualClock(morning);
  const actors = createCurrentActor();
  const actor = actors.currentActor;
  const store = await openSqliteStore({ path: ':memory:', log: silentLog, now: clock.now, actor });
  const events = createRecordingEvents();
  const random = countedIds();
  const around: Surroundings = { found: [], gone: 'recovered', fails: false, puts: [] };
  const source: IncidentSource = {
    types: ['temperature'],
    look: () => around.found,
    gone: () => around.gone,
  };
  const create = (...others: IncidentSource[]): Incidents =>
    createIncidents({
      store: watchedStore(store, around),
      clock,
      events,
      log: silentLog,
      random,
      sources: [...others, source],
    });
  const field: IncidentsField = Object.assign(around, {
    store,
    actors,
    clock,
    events,
    incidents: create(),
    rows: async () => (await store.incidents.page(any, null, 1_000)).items,
    states: async () =>
      (await field.rows()).map(({ subject, count, closedReason }) => [subject, count, closedReason]),
    raised: async (...subjects: string[]) => {
      field.found = subjects.map((subject) => finding(subject));
      await clock.advance(80 * second);
      const [row] = await field.rows();
      if (!row) throw new Error('nothing was raised');
      return row;
    },
    restart: async (...others: IncidentSource[]) => {
      await field.incidents.stop();
      field.incidents = create(...others);
      await field.incidents.start();
    },
  });
  await field.incidents.start();
  return field;
};

/** Incidents with one source, started, for each test. */
export const useIncidents = (): (() => IncidentsField) => {
  let field: IncidentsField | null = null;
  beforeEach(async () => {
    field = await openIncidents();
  });
  return () => {
    if (!field) throw new Error('It exists within a test only.');
    return field;
  };
};
