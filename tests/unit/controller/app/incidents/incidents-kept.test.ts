import { beforeEach, describe, expect, it } from 'vitest';
import { minute } from '../../../../support/device-field.ts';
import { finding, hour, type IncidentsField, second, useIncidents } from './incidents-fixture.ts';

const current = useIncidents();
let field: IncidentsField;
beforeEach(() => {
  field = current();
});

describe('a restart', () => {
  it('neither closes nor repeats what is open', async () => {
    await field.raised('dev-1');
    await field.restart();
    await field.clock.advance(hour);
    expect(await field.states()).toEqual([['dev-1', 1, null]]);
    field.found = [];
    await field.clock.advance(6 * minute);
    expect(await field.states()).toEqual([['dev-1', 1, 'recovered']]);
  });

  it('raises nothing anew that a person closed and that was not seen to be gone', async () => {
    const { id } = await field.raised('dev-1');
    await field.incidents.close(id, 'Cán bộ kỹ thuật', 'SIM tháo qua mùa mưa');
    await field.restart();
    await field.clock.advance(3 * hour);
    expect(await field.states()).toEqual([['dev-1', 1, 'by-person']]);
  });

  it('loses nothing that waited to be written', async () => {
    field.found = [finding('dev-1')];
    await field.clock.advance(70 * second);
    await field.restart();
    expect(await field.states()).toEqual([['dev-1', 1, null]]);
  });
});

describe('a database that takes nothing', () => {
  it('gets it later, and nobody is told before', async () => {
    field.found = [finding('dev-1')];
    field.fails = true;
    await field.clock.advance(5 * minute);
    expect(field.events.of('incidents')).toEqual([]);
    field.fails = false;
    await field.clock.advance(2 * second);
    expect(await field.states()).toEqual([['dev-1', 1, null]]);
    expect(field.events.of('incidents')).toHaveLength(1);
  });

  it('is told to a person who closes, and it stays open until that is stored', async () => {
    const { id } = await field.raised('dev-1');
    field.fails = true;
    await expect(field.incidents.close(id, 'Cán bộ kỹ thuật', null)).rejects.toThrow('no room');
    expect(field.incidents.counts(null, null).open).toBe(1);
    field.fails = false;
    await field.incidents.close(id, 'Cán bộ kỹ thuật', null);
    expect(await field.states()).toEqual([['dev-1', 1, 'by-person']]);
  });
});
