import { beforeEach, describe, expect, it } from 'vitest';
import { deviceRow, minute, morning, planItem } from '../../../../support/device-field.ts';
import { endedEvent, startedEvent } from '../../../../support/play-events.ts';
import { everything, type LedgerField, openLedger, useLedger } from './ledger-fixture.ts';

const current = useLedger();
let field: LedgerField;
beforeEach(() => {
  field = current();
});

describe('the plan', () => {
  it('becomes rows at its start, for every active device that is meant', async () => {
    await field.directory.updateDevice(deviceRow('dev-3', '3', { status: 'revoked' }));
    await field.plan(planItem('item-1'), planItem('item-2', { clusterIds: ['2'], startAt: morning + 1 }));
    await field.ledger.start();
    await field.clock.advance(10 * minute - 1);
    expect(await field.rows()).toEqual([]);
    await field.clock.advance(2);
    expect(await field.outcomes()).toEqual([
      'item-2 dev-2 unknown awaiting',
      'item-1 dev-1 unknown awaiting',
      'item-1 dev-2 unknown awaiting',
    ]);
  });

  it('that changes before the start is followed', async () => {
    await field.ledger.start();
    await field.plan(planItem('item-1', { startAt: morning + 60 * minute, endAt: morning + 65 * minute }));
    await field.plan(planItem('item-2'));
    await field.clock.advance(10 * minute);
    await field.clock.advance(minute);
    expect(await field.outcomes()).toEqual([
      'item-2 dev-1 unknown awaiting',
      'item-2 dev-2 unknown awaiting',
      'item-2 dev-3 unknown awaiting',
    ]);
    expect((await field.store.plan.due(field.clock.now())).map(({ itemId }) => itemId)).toEqual([]);
  });

  it('keeps a row for what was cancelled before its start', async () => {
    await field.ledger.start();
    await field.plan(planItem('item-1'));
    await field.plan();
    await field.clock.advance(11 * minute);
    expect(await field.outcomes()).toEqual([1, 2, 3].map((n) => `item-1 dev-${n} cancelled null`));
  });

  it('that began while the controller was away is caught up with, for devices in service then', async () => {
    await field.plan(planItem('item-1'));
    await field.directory.addDevices([deviceRow('dev-9', '3', { inServiceFrom: morning + 1 })]);
    field.clock.set(morning + 60 * minute);
    await field.ledger.start();
    expect(await field.outcomes()).toEqual([1, 2, 3].map((n) => `item-1 dev-${n} unknown no-report`));
  });

  it('is frozen exactly once, also after a restart', async () => {
    await field.plan(planItem('item-1'));
    await field.ledger.start();
    await field.clock.advance(10 * minute);
    await field.report('dev-1', startedEvent(), endedEvent());
    await field.restart();
    await field.clock.advance(minute);
    expect((await field.rows()).map(({ deviceId, outcome }) => [deviceId, outcome])).toEqual([
      ['dev-1', 'played'],
      ['dev-2', 'unknown'],
      ['dev-3', 'unknown'],
    ]);
  });

  it('of a whole province is frozen in steps', async () => {
    field = await openLedger(1_200);
    await field.plan(planItem('item-1'), planItem('item-2'));
    await field.ledger.start();
    await field.clock.advance(11 * minute);
    const tally = await field.store.playbacks.tally(everything);
    expect(tally.map(({ itemId, count }) => [itemId, count])).toEqual([
      ['item-1', 1_200],
      ['item-2', 1_200],
    ]);
  });
});

describe('a row without report', () => {
  it('is closed within a minute of the planned end: unknown, never played', async () => {
    await field.plan(planItem('item-1'));
    await field.ledger.start();
    await field.clock.advance(10 * minute);
    await field.report('dev-1', startedEvent());
    await field.clock.advance(5 * minute + 50_000);
    expect((await field.outcomes())[0]).toBe('item-1 dev-1 unknown awaiting');
    await field.clock.advance(10_000);
    expect(await field.outcomes()).toEqual([1, 2, 3].map((n) => `item-1 dev-${n} unknown no-report`));
  });

  it('is upgraded by evidence that comes later, visibly', async () => {
    await field.plan(planItem('item-1'));
    await field.ledger.start();
    await field.clock.advance(60 * minute);
    await field.report('dev-2', startedEvent(), endedEvent());
    expect((await field.rows())[1]).toMatchObject({
      deviceId: 'dev-2',
      outcome: 'played',
      lateEvidence: true,
    });
  });

  it('is closed as early as it was told to, and what comes then is late evidence', async () => {
    field = await openLedger(3, { closeAfterMs: 15_000 });
    await field.plan(planItem('item-1'));
    await field.ledger.start();
    await field.clock.advance(15 * minute + 20_000);
    expect(await field.outcomes()).toEqual([1, 2, 3].map((n) => `item-1 dev-${n} unknown no-report`));
    await field.report('dev-2', startedEvent(), endedEvent());
    expect((await field.rows())[1]).toMatchObject({
      deviceId: 'dev-2',
      outcome: 'played',
      lateEvidence: true,
    });
  });
});
