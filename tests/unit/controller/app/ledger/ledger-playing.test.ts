import { beforeEach, describe, expect, it } from 'vitest';
import { caoXa, minute, planItem } from '../../../../support/device-field.ts';
import { endedEvent, startedEvent } from '../../../../support/play-events.ts';
import { type LedgerField, useLedger } from './ledger-fixture.ts';

const current = useLedger();
let field: LedgerField;
beforeEach(() => {
  field = current();
});

describe('what sounds now', () => {
  it('is known from start to end, and told', async () => {
    await field.plan(planItem('item-1'));
    await field.ledger.start();
    await field.clock.advance(10 * minute + 100);
    await field.report('dev-1', startedEvent());
    await field.report('dev-2', startedEvent());
    expect([...field.ledger.playingNow().keys()]).toEqual(['1', '2']);
    await field.clock.advance(5 * minute);
    await field.report('dev-1', endedEvent());
    expect([...field.ledger.playingNow().keys()]).toEqual(['2']);
    expect(field.events.of('playing').flatMap(({ changes }) => changes)).toEqual([
      { clusterId: '1', areaKey: caoXa.key, itemId: 'item-1', playing: true },
      { clusterId: '2', areaKey: caoXa.key, itemId: 'item-1', playing: true },
      { clusterId: '1', areaKey: caoXa.key, itemId: 'item-1', playing: false },
    ]);
  });

  it('does not include what old evidence tells', async () => {
    await field.plan(planItem('item-1'));
    await field.ledger.start();
    await field.clock.advance(60 * minute);
    await field.report('dev-1', startedEvent());
    expect(field.ledger.playingNow().size).toBe(0);
  });

  it('ends for a loudspeaker that never reports an end', async () => {
    await field.plan(planItem('item-1'));
    await field.ledger.start();
    await field.clock.advance(11 * minute);
    await field.report('dev-1', startedEvent());
    await field.clock.advance(6 * minute);
    expect(field.ledger.playingNow().size).toBe(0);
    expect(field.events.of('playing').at(-1)?.changes).toMatchObject([{ clusterId: '1', playing: false }]);
  });

  it('changes are gathered into few events', async () => {
    await field.plan(planItem('item-1'));
    await field.ledger.start();
    await field.clock.advance(11 * minute);
    field.events.all.length = 0;
    for (const deviceId of ['dev-1', 'dev-2', 'dev-3']) await field.report(deviceId, startedEvent());
    await field.clock.advance(1_000);
    expect(field.events.of('playbacks')).toEqual([
      { type: 'playbacks', areaKeys: [caoXa.key], itemIds: ['item-1'] },
    ]);
  });
});
