import { expect, it } from 'vitest';
import type { BulletinRow, BulletinStore } from '../../../controller/app/ports/store/bulletins.ts';
import type { Store } from '../../../controller/app/ports/store.ts';
import { aBulletin, aPlanItem, MORNING, names } from './sample-rows.ts';

const everything = { areaKeys: null, search: null, cursor: null, limit: 100 };
const idsOf = (page: { items: BulletinRow[] }): string[] => page.items.map((bulletin) => bulletin.id);

export const bulletinsContract = (store: () => Store): void => {
  it('replaces a bulletin of the same id and gives it back as it was put', async () => {
    const ready = aBulletin({
      approval: 'approved',
      audioState: 'failed',
      incomingFile: null,
      faultCode: 'Audio_Silent',
      faultVi: 'Tệp không có tiếng.',
      faultEn: 'The file is silent.',
      isDemo: true,
    });
    await store().bulletins.put(aBulletin());
    expect(await store().bulletins.get('bul_1')).toEqual(aBulletin());
    await store().bulletins.put(ready);
    expect(await store().bulletins.get('bul_1')).toEqual(ready);
    expect(await store().bulletins.get('bul_2')).toBeNull();
  });

  it('finds the bulletins of a list, and no others', async () => {
    for (const id of ['bul_1', 'bul_2', 'bul_3']) await store().bulletins.put(aBulletin({ id }));
    expect(await store().bulletins.many(['bul_3', 'bul_1', 'bul_9'])).toEqual([
      aBulletin(),
      aBulletin({ id: 'bul_3' }),
    ]);
    expect(await store().bulletins.many([])).toEqual([]);
  });

  it('lists the newest first, page by page, each exactly once although many are of one instant', async () => {
    const ids = names('bul', 25);
    for (const [index, id] of ids.entries()) {
      await store().bulletins.put(aBulletin({ id, createdAt: MORNING + Math.floor(index / 10) }));
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<BulletinStore['page']>> = await store().bulletins.page({
        ...everything,
        cursor,
        limit: 4,
      });
      expect(page.items.length).toBeLessThanOrEqual(4);
      seen.push(...idsOf(page));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual(ids.toReversed());
  });

  it('has no further page when the last one is exactly full', async () => {
    for (const id of names('bul', 4)) await store().bulletins.put(aBulletin({ id }));
    expect((await store().bulletins.page({ ...everything, limit: 4 })).next).toBeNull();
    expect((await store().bulletins.page({ ...everything, limit: 3 })).next).not.toBeNull();
  });

  it('searches titles without regard to tone marks, case or the form of Unicode', async () => {
    await store().bulletins.put(aBulletin({ id: 'bul_1', title: 'Lịch cắt ĐIỆN ngày mai' }));
    await store().bulletins.put(aBulletin({ id: 'bul_2', title: 'Phòng trừ rầy nâu'.normalize('NFD') }));
    const search = async (text: string) =>
      idsOf(await store().bulletins.page({ ...everything, search: text }));
    expect(await search('dien')).toEqual(['bul_1']);
    expect(await search('Cắt điện'.normalize('NFD'))).toEqual(['bul_1']);
    expect(await search('RẦY')).toEqual(['bul_2']);
    expect(await search('lũ')).toEqual([]);
    expect(await search('')).toEqual(['bul_2', 'bul_1']);
  });

  it.each(["'; drop table bulletins; --", "' or '1'='1", '%', '_', '100%', '\\', '%\\', 'a"b', '$1 ?'])(
    'searches for %j as plain text',
    async (text) => {
      await store().bulletins.put(aBulletin({ id: 'bul_1' }));
      await store().bulletins.put(aBulletin({ id: 'bul_2', title: `Thông báo ${text} hôm nay` }));
      expect(idsOf(await store().bulletins.page({ ...everything, search: text }))).toEqual(['bul_2']);
      expect(await store().bulletins.many(['bul_1', text])).toHaveLength(1);
    },
  );

  it('lists the bulletins of some areas only', async () => {
    await store().bulletins.put(aBulletin({ id: 'bul_1', areaKey: 'a' }));
    await store().bulletins.put(aBulletin({ id: 'bul_2', areaKey: 'b' }));
    await store().bulletins.put(aBulletin({ id: 'bul_3', areaKey: 'c' }));
    expect(idsOf(await store().bulletins.page({ ...everything, areaKeys: ['a', 'c'] }))).toEqual([
      'bul_3',
      'bul_1',
    ]);
    expect(idsOf(await store().bulletins.page({ ...everything, areaKeys: [] }))).toEqual([]);
  });

  it.each([
    '',
    'rubbish',
    Buffer.from('{"a":1}').toString('base64url'),
    Buffer.from('["x","y"]').toString('base64url'),
  ])('refuses the cursor %j', async (cursor) => {
    const page = store().bulletins.page({ ...everything, cursor });
    await expect(page).rejects.toMatchObject({ code: 'Store_BadCursor' });
  });

  it('lists the bulletins whose audio is in given states, oldest first', async () => {
    await store().bulletins.put(aBulletin({ id: 'bul_1', audioState: 'processing', createdAt: 2 }));
    await store().bulletins.put(aBulletin({ id: 'bul_2', audioState: 'ready', createdAt: 1 }));
    await store().bulletins.put(aBulletin({ id: 'bul_3', audioState: 'queued', createdAt: 1 }));
    const waiting = await store().bulletins.withAudioState(['queued', 'processing']);
    expect(waiting.map((bulletin) => bulletin.id)).toEqual(['bul_3', 'bul_1']);
  });

  it('keeps assets by their hash', async () => {
    const asset = {
      sha256: 'a'.repeat(64),
      sizeBytes: 2_400_000,
      durationMs: 300_000,
      loudnessLufs: -16.02,
      truePeakDbtp: -1.25,
      peaks: [0, 0.5, 1],
      createdAt: MORNING,
    };
    await store().assets.put(asset);
    await store().assets.put({ ...asset, createdAt: MORNING + 1 });
    expect(await store().assets.get(asset.sha256)).toEqual({ ...asset, createdAt: MORNING + 1 });
    expect(await store().assets.get('b'.repeat(64))).toBeNull();
    expect(await store().assets.many([asset.sha256, 'b'.repeat(64)])).toHaveLength(1);
  });

  it('serves only assets that an approved bulletin or a plan item names', async () => {
    const [draft, approved, planned] = ['d'.repeat(64), 'a'.repeat(64), 'p'.repeat(64)];
    await store().bulletins.put(aBulletin({ id: 'bul_1', sha256: draft }));
    await store().bulletins.put(aBulletin({ id: 'bul_2', sha256: approved, approval: 'approved' }));
    await store().plan.replace('area', [aPlanItem({ areaKey: 'area', sha256: planned })], 0);
    expect(await store().assets.isServable(draft)).toBe(false);
    expect(await store().assets.isServable(approved)).toBe(true);
    expect(await store().assets.isServable(planned)).toBe(true);
    await store().bulletins.put(aBulletin({ id: 'bul_2', sha256: approved, approval: 'withdrawn' }));
    expect(await store().assets.isServable(approved)).toBe(false);
  });

  it('knows whose bulletins have an audio, approved or not', async () => {
    const sha256 = 'd'.repeat(64);
    await store().bulletins.put(aBulletin({ id: 'bul_1', areaKey: 'one', sha256 }));
    await store().bulletins.put(aBulletin({ id: 'bul_2', areaKey: 'two', sha256, approval: 'withdrawn' }));
    await store().bulletins.put(aBulletin({ id: 'bul_3', areaKey: 'two', sha256 }));
    expect(await store().assets.areasOf(sha256)).toEqual(['one', 'two']);
    expect(await store().assets.areasOf('e'.repeat(64))).toEqual([]);
  });

  it('lists the bulletins of one approval, and counts what waits for it', async () => {
    await store().bulletins.put(aBulletin({ id: 'bul_1', approval: 'submitted', areaKey: 'a' }));
    await store().bulletins.put(aBulletin({ id: 'bul_2', approval: 'returned', areaKey: 'a' }));
    await store().bulletins.put(aBulletin({ id: 'bul_3', approval: 'submitted', areaKey: 'b' }));
    const submitted = await store().bulletins.page({ ...everything, approvals: ['submitted'] });
    expect(idsOf(submitted)).toEqual(['bul_3', 'bul_1']);
    expect(await store().bulletins.countSubmitted(null)).toBe(2);
    expect(await store().bulletins.countSubmitted(['b', 'c'])).toBe(1);
    expect(await store().bulletins.countSubmitted([])).toBe(0);
  });

  it('keeps the steps of bulletins in order, each revision once', async () => {
    const step = { bulletinId: 'bul_1', at: MORNING, by: 'lan', reason: null, isSolo: false } as const;
    const returned = { ...step, revision: 2, step: 'return', reason: 'Nghe không rõ', isSolo: true } as const;
    await store().approvals.add(returned);
    await store().approvals.add({ ...step, revision: 1, step: 'submit' });
    await store().approvals.add({ ...step, bulletinId: 'bul_2', revision: 1, step: 'submit' });
    expect(await store().approvals.of(['bul_1'])).toEqual([
      { ...step, revision: 1, step: 'submit' },
      returned,
    ]);
    expect(await store().approvals.of([])).toEqual([]);
    await expect(store().approvals.add({ ...step, revision: 2, step: 'approve' })).rejects.toThrow();
  });

  it('remembers the last word about communes with one person', async () => {
    const first = { areaKey: 'a', isOn: true, reason: 'Một người', decidedBy: 'admin', decidedAt: MORNING };
    await store().approvals.putSolo(first);
    await store().approvals.putSolo({ ...first, isOn: false, decidedAt: MORNING + 1 });
    expect(await store().approvals.solo()).toEqual([{ ...first, isOn: false, decidedAt: MORNING + 1 }]);
  });

  it('notes a missed cut-off once', async () => {
    const miss = { sessionId: 'ses_1', recurrenceAt: MORNING, bulletinId: 'bul_1', foundAt: MORNING };
    const later = { ...miss, recurrenceAt: MORNING + 1 };
    expect(await store().approvals.noteMisses([miss])).toEqual([miss]);
    expect(await store().approvals.noteMisses([{ ...miss, foundAt: MORNING + 5 }, later])).toEqual([later]);
    expect(await store().approvals.noteMisses([])).toEqual([]);
  });
};
