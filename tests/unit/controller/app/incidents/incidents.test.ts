import { beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../../../controller/adapters/store/sqlite.ts';
import {
  createIncidents,
  type IncidentSource,
  type Incidents,
} from '../../../../../controller/app/incidents/incidents.ts';
import type { IncidentRow } from '../../../../../controller/app/ports/rows.ts';
import type { Store } from '../../../../../controller/app/ports/store.ts';
import type { ClosedReason, Finding } from '../../../../../controller/domain/incident.ts';
import { countedIds } from '../../../../support/counted-ids.ts';
import { caoXa, minute, morning, tuXa } from '../../../../support/device-field.ts';
import { createRecordingEvents, type RecordingEvents } from '../../../../support/recording-events.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { createVirtualClock, type VirtualClock } from '../../../../support/virtual-clock.ts';

const second = 1_000;
const hour = 60 * minute;
const any = { areaKeys: null, type: null, state: null };

const finding = (subject: string, patch: Partial<Finding> = {}): Finding => ({
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

let store: Store;
let clock: VirtualClock;
let events: RecordingEvents;
let found: Finding[];
let gone: ClosedReason | null;
let puts: number[];
let fails: boolean;
let incidents: Incidents;
let random: ReturnType<typeof countedIds>;

const source: IncidentSource = {
  types: ['temperature'],
  look: () => found,
  gone: () => gone,
};
/** Counts how many rows each step wrote, and fails when told to. */
const watchedStore = (inner: Store): Store => ({
  ...inner,
  transaction: (work) =>
    inner.transaction((tx) => work({ ...watchedStore(tx), transaction: tx.transaction })),
  incidents: {
    ...inner.incidents,
    put: async (rows) => {
      if (fails) throw new Error('no room');
      puts.push(rows.length);
      await inner.incidents.put(rows);
    },
  },
});
const create = (sources: readonly IncidentSource[] = [source]): Incidents =>
  createIncidents({
    store: watchedStore(store),
    clock,
    events,
    log: silentLog,
    random,
    sources,
  });
const restart = async (): Promise<void> => {
  await incidents.stop();
  incidents = create();
  await incidents.start();
};

beforeEach(async () => {
  store = await openSqliteStore({ path: ':memory:', log: silentLog });
  clock = createVirtualClock(morning);
  events = createRecordingEvents();
  found = [];
  gone = 'recovered';
  puts = [];
  fails = false;
  random = countedIds();
  incidents = create();
  await incidents.start();
});

const rows = async (): Promise<IncidentRow[]> => (await store.incidents.page(any, null, 1_000)).items;
const states = async (): Promise<unknown[][]> =>
  (await rows()).map(({ subject, count, closedReason }) => [subject, count, closedReason]);
/** The cause lasts until it is an incident, and that is stored. */
const raised = async (...subjects: string[]): Promise<IncidentRow> => {
  found = subjects.map((subject) => finding(subject));
  await clock.advance(80 * second);
  const [row] = await rows();
  if (!row) throw new Error('nothing was raised');
  return row;
};

describe('a cause that lasts', () => {
  it('becomes one incident, told once it is stored', async () => {
    found = [finding('dev-1')];
    await clock.advance(69 * second);
    expect(await rows()).toEqual([]);
    await clock.advance(10 * minute);
    expect(await rows()).toMatchObject([{ subject: 'dev-1', count: 1, openedAt: morning + 70 * second }]);
    expect(events.of('incidents')).toEqual([
      { type: 'incidents', areaKeys: [caoXa.key], ids: ['inc_000001'] },
    ]);
    expect(incidents.counts(null, null)).toEqual({ open: 1, acknowledged: 0 });
  });

  it('that was a moment only is none', async () => {
    found = [finding('dev-1')];
    await clock.advance(60 * second);
    found = [];
    await clock.advance(10 * minute);
    expect(await rows()).toEqual([]);
  });

  it('closes by itself once it is gone for long enough, and opens again when it soon comes back', async () => {
    await raised('dev-1');
    found = [];
    await clock.advance(5 * minute);
    expect(await states()).toEqual([['dev-1', 1, null]]);
    await clock.advance(20 * second);
    expect(await states()).toEqual([['dev-1', 1, 'recovered']]);
    await raised('dev-1');
    expect(await states()).toEqual([['dev-1', 2, null]]);
  });

  it('that comes back hours later is another incident', async () => {
    await raised('dev-1');
    found = [];
    await clock.advance(2 * hour);
    await raised('dev-1');
    expect(await states()).toEqual([
      ['dev-1', 1, null],
      ['dev-1', 1, 'recovered'],
    ]);
  });

  it('stays open while nobody can tell whether it is gone', async () => {
    await raised('dev-1');
    [found, gone] = [[], null];
    await clock.advance(2 * hour);
    expect(await states()).toEqual([['dev-1', 1, null]]);
    gone = 'out-of-service';
    await clock.advance(20 * second);
    expect(await states()).toEqual([['dev-1', 1, 'out-of-service']]);
  });

  it('becomes worse in the same incident', async () => {
    await raised('dev-1');
    found = [finding('dev-1', { severity: 'critical', detail: { celsius: 90 } })];
    await clock.advance(minute);
    expect(await rows()).toMatchObject([{ severity: 'critical', count: 1, detail: { celsius: 90 } }]);
  });

  it('of ten thousand devices is written in a few steps, and told in as many words', async () => {
    await raised(...Array.from({ length: 10_000 }, (_, index) => `dev-${index}`));
    expect(puts.reduce((sum, count) => sum + count, 0)).toBe(10_000);
    expect(puts.length).toBeLessThanOrEqual(26);
    expect(events.of('incidents').flatMap(({ ids }) => ids).length).toBeLessThanOrEqual(2_600);
    await clock.advance(minute);
    expect(puts.length).toBeLessThanOrEqual(26);
  });
});

describe('a restart', () => {
  it('neither closes nor repeats what is open', async () => {
    await raised('dev-1');
    await restart();
    await clock.advance(hour);
    expect(await states()).toEqual([['dev-1', 1, null]]);
    found = [];
    await clock.advance(6 * minute);
    expect(await states()).toEqual([['dev-1', 1, 'recovered']]);
  });

  it('raises nothing anew that a person closed and that was not seen to be gone', async () => {
    const { id } = await raised('dev-1');
    await incidents.close(id, 'Cán bộ kỹ thuật', 'SIM tháo qua mùa mưa');
    await restart();
    await clock.advance(3 * hour);
    expect(await states()).toEqual([['dev-1', 1, 'by-person']]);
  });

  it('loses nothing that waited to be written', async () => {
    found = [finding('dev-1')];
    await clock.advance(70 * second);
    await restart();
    expect(await states()).toEqual([['dev-1', 1, null]]);
  });
});

describe('a database that takes nothing', () => {
  it('gets it later, and nobody is told before', async () => {
    found = [finding('dev-1')];
    fails = true;
    await clock.advance(5 * minute);
    expect(events.of('incidents')).toEqual([]);
    fails = false;
    await clock.advance(2 * second);
    expect(await states()).toEqual([['dev-1', 1, null]]);
    expect(events.of('incidents')).toHaveLength(1);
  });

  it('is told to a person who closes, and the closing is stored later', async () => {
    const { id } = await raised('dev-1');
    fails = true;
    await expect(incidents.close(id, 'Cán bộ kỹ thuật', null)).rejects.toThrow('no room');
    fails = false;
    found = [];
    await clock.advance(minute);
    expect(await states()).toEqual([['dev-1', 1, 'by-person']]);
  });
});

describe('a person', () => {
  it('acknowledges and closes, with notes', async () => {
    const { id } = await raised('dev-1');
    const seen = await incidents.acknowledge(id, 'Cán bộ kỹ thuật', 'đang đi xem');
    expect(seen).toMatchObject({ ok: true, value: { acknowledgedBy: 'Cán bộ kỹ thuật' } });
    expect(incidents.counts(null, null)).toEqual({ open: 0, acknowledged: 1 });
    await incidents.close(id, 'Lãnh đạo', null);
    expect(incidents.counts(null, null)).toEqual({ open: 0, acknowledged: 0 });
    expect(await store.incidents.get(id)).toMatchObject({
      closedBy: 'Lãnh đạo',
      notes: [{ text: 'đang đi xem' }],
    });
  });

  it('who closed is not contradicted until the cause was away and came back', async () => {
    const { id } = await raised('dev-1');
    await incidents.close(id, 'Cán bộ kỹ thuật', null);
    await clock.advance(3 * hour);
    expect(await states()).toEqual([['dev-1', 1, 'by-person']]);
    found = [];
    await clock.advance(6 * minute);
    await raised('dev-1');
    expect((await states())[0]).toEqual(['dev-1', 1, null]);
  });

  it('finds what is unknown or closed refused, and closing twice the same', async () => {
    const { id } = await raised('dev-1');
    expect(await incidents.close('inc_x', 'x', null)).toMatchObject({ status: 404 });
    expect(await incidents.acknowledge('inc_x', 'x', null)).toMatchObject({ status: 404 });
    await incidents.close(id, 'Lãnh đạo', null);
    expect(await incidents.acknowledge(id, 'x', null)).toMatchObject({ status: 409 });
    expect(await incidents.close(id, 'x', null)).toMatchObject({ ok: true, value: { closedBy: 'Lãnh đạo' } });
    await clock.advance(3 * hour);
    expect(await incidents.close(id, 'x', null)).toMatchObject({ ok: true, value: { closedBy: 'Lãnh đạo' } });
  });
});

describe('what happened and is over', () => {
  const heard = finding('item-1', { type: 'deviation', detail: { reason: 'cancelled-item' } });

  it('is written with its evidence or not at all, and counted', async () => {
    await store.transaction((tx) => incidents.record(tx, [heard, heard]));
    expect(await states()).toEqual([['item-1', 2, null]]);
    await clock.advance(second);
    await store.transaction((tx) => incidents.record(tx, [heard]));
    expect(await states()).toEqual([['item-1', 3, null]]);
  });

  it('stays until a person closes it, or for thirty days', async () => {
    await store.transaction((tx) => incidents.record(tx, [heard]));
    clock.set(morning + 30 * 24 * hour);
    await clock.advance(10 * second);
    expect(await states()).toEqual([['item-1', 1, null]]);
    await clock.advance(minute);
    expect(await states()).toEqual([['item-1', 1, 'expired']]);
  });
});

it('counts by area and type', async () => {
  found = [finding('dev-1'), finding('dev-2', { areaKey: tuXa.key })];
  await clock.advance(80 * second);
  expect(incidents.counts([tuXa.key], null)).toEqual({ open: 1, acknowledged: 0 });
  expect(incidents.counts(null, 'clock')).toEqual({ open: 0, acknowledged: 0 });
  expect(incidents.byType()).toMatchObject({ temperature: 2, clock: 0, network: 0 });
});

it('a source that fails does not keep the others from looking', async () => {
  await incidents.stop();
  const broken: IncidentSource = {
    types: ['clock'],
    look: () => Promise.reject(new Error('no answer')),
    gone: () => null,
  };
  incidents = create([broken, source]);
  await incidents.start();
  await raised('dev-1');
  expect(await states()).toEqual([['dev-1', 1, null]]);
});
