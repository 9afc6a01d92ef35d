import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChaosField, createChaosField } from '../support/chaos-field.ts';

describe('during a session, on the real processes', () => {
  let field: ChaosField;
  beforeAll(async () => {
    field = await createChaosField();
  });
  afterAll(() => field?.stop());

  it('controller and broker killed: loudspeakers play on, and the log is complete afterwards', async () => {
    const placed = await field.place();
    await field.begun(placed, 1);
    await field.killController();
    // Nobody is there who could tell them to.
    await field.begun(placed, 4);
    await field.restartController();
    const rows = await field.completeLog(placed);
    expect(rows.every(({ outcome, deviation }) => outcome === 'played' && deviation === null)).toBe(true);
    for (const row of rows) {
      const lateMs = Math.abs(Date.parse(row.startedAt ?? '') - Date.parse(row.plannedStart));
      expect(lateMs).toBeLessThanOrEqual(100 + (row.clockErrorMs ?? 0));
    }
    await field.expectFaithful(rows);
    await field.expectCoverage();
  });

  it('a power cut at every loudspeaker: each item has one outcome, the cut ones with their reason', async () => {
    const placed = await field.place();
    await field.begun(placed, 2);
    await field.killFleet();
    await field.restartFleet();
    const rows = await field.completeLog(placed);
    const found = new Map<string, Set<string>>();
    for (const { plannedStart, outcome, reason } of rows) {
      const all = found.get(plannedStart) ?? new Set();
      found.set(plannedStart, all.add(`${outcome} ${reason}`));
    }
    const [first, ...later] = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, set]) => [...set]);
    expect(first).toEqual(['played null']);
    // Whoever was back before an item's end went on or joined; for the others the power had ended or taken it.
    const fates = [
      'played null',
      'played power',
      'played late-join',
      'interrupted power',
      'missed power-off',
    ];
    for (const one of later.flat()) expect([...fates, 'skipped late']).toContain(one);
    expect(later.flat().some((one) => one.includes('power'))).toBe(true);
    await field.expectFaithful(rows);
    await field.expectCoverage();
  });
});
