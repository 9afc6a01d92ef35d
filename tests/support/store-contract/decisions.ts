import { beforeEach, expect, it } from 'vitest';
import type { DispatchRow, InboxRow } from '../../../controller/app/ports/store/dispatches.ts';
import type { PriorityOrderRow } from '../../../controller/app/ports/store/priority-orders.ts';
import type { Store } from '../../../controller/app/ports/store.ts';
import { aBulletin, anArea, aSession, MINUTE, MORNING } from './sample-rows.ts';

const caoXa = anArea();
const tuXa = anArea({ key: '07894.20200101', code: '07894', name: 'Tứ Xã', nameKey: 'tu xa' });

const anOrder = (over: Partial<PriorityOrderRow> = {}): PriorityOrderRow => ({
  areaKey: caoXa.key,
  date: '2022-10-21',
  itemIds: ['item_b', 'item_a'],
  updatedBy: 'admin',
  updatedAt: MORNING,
  ...over,
});
const aDispatch = (over: Partial<DispatchRow> = {}): DispatchRow => ({
  id: 'dis_1',
  bulletinId: 'bul_1',
  fromAreaKey: caoXa.key,
  note: 'Phát trong tuần này',
  sentBy: 'admin',
  sentAt: MORNING,
  ...over,
});
const waiting = (over: Partial<InboxRow> = {}): InboxRow => ({
  dispatchId: 'dis_1',
  areaKey: caoXa.key,
  sentAt: MORNING,
  state: 'waiting',
  reason: null,
  decidedBy: null,
  decidedAt: null,
  sessionId: null,
  dates: [],
  ...over,
});

/** What communes decide about their own air. */
export const decisionsContract = (store: () => Store): void => {
  beforeEach(async () => {
    await store().areas.put([caoXa, tuXa]);
    await store().bulletins.put(aBulletin());
    await store().sessions.put(aSession());
  });

  it('keeps one order of priority items for each commune and date', async () => {
    const other = anOrder({ areaKey: tuXa.key, itemIds: [] });
    const later = anOrder({ date: '2022-10-23' });
    for (const order of [anOrder({ itemIds: ['x'] }), anOrder(), other, later])
      await store().priorityOrders.put(order);
    const between = (areaKeys: string[], fromDate: string, toDate: string) =>
      store().priorityOrders.between({ areaKeys, fromDate, toDate });
    expect(await between([caoXa.key, tuXa.key], '2022-10-21', '2022-10-22')).toEqual([anOrder(), other]);
    expect(await between([caoXa.key], '2022-10-20', '2022-10-23')).toEqual([anOrder(), later]);
    expect(await between([], '2022-10-20', '2022-10-23')).toEqual([]);
  });

  it('puts a dispatch into the inbox of every commune, all or none', async () => {
    await store().dispatches.insert(aDispatch(), [caoXa.key, tuXa.key]);
    expect(await store().dispatches.many(['dis_1', 'dis_x'])).toEqual([aDispatch()]);
    expect(await store().dispatches.entries(['dis_1'])).toEqual([waiting(), waiting({ areaKey: tuXa.key })]);
    await expect(
      store().dispatches.insert(aDispatch({ id: 'dis_2' }), [caoXa.key, '99999.20200101']),
    ).rejects.toMatchObject({ code: 'Store_Reference' });
    expect(await store().dispatches.many(['dis_2'])).toEqual([]);
  });

  it('keeps what a commune decided', async () => {
    await store().dispatches.insert(aDispatch({ note: null }), [caoXa.key, tuXa.key]);
    const placed = waiting({
      state: 'placed',
      decidedBy: 'xa',
      decidedAt: MORNING + MINUTE,
      sessionId: aSession().id,
      dates: ['2022-10-22', '2022-10-23'],
    });
    await store().dispatches.putEntry(placed);
    expect(await store().dispatches.entry('dis_1', caoXa.key)).toEqual(placed);
    expect(await store().dispatches.entry('dis_1', tuXa.key)).toEqual(waiting({ areaKey: tuXa.key }));
    expect(await store().dispatches.entry('dis_x', caoXa.key)).toBeNull();
  });

  it('lists inboxes and dispatches newest first, page by page', async () => {
    for (const [index, id] of ['dis_1', 'dis_2', 'dis_3'].entries()) {
      await store().dispatches.insert(aDispatch({ id, sentAt: MORNING + index }), [caoXa.key, tuXa.key]);
    }
    await store().dispatches.putEntry(
      waiting({ dispatchId: 'dis_2', sentAt: MORNING + 1, state: 'declined', reason: 'Đã phát rồi' }),
    );
    const all = { areaKeys: null, state: null, cursor: null, limit: 5 };
    const first = await store().dispatches.inbox(all);
    expect(first.items.map(({ dispatchId, areaKey }) => `${dispatchId} ${areaKey.slice(0, 5)}`)).toEqual([
      'dis_3 07894',
      'dis_3 07888',
      'dis_2 07894',
      'dis_2 07888',
      'dis_1 07894',
    ]);
    const rest = await store().dispatches.inbox({ ...all, cursor: first.next });
    expect([rest.items.map(({ areaKey }) => areaKey), rest.next]).toEqual([[caoXa.key], null]);
    const mine = await store().dispatches.inbox({ ...all, areaKeys: [caoXa.key], state: 'waiting' });
    expect(mine.items.map(({ dispatchId }) => dispatchId)).toEqual(['dis_3', 'dis_1']);

    const sent = await store().dispatches.page({ fromAreaKeys: [caoXa.key], cursor: null, limit: 2 });
    expect(sent.items.map(({ id }) => id)).toEqual(['dis_3', 'dis_2']);
    const older = await store().dispatches.page({ fromAreaKeys: null, cursor: sent.next, limit: 2 });
    expect([older.items.map(({ id }) => id), older.next]).toEqual([['dis_1'], null]);
    const others = await store().dispatches.page({ fromAreaKeys: [tuXa.key], cursor: null, limit: 2 });
    expect(others.items).toEqual([]);
  });
};
