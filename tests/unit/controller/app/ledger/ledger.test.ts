import { beforeEach, describe, expect, it } from 'vitest';
import type { PlayEvent } from '#protocol';
import { createLedger, type Ledger } from '../../../../../controller/app/ledger/ledger.ts';
import type { PlanItemRow, PlaybackRow } from '../../../../../controller/app/ports/rows.ts';
import type { Finding } from '../../../../../controller/domain/incident.ts';
import {
  beforeMorning,
  caoXa,
  createDeviceField,
  type DeviceField,
  deviceRow,
  minute,
  morning,
  planItem,
  tuXa,
} from '../../../../support/device-field.ts';
import { endedEvent, startedEvent } from '../../../../support/play-events.ts';
import { createRecordingEvents, type RecordingEvents } from '../../../../support/recording-events.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { createVirtualClock, settle, type VirtualClock } from '../../../../support/virtual-clock.ts';

let field: DeviceField;
let clock: VirtualClock;
let events: RecordingEvents;
let ledger: Ledger;
let found: Finding[];

const createHere = (): Ledger =>
  createLedger({
    ...field,
    clock,
    events,
    log: silentLog,
    recordIncidents: async (_tx, findings) => {
      found.push(...findings);
    },
  });

beforeEach(async () => {
  field = await createDeviceField(3);
  clock = createVirtualClock(beforeMorning);
  events = createRecordingEvents();
  found = [];
  ledger = createHere();
});

const plan = async (...items: PlanItemRow[]): Promise<void> => {
  await field.store.plan.replace(caoXa.key, items, clock.now());
  events.emit({ type: 'schedule', areaKeys: [caoXa.key] });
  await settle();
};
const report = async (deviceId: string, ...reported: PlayEvent[]): Promise<void> => {
  const stored = reported.map((event) => ({
    deviceId,
    spoolId: 'spool-1',
    seq: event.seq,
    receivedAt: clock.now(),
    event,
  }));
  const tell = await field.store.transaction((tx) => ledger.apply(tx, stored));
  tell();
};
const everything = {
  areaKeys: null,
  from: null,
  to: null,
  outcomes: null,
  itemId: null,
  sessionId: null,
  clusterId: null,
};
const rows = async (): Promise<PlaybackRow[]> =>
  (await field.store.playbacks.page(everything, null, 100)).items;
const outcomes = async (): Promise<string[]> =>
  (await rows()).map(({ itemId, deviceId, outcome, reason }) => `${itemId} ${deviceId} ${outcome} ${reason}`);

describe('the plan', () => {
  it('becomes rows at its start, for every active device that is meant', async () => {
    await field.directory.updateDevice(deviceRow('dev-3', '3', { status: 'revoked' }));
    await plan(planItem('item-1'), planItem('item-2', { clusterIds: ['2'], startAt: morning + 1 }));
    await ledger.start();
    await clock.advance(10 * minute - 1);
    expect(await rows()).toEqual([]);
    await clock.advance(2);
    expect(await outcomes()).toEqual([
      'item-2 dev-2 unknown awaiting',
      'item-1 dev-1 unknown awaiting',
      'item-1 dev-2 unknown awaiting',
    ]);
  });

  it('that changes before the start is followed', async () => {
    await ledger.start();
    await plan(planItem('item-1', { startAt: morning + 60 * minute, endAt: morning + 65 * minute }));
    await plan(planItem('item-2'));
    await clock.advance(10 * minute);
    await clock.advance(minute);
    expect(await outcomes()).toEqual([
      'item-2 dev-1 unknown awaiting',
      'item-2 dev-2 unknown awaiting',
      'item-2 dev-3 unknown awaiting',
    ]);
    expect((await field.store.plan.due(clock.now())).map(({ itemId }) => itemId)).toEqual([]);
  });

  it('keeps a row for what was cancelled before its start', async () => {
    await ledger.start();
    await plan(planItem('item-1'));
    await plan();
    await clock.advance(11 * minute);
    expect(await outcomes()).toEqual([1, 2, 3].map((n) => `item-1 dev-${n} cancelled null`));
  });

  it('that began while the controller was away is caught up with, for devices in service then', async () => {
    await plan(planItem('item-1'));
    await field.directory.addDevices([deviceRow('dev-9', '3', { inServiceFrom: morning + 1 })]);
    clock.set(morning + 60 * minute);
    await ledger.start();
    expect(await outcomes()).toEqual([1, 2, 3].map((n) => `item-1 dev-${n} unknown no-report`));
  });

  it('is frozen exactly once, also after a restart', async () => {
    await plan(planItem('item-1'));
    await ledger.start();
    await clock.advance(10 * minute);
    await report('dev-1', startedEvent(), endedEvent());
    await ledger.stop();
    ledger = createHere();
    await ledger.start();
    await clock.advance(minute);
    expect((await rows()).map(({ deviceId, outcome }) => [deviceId, outcome])).toEqual([
      ['dev-1', 'played'],
      ['dev-2', 'unknown'],
      ['dev-3', 'unknown'],
    ]);
  });

  it('of a whole province is frozen in steps', async () => {
    field = await createDeviceField(1_200);
    ledger = createHere();
    await plan(planItem('item-1'), planItem('item-2'));
    await ledger.start();
    await clock.advance(11 * minute);
    const tally = await field.store.playbacks.tally(everything);
    expect(tally.map(({ itemId, count }) => [itemId, count])).toEqual([
      ['item-1', 1_200],
      ['item-2', 1_200],
    ]);
  });
});

describe('a row without report', () => {
  it('is closed within a minute of the planned end: unknown, never played', async () => {
    await plan(planItem('item-1'));
    await ledger.start();
    await clock.advance(10 * minute);
    await report('dev-1', startedEvent());
    await clock.advance(5 * minute + 50_000);
    expect((await outcomes())[0]).toBe('item-1 dev-1 unknown awaiting');
    await clock.advance(10_000);
    expect(await outcomes()).toEqual([1, 2, 3].map((n) => `item-1 dev-${n} unknown no-report`));
  });

  it('is upgraded by evidence that comes later, visibly', async () => {
    await plan(planItem('item-1'));
    await ledger.start();
    await clock.advance(60 * minute);
    await report('dev-2', startedEvent(), endedEvent());
    expect((await rows())[1]).toMatchObject({ deviceId: 'dev-2', outcome: 'played', lateEvidence: true });
  });

  it('is closed as early as it was told to, and what comes then is late evidence', async () => {
    ledger = createLedger({ ...field, clock, events, log: silentLog, closeAfterMs: 15_000 });
    await plan(planItem('item-1'));
    await ledger.start();
    await clock.advance(15 * minute + 20_000);
    expect(await outcomes()).toEqual([1, 2, 3].map((n) => `item-1 dev-${n} unknown no-report`));
    await report('dev-2', startedEvent(), endedEvent());
    expect((await rows())[1]).toMatchObject({ deviceId: 'dev-2', outcome: 'played', lateEvidence: true });
  });
});

describe('evidence', () => {
  it('makes the row tell what happened, once, however often it comes', async () => {
    await plan(planItem('item-1'));
    await ledger.start();
    await clock.advance(15 * minute);
    await report('dev-1', startedEvent());
    await report('dev-1', startedEvent(), endedEvent());
    await report('dev-1', endedEvent());
    expect((await rows())[0]).toMatchObject({
      outcome: 'played',
      startedAt: morning + 8,
      finishedAt: morning + 5 * minute,
      grade: 'reported',
      clockErrorMs: 14,
      lateEvidence: false,
      deviation: null,
    });
    expect(await rows()).toHaveLength(3);
  });

  it('that is faster than the freeze is kept', async () => {
    await plan(planItem('item-1'));
    await ledger.start();
    await clock.advance(10 * minute - 30);
    await report('dev-1', startedEvent({ at: morning - 40 }));
    await clock.advance(minute);
    expect(await rows()).toHaveLength(3);
    expect((await rows())[0]).toMatchObject({ deviceId: 'dev-1', startedAt: morning - 40, deviation: null });
  });

  it('of a cancelled item is a deviation and leaves it cancelled', async () => {
    await ledger.start();
    await plan(planItem('item-1'));
    await plan();
    await clock.advance(15 * minute);
    await report('dev-1', startedEvent(), endedEvent());
    expect((await rows())[0]).toMatchObject({
      outcome: 'cancelled',
      reason: 'played',
      deviation: 'cancelled-item',
      startedAt: morning + 8,
    });
  });

  it('of an item that is not in the plan of that commune gets a row of its own', async () => {
    await field.store.plan.replace(tuXa.key, [planItem('item-1', { areaKey: tuXa.key })], clock.now());
    await ledger.start();
    await clock.advance(15 * minute);
    await report('dev-1', endedEvent());
    expect(await rows()).toHaveLength(1);
    expect((await rows())[0]).toMatchObject({
      areaKey: caoXa.key,
      outcome: 'played',
      deviation: 'unplanned',
    });
  });

  it('does nothing when the transaction it belongs to is undone', async () => {
    await ledger.start();
    const stored = [
      { deviceId: 'dev-1', spoolId: 's', seq: 2, receivedAt: clock.now(), event: endedEvent() },
    ];
    const undone = field.store.transaction(async (tx) => {
      await ledger.apply(tx, stored);
      throw new Error('power cut');
    });
    await expect(undone).rejects.toThrow('power cut');
    expect(await rows()).toEqual([]);
    expect(events.of('playing')).toEqual([]);
  });
});

describe('an incident is made', () => {
  const told = () =>
    found.map(({ type, subject, severity, detail }) => [type, subject, severity, detail.reason]);

  it('of a cancelled item that was heard, once for each loudspeaker and all under one name', async () => {
    await ledger.start();
    await plan(planItem('item-1'));
    await plan();
    await clock.advance(15 * minute);
    await report('dev-1', startedEvent());
    await report('dev-1', startedEvent(), endedEvent());
    await report('dev-2', endedEvent());
    const subject = `item-1 ${caoXa.key}`;
    expect(told()).toEqual([
      ['deviation', subject, 'critical', 'cancelled-item'],
      ['deviation', subject, 'critical', 'cancelled-item'],
    ]);
    expect(found[0]).toMatchObject({ areaKey: caoXa.key, clusterId: '1', itemId: 'item-1' });
  });

  it('of an item at the time of an older program', async () => {
    await ledger.start();
    await plan(planItem('item-1', { startAt: morning + 2 * minute, endAt: morning + 7 * minute }));
    await clock.advance(20 * minute);
    await report('dev-1', endedEvent());
    expect(told()).toEqual([['deviation', `item-1 ${caoXa.key}`, 'warning', 'superseded']]);
    expect((await rows())[0]).toMatchObject({ outcome: 'played', deviation: 'superseded' });
  });

  it('of items that nobody knows under the name of the device, however many it names', async () => {
    await ledger.start();
    await clock.advance(15 * minute);
    await report('dev-1', endedEvent({ itemId: 'x-1' }), endedEvent({ itemId: 'x-2', seq: 3 }));
    await report('dev-1', endedEvent({ itemId: 'x-3', outcome: 'missed', startedAt: null, seq: 4 }));
    expect(told()).toEqual([
      ['deviation', 'dev-1', 'warning', 'unplanned'],
      ['deviation', 'dev-1', 'warning', 'unplanned'],
      ['deviation', 'dev-1', 'info', 'unplanned'],
    ]);
  });

  it('of nothing that went as planned, was cancelled in silence, or was not heard', async () => {
    await ledger.start();
    await plan(planItem('item-1'), planItem('item-2'));
    await plan(planItem('item-1'));
    await clock.advance(15 * minute);
    await report('dev-1', startedEvent(), endedEvent());
    await report('dev-1', endedEvent({ itemId: 'item-2', outcome: 'missed', startedAt: null, seq: 3 }));
    expect(found).toEqual([]);
  });
});

describe('what sounds now', () => {
  it('is known from start to end, and told', async () => {
    await plan(planItem('item-1'));
    await ledger.start();
    await clock.advance(10 * minute + 100);
    await report('dev-1', startedEvent());
    await report('dev-2', startedEvent());
    expect([...ledger.playingNow().keys()]).toEqual(['1', '2']);
    await clock.advance(5 * minute);
    await report('dev-1', endedEvent());
    expect([...ledger.playingNow().keys()]).toEqual(['2']);
    expect(events.of('playing').flatMap(({ changes }) => changes)).toEqual([
      { clusterId: '1', areaKey: caoXa.key, itemId: 'item-1', playing: true },
      { clusterId: '2', areaKey: caoXa.key, itemId: 'item-1', playing: true },
      { clusterId: '1', areaKey: caoXa.key, itemId: 'item-1', playing: false },
    ]);
  });

  it('does not include what old evidence tells', async () => {
    await plan(planItem('item-1'));
    await ledger.start();
    await clock.advance(60 * minute);
    await report('dev-1', startedEvent());
    expect(ledger.playingNow().size).toBe(0);
  });

  it('ends for a loudspeaker that never reports an end', async () => {
    await plan(planItem('item-1'));
    await ledger.start();
    await clock.advance(11 * minute);
    await report('dev-1', startedEvent());
    await clock.advance(6 * minute);
    expect(ledger.playingNow().size).toBe(0);
    expect(events.of('playing').at(-1)?.changes).toMatchObject([{ clusterId: '1', playing: false }]);
  });

  it('changes are gathered into few events', async () => {
    await plan(planItem('item-1'));
    await ledger.start();
    await clock.advance(11 * minute);
    events.all.length = 0;
    for (const deviceId of ['dev-1', 'dev-2', 'dev-3']) await report(deviceId, startedEvent());
    await clock.advance(1_000);
    expect(events.of('playbacks')).toEqual([
      { type: 'playbacks', areaKeys: [caoXa.key], itemIds: ['item-1'] },
    ]);
  });
});

it('a gap that a device reports is counted, remembered and an incident', async () => {
  await ledger.start();
  await report('dev-1', { type: 'gap', seq: 9, at: clock.now(), firstLost: 4 });
  expect(ledger.gaps()).toBe(1);
  expect(found).toMatchObject([
    { type: 'spool-gap', subject: 'dev-1', areaKey: caoXa.key, clusterId: '1', detail: { lost: 5 } },
  ]);
  expect(await field.store.settings.get('spool-gap:dev-1:spool-1')).toContain('"firstLost":4');
});
