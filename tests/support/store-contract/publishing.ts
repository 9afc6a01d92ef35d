import { expect, it } from 'vitest';
import type { DocumentRow } from '../../../controller/app/ports/store/documents.ts';
import type { Store } from '../../../controller/app/ports/store.ts';
import { aSession, MORNING } from './sample-rows.ts';

const aDocument = (over: Partial<DocumentRow> = {}): DocumentRow => ({
  topic: 'tt/v1/areas/07888.20200101/program',
  jws: 'eyJhbGciOiJFZERTQSJ9.e30.c2ln',
  version: MORNING,
  issuedAt: MORNING,
  expiresAt: MORNING + 9 * 86_400_000,
  published: false,
  ...over,
});

export const publishingContract = (store: () => Store): void => {
  it('gives a session back as it was put, and replaces it', async () => {
    const plain = aSession({ rrule: null, exception: null, standing: [], isDemo: false });
    await store().sessions.put(aSession());
    expect(await store().sessions.get('ses_1')).toEqual(aSession());
    await store().sessions.put(plain);
    expect(await store().sessions.get('ses_1')).toEqual(plain);
    expect(await store().sessions.get('ses_2')).toBeNull();
  });

  it('lists the sessions that have not ended', async () => {
    await store().sessions.put(aSession({ id: 'ses_1' }));
    await store().sessions.put(aSession({ id: 'ses_2', endedAt: MORNING }));
    expect(await store().sessions.active()).toEqual([aSession({ id: 'ses_1' })]);
  });

  it('keeps one running order per session and date, both ends of a span included', async () => {
    const order = { sessionId: 'ses_1', date: '2022-10-21', bulletinIds: ['bul_2', 'bul_1'], updatedAt: 1 };
    await store().sessions.put(aSession());
    await store().sessions.put(aSession({ id: 'ses_2' }));
    await store().sessions.putRunningOrder(order);
    await store().sessions.putRunningOrder({ ...order, bulletinIds: [], updatedAt: 2 });
    await store().sessions.putRunningOrder({ ...order, date: '2022-10-22' });
    await store().sessions.putRunningOrder({ ...order, sessionId: 'ses_2' });
    const span = { fromDate: '2022-10-21', toDate: '2022-10-22' };
    expect(await store().sessions.runningOrders({ ...span, sessionIds: ['ses_1'] })).toEqual([
      { ...order, bulletinIds: [], updatedAt: 2 },
      { ...order, date: '2022-10-22' },
    ]);
    expect(await store().sessions.runningOrders({ ...span, sessionIds: null })).toHaveLength(3);
    expect(
      await store().sessions.runningOrders({
        sessionIds: null,
        fromDate: '2022-10-22',
        toDate: '2022-10-30',
      }),
    ).toHaveLength(1);
    expect(await store().sessions.runningOrders({ ...span, sessionIds: [] })).toEqual([]);
  });

  it('replaces the rules of one area, in their order', async () => {
    const rule = { areaKey: 'a', weekdays: [1, 2, 3], from: '05:00', to: '21:00', maxVolume: 80 };
    const evening = { ...rule, weekdays: [7], from: '00:00', to: '01:00', maxVolume: null };
    await store().policies.replace('a', [rule, evening]);
    await store().policies.replace('b', [{ ...rule, areaKey: 'b' }]);
    await store().policies.replace('a', [evening, rule]);
    expect(await store().policies.all()).toEqual([evening, rule, { ...rule, areaKey: 'b' }]);
    await store().policies.replace('a', []);
    expect(await store().policies.all()).toEqual([{ ...rule, areaKey: 'b' }]);
  });

  it('keeps the exact bytes of documents, unpublished until the broker took that version', async () => {
    await store().documents.put([aDocument({ published: true }), aDocument({ topic: 'tt/v1/keys' })]);
    expect(await store().documents.get('tt/v1/keys')).toEqual(aDocument({ topic: 'tt/v1/keys' }));
    expect(await store().documents.get('tt/v1/other')).toBeNull();
    await store().documents.markPublished([
      { topic: aDocument().topic, version: MORNING },
      { topic: 'tt/v1/keys', version: MORNING - 1 },
    ]);
    expect(await store().documents.all()).toEqual([
      aDocument({ published: true }),
      aDocument({ topic: 'tt/v1/keys' }),
    ]);
  });

  it('counts a newer version as unpublished while an older one is being marked', async () => {
    await store().documents.put([aDocument()]);
    const newer = aDocument({ version: MORNING + 1, jws: 'newer' });
    await store().documents.put([newer]);
    await store().documents.markPublished([{ topic: newer.topic, version: MORNING }]);
    expect(await store().documents.get(newer.topic)).toEqual(newer);
  });

  it('keeps settings by name', async () => {
    expect(await store().settings.get('signing-key')).toBeNull();
    await store().settings.put('signing-key', '{"kty":"OKP"}');
    await store().settings.put('signing-key', 'khóa mới');
    expect(await store().settings.get('signing-key')).toBe('khóa mới');
  });

  it('stores text that not every database can hold, with a mark where it could not', async () => {
    await store().settings.put('rubbish', 'a\0b\ud800c');
    expect(await store().settings.get('rubbish')).toBe('a\ufffdb\ufffdc');
    await store().settings.put('emoji', '📢 \\u0000 "quoted"');
    expect(await store().settings.get('emoji')).toBe('📢 \\u0000 "quoted"');
  });
};
