import { expect, it } from 'vitest';
import type { PlanItemRow } from '../../../controller/app/ports/store/plan.ts';
import type { Store } from '../../../controller/app/ports/store.ts';
import { aPlanItem, MINUTE, MORNING, names } from './sample-rows.ts';

const AREA = aPlanItem().areaKey;
const NOW = MORNING - 60 * MINUTE;
const all = { areaKeys: null, from: 0, to: MORNING * 2 };

const at = (itemId: string, minutes: number, over: Partial<PlanItemRow> = {}): PlanItemRow =>
  aPlanItem({
    itemId,
    startAt: MORNING + minutes * MINUTE,
    endAt: MORNING + (minutes + 5) * MINUTE,
    ...over,
  });

export const planContract = (store: () => Store): void => {
  it('takes new items in and cancels those that are missing', async () => {
    await store().plan.replace(
      AREA,
      [at('itm_1', 0), at('itm_2', 5, { clusterIds: ['clu_1'], sha256: null })],
      NOW,
    );
    await store().plan.replace(AREA, [at('itm_2', 5, { clusterIds: [] }), at('itm_3', 10)], NOW + 1);
    expect(await store().plan.between(all)).toEqual([
      at('itm_1', 0, { cancelledAt: NOW + 1 }),
      at('itm_2', 5, { clusterIds: [] }),
      at('itm_3', 10),
    ]);
  });

  it('keeps the instant at which an item was first cancelled', async () => {
    await store().plan.replace(AREA, [at('itm_1', 0)], NOW);
    await store().plan.replace(AREA, [], NOW + 1);
    await store().plan.replace(AREA, [], NOW + 2);
    expect(await store().plan.between(all)).toEqual([at('itm_1', 0, { cancelledAt: NOW + 1 })]);
  });

  it('takes an item back that had been cancelled', async () => {
    await store().plan.replace(AREA, [at('itm_1', 0)], NOW);
    await store().plan.replace(AREA, [], NOW + 1);
    await store().plan.replace(AREA, [at('itm_1', 1, { programVersion: MORNING + 1 })], NOW + 2);
    expect(await store().plan.between(all)).toEqual([at('itm_1', 1, { programVersion: MORNING + 1 })]);
  });

  it('leaves an item alone once it has started, whether it is named or missing', async () => {
    await store().plan.replace(AREA, [at('itm_1', 0), at('itm_2', 0)], NOW);
    await store().plan.markFrozen([{ itemId: 'itm_1', areaKey: AREA }], MORNING);
    await store().plan.replace(AREA, [at('itm_2', 30, { title: 'moved' })], MORNING);
    expect(await store().plan.between(all)).toEqual([at('itm_1', 0, { frozenAt: MORNING }), at('itm_2', 0)]);
  });

  it('leaves a cancelled item cancelled once its start has passed', async () => {
    await store().plan.replace(AREA, [at('itm_1', 0)], NOW);
    await store().plan.replace(AREA, [], NOW + 1);
    await store().plan.replace(AREA, [at('itm_1', 0)], MORNING);
    expect(await store().plan.between(all)).toEqual([at('itm_1', 0, { cancelledAt: NOW + 1 })]);
  });

  it('takes in an item whose start has passed already', async () => {
    await store().plan.replace(AREA, [at('itm_1', 0)], MORNING + MINUTE);
    expect(await store().plan.due(MORNING + MINUTE)).toEqual([at('itm_1', 0)]);
  });

  it('has the same item in several areas, each on its own', async () => {
    await store().plan.replace('a', [at('itm_1', 0, { areaKey: 'a' })], NOW);
    await store().plan.replace('b', [at('itm_1', 0, { areaKey: 'b' })], NOW);
    await store().plan.replace('a', [], NOW + 1);
    await store().plan.markFrozen([{ itemId: 'itm_1', areaKey: 'b' }], MORNING);
    expect(await store().plan.between(all)).toEqual([
      at('itm_1', 0, { areaKey: 'a', cancelledAt: NOW + 1 }),
      at('itm_1', 0, { areaKey: 'b', frozenAt: MORNING }),
    ]);
  });

  it('finds what overlaps a span, of some areas or of all', async () => {
    await store().plan.replace(
      'a',
      [at('itm_1', 0, { areaKey: 'a' }), at('itm_2', 5, { areaKey: 'a' })],
      NOW,
    );
    await store().plan.replace('b', [at('itm_3', 0, { areaKey: 'b' })], NOW);
    const ids = async (areaKeys: string[] | null, from: number, to: number) =>
      (
        await store().plan.between({ areaKeys, from: MORNING + from * MINUTE, to: MORNING + to * MINUTE })
      ).map((item) => item.itemId);
    expect(await ids(null, 0, 1)).toEqual(['itm_1', 'itm_3']);
    expect(await ids(['a'], 4, 6)).toEqual(['itm_1', 'itm_2']);
    expect(await ids(['a', 'b'], 5, 10)).toEqual(['itm_2']);
    expect(await ids(null, -5, 0)).toEqual([]);
    expect(await ids([], 0, 10)).toEqual([]);
  });

  it('is due from its start until it is frozen, cancelled or not', async () => {
    await store().plan.replace(AREA, [at('itm_1', 0), at('itm_2', 0), at('itm_3', 5)], NOW);
    await store().plan.replace(AREA, [at('itm_1', 0), at('itm_3', 5)], NOW);
    const due = async (now: number) => (await store().plan.due(now)).map((item) => item.itemId);
    expect(await due(MORNING - 1)).toEqual([]);
    expect(await due(MORNING)).toEqual(['itm_1', 'itm_2']);
    await store().plan.markFrozen(
      ['itm_1', 'itm_2'].map((itemId) => ({ itemId, areaKey: AREA })),
      MORNING,
    );
    expect(await due(MORNING + 60 * MINUTE)).toEqual(['itm_3']);
  });

  it('keeps the instant at which an item was first frozen', async () => {
    await store().plan.replace(AREA, [at('itm_1', 0)], NOW);
    await store().plan.markFrozen([{ itemId: 'itm_1', areaKey: AREA }], MORNING);
    await store().plan.markFrozen([{ itemId: 'itm_1', areaKey: AREA }], MORNING + 1);
    expect(await store().plan.between(all)).toEqual([at('itm_1', 0, { frozenAt: MORNING })]);
  });

  it('knows the next start, past what is cancelled or frozen', async () => {
    expect(await store().plan.nextStart(NOW)).toBeNull();
    await store().plan.replace(AREA, [at('itm_1', 0), at('itm_2', 5), at('itm_3', 9)], NOW);
    await store().plan.replace(AREA, [at('itm_2', 5), at('itm_3', 9)], NOW);
    expect(await store().plan.nextStart(NOW)).toBe(MORNING + 5 * MINUTE);
    expect(await store().plan.nextStart(MORNING + 5 * MINUTE)).toBe(MORNING + 9 * MINUTE);
    await store().plan.markFrozen([{ itemId: 'itm_2', areaKey: AREA }], NOW);
    expect(await store().plan.nextStart(NOW)).toBe(MORNING + 9 * MINUTE);
  });

  it('replaces thousands of items in one call, and the same again changes nothing', async () => {
    const items = names('itm', 5_000).map((itemId, index) => at(itemId, index));
    await store().plan.replace(AREA, items, NOW);
    await store().plan.replace(AREA, items, NOW + 1);
    expect(await store().plan.between(all)).toEqual(items);
    await store().plan.replace(AREA, items.slice(1), NOW + 2);
    const cancelled = (await store().plan.between(all)).filter((item) => item.cancelledAt !== null);
    expect(cancelled).toEqual([at('itm_0000000000000000', 0, { cancelledAt: NOW + 2 })]);
  });
};
