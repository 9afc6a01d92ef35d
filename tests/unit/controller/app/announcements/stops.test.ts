import { beforeEach, describe, expect, it } from 'vitest';
import {
  type AnnouncingField,
  caoXa,
  district,
  emergency,
  minute,
  noon,
  province,
  stopOf,
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

describe('a stop', () => {
  it('holds until it is lifted, and its document is renewed for ever', async () => {
    const row = await field.announce(stopOf());
    const { expiresAt } = await field.document(caoXa.key);
    await field.jump(9 * day);
    await field.jump(6 * day);
    const renewed = await field.document(caoXa.key);
    expect(renewed.announcements).toEqual([
      { kind: 'stop', id: row.id, title: 'Dừng tất cả loa', startAt: noon, targetSet: 'all' },
    ]);
    expect(renewed.expiresAt).toBeGreaterThan(expiresAt + 14 * day);
    await field.end(row.id);
    expect((await field.document(caoXa.key)).announcements).toMatchObject([
      { kind: 'stop', endAt: field.clock.now() },
    ]);
    expect(await planned()).toEqual([]);
  });

  it('that is in force already is not begun a second time', async () => {
    const first = await field.announce(stopOf());
    expect((await field.announce(stopOf())).id).toBe(first.id);
    expect((await field.announce(stopOf({ areaKey: tuXa.key }))).id).not.toBe(first.id);
  });

  it.each([
    ['the same commune', stopOf()],
    ['the province above', stopOf({ areaKey: province.key })],
    ['a cluster within', stopOf({ clusterId: '2' })],
  ])('over %s keeps an emergency from starting unless it is lifted by name', async (_, stop) => {
    const { id } = await field.announce(stop);
    expect(await field.announcing.announcements.announce(emergency(), { username: 'admin' })).toMatchObject({
      ok: false,
      status: 409,
      fault: { code: 'Announcement_Stopped' },
      stopIds: [id],
    });
    const started = await field.announce(emergency({ liftStopIds: [id, 'ann_unknown'] }));
    expect(field.announcing.live.inForce().map(({ row }) => row.id)).toEqual([started.id]);
    expect((await field.store.announcements.many([id]))[0]).toMatchObject({
      endedAt: noon,
      endedBy: 'admin',
    });
  });

  it('elsewhere is no hindrance', async () => {
    await field.announce(stopOf({ areaKey: tuXa.key }));
    expect(await field.refused(emergency())).toBeNull();
  });

  it('that is not named with the others keeps all in force', async () => {
    const first = await field.announce(stopOf());
    const second = await field.announce(stopOf({ areaKey: district.key }));
    expect(await field.refused(emergency({ liftStopIds: [first.id] }))).toEqual([
      409,
      'Announcement_Stopped',
    ]);
    expect(field.announcing.live.inForce()).toHaveLength(2);
    await field.announce(emergency({ liftStopIds: [first.id, second.id] }));
    expect(field.announcing.live.inForce()).toHaveLength(1);
  });

  it('is not lifted for a test or an exercise', async () => {
    await field.announce(stopOf());
    expect(await field.refused({ kind: 'test', targets: [{ areaKey: caoXa.key }] })).toEqual([
      409,
      'Announcement_Stopped',
    ]);
  });
});
