import { expect, it } from 'vitest';
import type { DeliveryRow, DeliveryStore } from '../../../controller/app/ports/store/deliveries.ts';
import type { PushEndpointRow, WebhookRow } from '../../../controller/app/ports/store/notice-settings.ts';
import type { NoticeEntryRow, NoticeRow, NoticeStore } from '../../../controller/app/ports/store/notices.ts';
import type { Store } from '../../../controller/app/ports/store.ts';
import { MORNING, names } from './sample-rows.ts';

export const aNotice = (over: Partial<NoticeRow> = {}): NoticeRow => ({
  id: 'ntc_1',
  key: `returned bul_1 ${over.id ?? ''}`,
  type: 'returned',
  areaKey: '07888.20200101',
  areaKeys: null,
  subjectId: 'bul_1',
  title: { vi: 'Bản tin “Lịch cắt điện” bị trả lại', en: 'Returned' },
  body: { vi: 'Sai giờ', en: 'Wrong time' },
  path: '/ban-tin/bul_1',
  at: MORNING,
  toUserIds: null,
  byUserId: null,
  storedAt: MORNING,
  routedAt: null,
  ...over,
});

export const aDelivery = (over: Partial<DeliveryRow> = {}): DeliveryRow => ({
  id: 'dlv_1',
  noticeId: 'ntc_1',
  channel: 'webhook',
  lane: 'webhook:whk_1',
  target: 'whk_1',
  userId: null,
  state: 'waiting',
  attempts: 0,
  dueAt: MORNING,
  nextAt: MORNING,
  fault: null,
  createdAt: MORNING,
  doneAt: null,
  ...over,
});

const anEndpoint = (over: Partial<PushEndpointRow> = {}): PushEndpointRow => ({
  id: 'psh_1',
  userId: 'usr_1',
  endpoint: 'https://push.example.org/1',
  p256dh: 'B'.repeat(87),
  auth: 'A'.repeat(22),
  label: 'Chrome, Android',
  createdAt: MORNING,
  ...over,
});

const aWebhook = (over: Partial<WebhookRow> = {}): WebhookRow => ({
  id: 'whk_1',
  name: 'Cổng SMS của tỉnh',
  areaKey: '25.20200101',
  url: 'https://sms.example.vn/',
  types: ['emergency-started', 'test'],
  secret: 'sealed',
  previousSecret: null,
  rotatedAt: null,
  disabledAt: null,
  createdBy: 'admin',
  createdAt: MORNING,
  ...over,
});

const entry = (noticeId: string, over: Partial<NoticeEntryRow> = {}): NoticeEntryRow => ({
  userId: 'usr_1',
  noticeId,
  at: MORNING,
  readAt: null,
  ...over,
});

export const noticesContract = (store: () => Store): void => {
  const pageOf = (over: Partial<Parameters<NoticeStore['page']>[0]> = {}) =>
    store().notices.page({ userId: 'usr_1', isUnread: false, type: null, cursor: null, limit: 100, ...over });
  const idsOf = async (over: Partial<Parameters<NoticeStore['page']>[0]> = {}): Promise<string[]> =>
    (await pageOf(over)).items.map(({ id }) => id);

  it('stores what is new and leaves what was told already', async () => {
    const full = aNotice({ areaKeys: ['a', 'b'], toUserIds: ['usr_1'], byUserId: 'usr_2' });
    await store().notices.insert([full]);
    await store().notices.insert([{ ...full, id: 'ntc_2', path: '/elsewhere' }, aNotice({ id: 'ntc_3' })]);
    expect(await store().notices.get('ntc_1')).toEqual(full);
    expect(await store().notices.get('ntc_2')).toBeNull();
    expect((await store().notices.unrouted(10)).map(({ id }) => id)).toEqual(['ntc_1', 'ntc_3']);
  });

  it('knows what was routed for an area last', async () => {
    await store().notices.insert([
      aNotice(),
      aNotice({ id: 'ntc_2' }),
      aNotice({ id: 'ntc_3', areaKey: 'b' }),
    ]);
    await store().notices.markRouted(['ntc_1'], MORNING + 1);
    await store().notices.markRouted(['ntc_2'], MORNING + 5);
    expect(await store().notices.unrouted(10)).toEqual([aNotice({ id: 'ntc_3', areaKey: 'b' })]);
    expect(await store().notices.lastRouted(MORNING)).toEqual([
      { type: 'returned', areaKey: '07888.20200101', at: MORNING + 5 },
    ]);
    expect(await store().notices.lastRouted(MORNING + 6)).toEqual([]);
  });

  it('keeps a list for each person, newest first, read or not', async () => {
    await store().notices.insert([
      aNotice(),
      aNotice({ id: 'ntc_2', type: 'test' }),
      aNotice({ id: 'ntc_3' }),
    ]);
    await store().notices.putEntries([
      entry('ntc_1'),
      entry('ntc_2', { at: MORNING + 1 }),
      entry('ntc_3', { userId: 'usr_2' }),
    ]);
    expect(await idsOf()).toEqual(['ntc_2', 'ntc_1']);
    expect(await idsOf({ type: 'test' })).toEqual(['ntc_2']);
    expect(await store().notices.countUnread('usr_1')).toBe(2);
    await store().notices.markRead('usr_1', ['ntc_1', 'ntc_3'], MORNING + 9);
    expect((await pageOf()).items.map(({ readAt }) => readAt)).toEqual([null, MORNING + 9]);
    expect(await idsOf({ isUnread: true })).toEqual(['ntc_2']);
    expect(await store().notices.countUnread('usr_2')).toBe(1);
    await store().notices.putEntries([entry('ntc_1')]);
    await store().notices.markRead('usr_1', null, MORNING + 10);
    expect(await store().notices.countUnread('usr_1')).toBe(0);
    expect((await pageOf()).items.map(({ readAt }) => readAt)).toEqual([MORNING + 10, MORNING + 9]);
  });

  it('turns pages of a list without losing or repeating any', async () => {
    const ids = names('ntc', 25);
    await store().notices.insert(ids.map((id, index) => aNotice({ id, at: MORNING + (index % 3) })));
    await store().notices.putEntries(ids.map((id, index) => entry(id, { at: MORNING + (index % 3) })));
    const seen: string[] = [];
    for (let cursor: string | null = null, pages = 0; pages < 20; pages += 1) {
      const page = await pageOf({ cursor, limit: 4 });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
      if (cursor === null) break;
    }
    expect(seen).toHaveLength(25);
    expect(new Set(seen)).toEqual(new Set(ids));
    await expect(pageOf({ cursor: 'x' })).rejects.toMatchObject({ code: 'Store_BadCursor' });
  });

  it('gives what is due, a few of each way, and none of ways that are busy', async () => {
    await store().notices.insert([aNotice()]);
    await store().deliveries.insert([
      ...names('slow', 5).map((id) => aDelivery({ id })),
      aDelivery({ id: 'mail', lane: 'email', channel: 'email', nextAt: MORNING + 1 }),
      aDelivery({ id: 'later', lane: 'email', channel: 'email', nextAt: MORNING + 100 }),
      aDelivery({ id: 'done', state: 'sent' }),
    ]);
    const due = (over: Partial<Parameters<DeliveryStore['due']>[0]> = {}) =>
      store().deliveries.due({ now: MORNING + 1, busyLanes: [], perLane: 2, limit: 10, ...over });
    const [first, ...rest] = await due();
    expect(first).toEqual({ ...aDelivery({ id: names('slow', 5)[0] ?? '' }), notice: aNotice() });
    expect(rest.map(({ id }) => id)).toEqual([names('slow', 5)[1], 'mail']);
    expect((await due({ busyLanes: ['webhook:whk_1'] })).map(({ id }) => id)).toEqual(['mail']);
    expect(await due({ limit: 1 })).toHaveLength(1);
    expect(await store().deliveries.nextAt(['webhook:whk_1'])).toBe(MORNING + 1);
    expect(await store().deliveries.nextAt(['webhook:whk_1', 'email'])).toBeNull();
    await store().deliveries.put(
      aDelivery({ id: 'mail', lane: 'email', state: 'failed', fault: 'unreachable' }),
    );
    expect((await due()).map(({ id }) => id)).not.toContain('mail');
  });

  it('lists deliveries newest first, counts them, and gives them up or forgets them', async () => {
    await store().notices.insert([aNotice()]);
    await store().deliveries.insert([
      aDelivery({ id: 'a', createdAt: 1, dueAt: 1 }),
      aDelivery({ id: 'b', createdAt: 2, channel: 'email', lane: 'email', target: 'usr_1', userId: 'usr_1' }),
      aDelivery({ id: 'c', createdAt: 3 }),
      aDelivery({ id: 'd', createdAt: 4, state: 'sent', doneAt: 5 }),
    ]);
    const page = async (over = {}) =>
      (
        await store().deliveries.page({ channel: null, state: null, target: null, ...over }, null, 9)
      ).items.map(({ id }) => id);
    expect(await page()).toEqual(['d', 'c', 'b', 'a']);
    expect(await page({ channel: 'email' })).toEqual(['b']);
    expect(await page({ state: 'sent', target: 'whk_1' })).toEqual(['d']);
    expect(await store().deliveries.giveUp(MORNING, MORNING + 9)).toEqual([
      { lane: 'webhook:whk_1', target: 'whk_1' },
    ]);
    expect(await page({ state: 'failed' })).toEqual(['a']);
    await store().deliveries.forget('whk_1', MORNING + 9);
    expect(await page({ state: 'gone' })).toEqual(['c']);
    const counts = await store().deliveries.counts(4);
    expect(counts.sort((x, y) => (x.channel < y.channel ? -1 : 1))).toEqual([
      { channel: 'email', state: 'waiting', count: 1 },
      { channel: 'webhook', state: 'sent', count: 1 },
    ]);
  });

  it('takes old notices away with all that hangs on them, but none that still waits', async () => {
    const routed = { routedAt: MORNING };
    await store().notices.insert([
      aNotice({ id: 'ntc_1', ...routed }),
      aNotice({ id: 'ntc_2', ...routed }),
      aNotice({ id: 'ntc_3' }),
    ]);
    await store().notices.putEntries([entry('ntc_1'), entry('ntc_2')]);
    await store().deliveries.insert([
      aDelivery({ id: 'a', noticeId: 'ntc_1', state: 'sent' }),
      aDelivery({ id: 'b', noticeId: 'ntc_2' }),
    ]);
    await store().notices.prune(MORNING + 1);
    expect(await store().notices.get('ntc_1')).toBeNull();
    expect(await idsOf()).toEqual(['ntc_2']);
    expect(await store().notices.get('ntc_3')).not.toBeNull();
  });

  it('keeps what people chose, their browsers and the webhooks', async () => {
    const preference = {
      userId: 'usr_1',
      email: 'hoa@example.vn',
      quietFrom: '21:00',
      quietTo: '06:00',
      choices: { 'returned.email': false },
      updatedAt: MORNING,
    };
    await store().noticeSettings.putPreference({ ...preference, email: null });
    await store().noticeSettings.putPreference(preference);
    expect(await store().noticeSettings.preferences(['usr_1', 'usr_2'])).toEqual([preference]);

    await store().noticeSettings.putPushEndpoint(anEndpoint());
    const taken = anEndpoint({ id: 'psh_2', userId: 'usr_2' });
    await store().noticeSettings.putPushEndpoint(taken);
    expect(await store().noticeSettings.pushEndpoints(['usr_1', 'usr_2'])).toEqual([taken]);
    expect(await store().noticeSettings.pushEndpoint('psh_2')).toEqual(taken);
    await store().noticeSettings.removePushEndpoint('psh_2');
    expect(await store().noticeSettings.pushEndpoint('psh_2')).toBeNull();
  });

  it('keeps webhooks', async () => {
    const province = {
      key: '25.20200101',
      code: '25',
      name: 'Phú Thọ',
      nameKey: 'phu tho',
      level: 'province' as const,
    };
    await store().areas.put([
      { ...province, type: 'tỉnh', parentKey: null, validFrom: '2020-01-01', validTo: null },
    ]);
    await store().noticeSettings.putWebhook(aWebhook());
    const rotated = aWebhook({
      secret: 'new',
      previousSecret: 'sealed',
      rotatedAt: MORNING,
      disabledAt: MORNING,
    });
    await store().noticeSettings.putWebhook(rotated);
    expect(await store().noticeSettings.webhooks()).toEqual([rotated]);
    expect(await store().noticeSettings.webhook('whk_1')).toEqual(rotated);
    expect(await store().noticeSettings.webhook('whk_2')).toBeNull();
  });
};
