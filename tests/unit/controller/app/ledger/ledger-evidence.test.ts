import { beforeEach, describe, expect, it } from 'vitest';
import { caoXa, minute, morning, planItem, tuXa } from '../../../../support/device-field.ts';
import { endedEvent, startedEvent } from '../../../../support/play-events.ts';
import { type LedgerField, useLedger } from './ledger-fixture.ts';

const current = useLedger();
let field: LedgerField;
beforeEach(() => {
  field = current();
});

describe('evidence', () => {
  it('makes the row tell what happened, once, however often it comes', async () => {
    await field.plan(planItem('item-1'));
    await field.ledger.start();
    await field.clock.advance(15 * minute);
    await field.report('dev-1', startedEvent());
    await field.report('dev-1', startedEvent(), endedEvent());
    await field.report('dev-1', endedEvent());
    expect((await field.rows())[0]).toMatchObject({
      outcome: 'played',
      startedAt: morning + 8,
      finishedAt: morning + 5 * minute,
      grade: 'reported',
      clockErrorMs: 14,
      lateEvidence: false,
      deviation: null,
    });
    expect(await field.rows()).toHaveLength(3);
  });

  it('that is faster than the freeze is kept', async () => {
    await field.plan(planItem('item-1'));
    await field.ledger.start();
    await field.clock.advance(10 * minute - 30);
    await field.report('dev-1', startedEvent({ at: morning - 40 }));
    await field.clock.advance(minute);
    expect(await field.rows()).toHaveLength(3);
    expect((await field.rows())[0]).toMatchObject({
      deviceId: 'dev-1',
      startedAt: morning - 40,
      deviation: null,
    });
  });

  it('of a cancelled item is a deviation and leaves it cancelled', async () => {
    await field.ledger.start();
    await field.plan(planItem('item-1'));
    await field.plan();
    await field.clock.advance(15 * minute);
    await field.report('dev-1', startedEvent(), endedEvent());
    expect((await field.rows())[0]).toMatchObject({
      outcome: 'cancelled',
      reason: 'played',
      deviation: 'cancelled-item',
      startedAt: morning + 8,
    });
  });

  it('of an item that is not in the plan of that commune gets a row of its own', async () => {
    await field.store.plan.replace(tuXa.key, [planItem('item-1', { areaKey: tuXa.key })], field.clock.now());
    await field.ledger.start();
    await field.clock.advance(15 * minute);
    await field.report('dev-1', endedEvent());
    expect(await field.rows()).toHaveLength(1);
    expect((await field.rows())[0]).toMatchObject({
      areaKey: caoXa.key,
      outcome: 'played',
      deviation: 'unplanned',
    });
  });

  it('does nothing when the transaction it belongs to is undone', async () => {
    await field.ledger.start();
    const stored = [
      { deviceId: 'dev-1', spoolId: 's', seq: 2, receivedAt: field.clock.now(), event: endedEvent() },
    ];
    const undone = field.store.transaction(async (tx) => {
      await field.ledger.apply(tx, stored);
      throw new Error('power cut');
    });
    await expect(undone).rejects.toThrow('power cut');
    expect(await field.rows()).toEqual([]);
    expect(field.events.of('playing')).toEqual([]);
  });
});

describe('an incident is made', () => {
  const told = () =>
    field.found.map(({ type, subject, severity, detail }) => [type, subject, severity, detail.reason]);

  it('of a cancelled item that was heard, once for each loudspeaker and all under one name', async () => {
    await field.ledger.start();
    await field.plan(planItem('item-1'));
    await field.plan();
    await field.clock.advance(15 * minute);
    await field.report('dev-1', startedEvent());
    await field.report('dev-1', startedEvent(), endedEvent());
    await field.report('dev-2', endedEvent());
    const subject = `item-1 ${caoXa.key}`;
    expect(told()).toEqual([
      ['deviation', subject, 'critical', 'cancelled-item'],
      ['deviation', subject, 'critical', 'cancelled-item'],
    ]);
    expect(field.found[0]).toMatchObject({ areaKey: caoXa.key, clusterId: '1', itemId: 'item-1' });
  });

  it('of an item at the time of an older program', async () => {
    await field.ledger.start();
    await field.plan(planItem('item-1', { startAt: morning + 2 * minute, endAt: morning + 7 * minute }));
    await field.clock.advance(20 * minute);
    await field.report('dev-1', endedEvent());
    expect(told()).toEqual([['deviation', `item-1 ${caoXa.key}`, 'warning', 'superseded']]);
    expect((await field.rows())[0]).toMatchObject({ outcome: 'played', deviation: 'superseded' });
  });

  it('of items that nobody knows under the name of the device, however many it names', async () => {
    await field.ledger.start();
    await field.clock.advance(15 * minute);
    await field.report('dev-1', endedEvent({ itemId: 'x-1' }), endedEvent({ itemId: 'x-2', seq: 3 }));
    await field.report('dev-1', endedEvent({ itemId: 'x-3', outcome: 'missed', startedAt: null, seq: 4 }));
    expect(told()).toEqual([
      ['deviation', 'dev-1', 'warning', 'unplanned'],
      ['deviation', 'dev-1', 'warning', 'unplanned'],
      ['deviation', 'dev-1', 'info', 'unplanned'],
    ]);
  });

  it('of nothing that went as planned, was cancelled in silence, or was not heard', async () => {
    await field.ledger.start();
    await field.plan(planItem('item-1'), planItem('item-2'));
    await field.plan(planItem('item-1'));
    await field.clock.advance(15 * minute);
    await field.report('dev-1', startedEvent(), endedEvent());
    await field.report('dev-1', endedEvent({ itemId: 'item-2', outcome: 'missed', startedAt: null, seq: 3 }));
    expect(field.found).toEqual([]);
  });
});

it('a gap that a device reports is counted, remembered and an incident', async () => {
  await field.ledger.start();
  await field.report('dev-1', { type: 'gap', seq: 9, at: field.clock.now(), firstLost: 4 });
  expect(field.ledger.gaps()).toBe(1);
  expect(field.found).toMatchObject([
    { type: 'spool-gap', subject: 'dev-1', areaKey: caoXa.key, clusterId: '1', detail: { lost: 5 } },
  ]);
  expect(await field.store.settings.get('spool-gap:dev-1:spool-1')).toContain('"firstLost":4');
});
