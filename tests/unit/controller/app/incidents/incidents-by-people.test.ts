import { beforeEach, describe, expect, it } from 'vitest';
import { minute } from '../../../../support/device-field.ts';
import { finding, hour, type IncidentsField, useIncidents } from './incidents-fixture.ts';

const current = useIncidents();
let field: IncidentsField;
beforeEach(() => {
  field = current();
});

describe('a person', () => {
  it('acknowledges and closes, with notes', async () => {
    const { id } = await field.raised('dev-1');
    const seen = await field.incidents.acknowledge(id, 'Cán bộ kỹ thuật', 'đang đi xem');
    expect(seen).toMatchObject({ ok: true, value: { acknowledgedBy: 'Cán bộ kỹ thuật' } });
    expect(field.incidents.counts(null, null)).toEqual({ open: 0, acknowledged: 1 });
    await field.incidents.close(id, 'Lãnh đạo', null);
    expect(field.incidents.counts(null, null)).toEqual({ open: 0, acknowledged: 0 });
    expect(await field.store.incidents.get(id)).toMatchObject({
      closedBy: 'Lãnh đạo',
      notes: [{ text: 'đang đi xem' }],
    });
  });

  it('who closed is not contradicted until the cause was away and came back', async () => {
    const { id } = await field.raised('dev-1');
    await field.incidents.close(id, 'Cán bộ kỹ thuật', null);
    await field.clock.advance(3 * hour);
    expect(await field.states()).toEqual([['dev-1', 1, 'by-person']]);
    field.found = [];
    await field.clock.advance(6 * minute);
    await field.raised('dev-1');
    expect((await field.states())[0]).toEqual(['dev-1', 1, null]);
  });

  it('finds what is unknown or closed refused, and closing twice the same', async () => {
    const { id } = await field.raised('dev-1');
    expect(await field.incidents.close('inc_x', 'x', null)).toMatchObject({ status: 404 });
    expect(await field.incidents.acknowledge('inc_x', 'x', null)).toMatchObject({ status: 404 });
    await field.incidents.close(id, 'Lãnh đạo', null);
    expect(await field.incidents.acknowledge(id, 'x', null)).toMatchObject({ status: 409 });
    expect(await field.incidents.close(id, 'x', null)).toMatchObject({
      ok: true,
      value: { closedBy: 'Lãnh đạo' },
    });
    await field.clock.advance(3 * hour);
    expect(await field.incidents.close(id, 'x', null)).toMatchObject({
      ok: true,
      value: { closedBy: 'Lãnh đạo' },
    });
  });

  it('is in the audit trail for what he did, also while others are being written, and for nothing else', async () => {
    const { id } = await field.raised('dev-1', 'dev-2');
    field.found = [finding('dev-1'), finding('dev-3')];
    await field.clock.advance(minute);
    const writing = field.clock.advance(5 * minute);
    const hoa = { kind: 'user', name: 'hoa', address: null, action: 'incidents.handle' } as const;
    await field.actors.runAs(hoa, () => field.incidents.acknowledge(id, 'Hòa', null));
    await writing;
    const entries = await field.store.audit.following(0, 100);
    expect(entries.map(({ subjectId, actorName }) => [subjectId, actorName])).toEqual([[id, 'hoa']]);
  });
});
