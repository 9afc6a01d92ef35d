import { beforeEach, describe, expect, it } from 'vitest';
import type { IncidentSource } from '../../../../../controller/app/incidents/incidents.ts';
import { caoXa, minute, morning, tuXa } from '../../../../support/device-field.ts';
import { finding, hour, type IncidentsField, second, useIncidents } from './incidents-fixture.ts';

const current = useIncidents();
let field: IncidentsField;
beforeEach(() => {
  field = current();
});

describe('a cause that lasts', () => {
  it('becomes one incident, told once it is stored', async () => {
    field.found = [finding('dev-1')];
    await field.clock.advance(69 * second);
    expect(await field.rows()).toEqual([]);
    await field.clock.advance(10 * minute);
    expect(await field.rows()).toMatchObject([
      { subject: 'dev-1', count: 1, openedAt: morning + 70 * second },
    ]);
    expect(field.events.of('incidents')).toEqual([
      { type: 'incidents', areaKeys: [caoXa.key], ids: ['inc_000001'] },
    ]);
    expect(field.incidents.counts(null, null)).toEqual({ open: 1, acknowledged: 0 });
  });

  it('that was a moment only is none', async () => {
    field.found = [finding('dev-1')];
    await field.clock.advance(60 * second);
    field.found = [];
    await field.clock.advance(10 * minute);
    expect(await field.rows()).toEqual([]);
  });

  it('closes by itself once it is gone for long enough, and opens again when it soon comes back', async () => {
    await field.raised('dev-1');
    field.found = [];
    await field.clock.advance(5 * minute);
    expect(await field.states()).toEqual([['dev-1', 1, null]]);
    await field.clock.advance(20 * second);
    expect(await field.states()).toEqual([['dev-1', 1, 'recovered']]);
    await field.raised('dev-1');
    expect(await field.states()).toEqual([['dev-1', 2, null]]);
  });

  it('that comes back hours later is another incident', async () => {
    await field.raised('dev-1');
    field.found = [];
    await field.clock.advance(2 * hour);
    await field.raised('dev-1');
    expect(await field.states()).toEqual([
      ['dev-1', 1, null],
      ['dev-1', 1, 'recovered'],
    ]);
  });

  it('stays open while nobody can tell whether it is gone', async () => {
    await field.raised('dev-1');
    [field.found, field.gone] = [[], null];
    await field.clock.advance(2 * hour);
    expect(await field.states()).toEqual([['dev-1', 1, null]]);
    field.gone = 'out-of-service';
    await field.clock.advance(20 * second);
    expect(await field.states()).toEqual([['dev-1', 1, 'out-of-service']]);
  });

  it('becomes worse in the same incident', async () => {
    await field.raised('dev-1');
    field.found = [finding('dev-1', { severity: 'critical', detail: { celsius: 90 } })];
    await field.clock.advance(minute);
    expect(await field.rows()).toMatchObject([{ severity: 'critical', count: 1, detail: { celsius: 90 } }]);
  });

  it('of ten thousand devices is written in a few steps, and told in as many words', async () => {
    await field.raised(...Array.from({ length: 10_000 }, (_, index) => `dev-${index}`));
    expect(field.puts.reduce((sum, count) => sum + count, 0)).toBe(10_000);
    expect(field.puts.length).toBeLessThanOrEqual(26);
    expect(field.events.of('incidents').flatMap(({ ids }) => ids).length).toBeLessThanOrEqual(2_600);
    await field.clock.advance(minute);
    expect(field.puts.length).toBeLessThanOrEqual(26);
  });
});

describe('what happened and is over', () => {
  const heard = finding('item-1', { type: 'deviation', detail: { reason: 'cancelled-item' } });

  it('is written with its evidence or not at all, and counted', async () => {
    await field.store.transaction((tx) => field.incidents.record(tx, [heard, heard]));
    expect(await field.states()).toEqual([['item-1', 2, null]]);
    await field.clock.advance(second);
    await field.store.transaction((tx) => field.incidents.record(tx, [heard]));
    expect(await field.states()).toEqual([['item-1', 3, null]]);
  });

  it('stays until a person closes it, or for thirty days', async () => {
    await field.store.transaction((tx) => field.incidents.record(tx, [heard]));
    field.clock.set(morning + 30 * 24 * hour);
    await field.clock.advance(10 * second);
    expect(await field.states()).toEqual([['item-1', 1, null]]);
    await field.clock.advance(minute);
    expect(await field.states()).toEqual([['item-1', 1, 'expired']]);
  });
});

it('counts by area and type', async () => {
  field.found = [finding('dev-1'), finding('dev-2', { areaKey: tuXa.key })];
  await field.clock.advance(80 * second);
  expect(field.incidents.counts([tuXa.key], null)).toEqual({ open: 1, acknowledged: 0 });
  expect(field.incidents.counts(null, 'clock')).toEqual({ open: 0, acknowledged: 0 });
  expect(field.incidents.byType()).toMatchObject({ temperature: 2, clock: 0, network: 0 });
});

it('a source that fails does not keep the others from looking', async () => {
  const broken: IncidentSource = {
    types: ['clock'],
    look: () => Promise.reject(new Error('no answer')),
    gone: () => null,
  };
  await field.restart(broken);
  await field.raised('dev-1');
  expect(await field.states()).toEqual([['dev-1', 1, null]]);
});
