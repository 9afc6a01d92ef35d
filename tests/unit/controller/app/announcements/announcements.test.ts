import { beforeEach, describe, expect, it } from 'vitest';
import { topics } from '#protocol';
import { waitUntil } from '../../../../support/wait-until.ts';
import {
  type AnnouncingField,
  caoXa,
  district,
  emergency,
  minute,
  noon,
  province,
  tuXa,
  useAnnouncing,
} from './announcing-fixture.ts';

const current = useAnnouncing();
let field: AnnouncingField;
beforeEach(() => {
  field = current();
});

const day = 24 * 60 * minute;
const planned = () => field.store.plan.between({ areaKeys: null, from: noon - day, to: noon + 2 * day });

describe('an emergency', () => {
  it('is in its commune’s document at once, signed, with its end and its audio', async () => {
    const row = await field.announce(emergency({ reason: 'Nước lên nhanh' }));
    expect(row).toMatchObject({
      kind: 'emergency',
      title: 'Cảnh báo lũ sông Thao',
      areaKey: caoXa.key,
      volume: 100,
      repeat: true,
      startAt: noon,
      endAt: noon + 10 * minute,
      startedBy: 'admin',
      reason: 'Nước lên nhanh',
      endedAt: null,
    });
    const document = await field.document(caoXa.key);
    expect(document.announcements).toEqual([
      {
        kind: 'emergency',
        id: row.id,
        title: 'Cảnh báo lũ sông Thao',
        startAt: noon,
        endAt: noon + 10 * minute,
        targetSet: 'all',
        volume: 100,
        repeat: true,
        source: { kind: 'asset', sha256: 'f'.repeat(64) },
      },
    ]);
    expect(document.targetSets).toEqual({ all: { all: true } });
    expect(Object.keys(document.assets)).toEqual(['f'.repeat(64)]);
    expect(row.versions).toEqual({ [caoXa.key]: document.version });
    expect(await field.listed(tuXa.key)).toEqual([]);
    expect(await field.listed(district.key)).toEqual([]);
  });

  it('of the whole province is one document of the province, and one item in every commune', async () => {
    const before = field.link.published.length;
    const row = await field.announce(emergency({ targets: [{ areaKey: province.key }] }));
    const topicsSent = field.link.published.slice(before).map(({ topic }) => topic);
    expect(topicsSent).toEqual([topics.announcements(province.key)]);
    expect(await planned()).toEqual(
      [caoXa, tuXa].map(({ key }) =>
        expect.objectContaining({
          itemId: row.id,
          areaKey: key,
          sessionId: null,
          class: 'emergency',
          clusterIds: null,
          programVersion: row.versions[province.key],
        }),
      ),
    );
  });

  it('for single clusters stands in their commune’s document, once, and means nobody else', async () => {
    const row = await field.announce(
      emergency({ targets: [{ clusterId: '1' }, { areaKey: tuXa.key }, { clusterId: '3' }] }),
    );
    expect(row.areaKey).toBe(district.key);
    // Cluster 3 lies in Tứ Xã, which is meant as a whole.
    expect(row.targets).toEqual([{ clusterId: '1' }, { areaKey: tuXa.key }]);
    const { targetSets, announcements } = await field.document(caoXa.key);
    expect(targetSets[announcements[0]?.targetSet ?? '']).toEqual({ clusterIds: ['1'], zoneKeys: [] });
    expect((await planned()).map(({ areaKey, clusterIds }) => [areaKey, clusterIds])).toEqual([
      [caoXa.key, ['1']],
      [tuXa.key, null],
    ]);
  });

  it('ends by itself without repetition when its audio is over', async () => {
    const once = await field.announce(emergency({ repeat: false }));
    expect(once.endAt).toBe(noon + 5 * minute);
    const shorter = await field.announce(emergency({ repeat: false, durationMs: minute }));
    expect(shorter.endAt).toBe(noon + minute);
  });

  it('is committed before it leaves, and leaves past programs that wait', async () => {
    let committed: unknown = null;
    let stuck = 0;
    field.link.beforePublish = async (topic) => {
      // Another step of the store waits for the transaction to end, if it had not.
      if (topic.endsWith('/announcements')) committed = await field.store.documents.get(topic);
      else {
        stuck += 1;
        await new Promise(() => undefined);
      }
    };
    void field.announcing.publisher.publishAreas('all');
    await waitUntil('programs that nobody takes', () => stuck > 0);
    await field.announce(emergency());
    await waitUntil(
      'the document to leave',
      () => field.link.published.at(-1)?.topic === topics.announcements(caoXa.key),
    );
    expect(committed).toMatchObject({ topic: topics.announcements(caoXa.key) });
    expect(await field.listed(caoXa.key)).toHaveLength(1);
  });

  it('leaves nothing behind when it cannot be stored, and the next one is not held up', async () => {
    const before = await field.document(caoXa.key);
    const full = new Error('disk full');
    const { announcements } = field.announcing.publisher;
    const attempt = announcements.inTurn((issue) =>
      issue({
        areaKeys: [caoXa.key],
        contentOf: () => ({ targetSets: {}, announcements: [], assets: {} }),
        write: () => Promise.reject(full),
        committed: () => field.link.setUp(false),
      }),
    );
    await expect(attempt).rejects.toThrow('disk full');
    expect(await field.document(caoXa.key)).toEqual(before);
    await field.announce(emergency());
    expect(await field.listed(caoXa.key)).toHaveLength(1);
  });

  it.each([
    ['a bulletin that is not there', { bulletinId: 'bul_none' }, 'Announcement_BulletinUnknown'],
    ['a bulletin that was withdrawn', { bulletinId: 'bul_withdrawn' }, 'Announcement_BulletinNotApproved'],
    ['a bulletin without audio yet', { bulletinId: 'bul_raw' }, 'Announcement_BulletinNotReady'],
    ['an area that is not there', { targets: [{ areaKey: '99.20200101' }] }, 'Announcement_TargetUnknown'],
    ['a cluster that is not there', { targets: [{ clusterId: 'clu_none' }] }, 'Announcement_TargetUnknown'],
  ])('is refused with %s', async (_, change, code) => {
    const flood = await field.store.bulletins.get('bul_flood');
    if (!flood) throw new Error('no bulletin');
    await field.store.bulletins.put({ ...flood, id: 'bul_withdrawn', approval: 'withdrawn' });
    await field.store.bulletins.put({ ...flood, id: 'bul_raw', audioState: 'processing', sha256: null });
    expect(await field.refused(emergency(change))).toEqual([422, code]);
    expect(await field.listed(caoXa.key)).toEqual([]);
  });
});

describe('the end of an announcement', () => {
  it('stands in the document for a day, so that displaced items know when they may go on', async () => {
    const row = await field.announce(emergency());
    await field.clock.advance(2 * minute);
    const over = await field.end(row.id);
    expect(over).toMatchObject({ endedAt: noon + 2 * minute, endedBy: 'admin', endAt: noon + 10 * minute });
    expect((await field.document(caoXa.key)).announcements).toMatchObject([{ endAt: noon + 2 * minute }]);
    await field.jump(day);
    expect(await field.listed(caoXa.key)).toEqual([]);
  });

  it('comes by itself, without a new document', async () => {
    const row = await field.announce(emergency());
    const { version } = await field.document(caoXa.key);
    await field.clock.advance(11 * minute);
    expect((await field.store.announcements.many([row.id]))[0]).toMatchObject({
      endedAt: noon + 10 * minute,
      endedBy: null,
    });
    expect((await field.document(caoXa.key)).version).toBe(version);
    expect(field.announcing.live.inForce()).toEqual([]);
  });

  it('twice is no fault, and the first one counts', async () => {
    const row = await field.announce(emergency());
    const first = await field.end(row.id);
    await field.clock.advance(minute);
    expect(await field.end(row.id)).toEqual(first);
    await field.jump(2 * day);
    expect(await field.end(row.id)).toEqual(first);
  });

  it('before its start takes an exercise back altogether', async () => {
    const row = await field.announce({
      kind: 'exercise',
      bulletinId: 'bul_flood',
      targets: [{ areaKey: caoXa.key }],
    });
    await field.end(row.id);
    expect(await field.listed(caoXa.key)).toEqual([]);
    expect((await planned())[0]).toMatchObject({ itemId: row.id, cancelledAt: noon });
  });
});
