import { beforeEach, describe, expect, it } from 'vitest';
import {
  aNoticeOf,
  caoXa,
  createNoticesField,
  district,
  type NoticesField,
  noon,
  province,
  tuXa,
} from './notices-fixture.ts';

const minute = 60_000;
let field: NoticesField;
beforeEach(async () => {
  field = await createNoticesField();
  await field.addPerson('usr_approver', [{ role: 'approver', areaKey: caoXa.key }]);
  await field.addPerson('usr_editor', [{ role: 'editor', areaKey: caoXa.key }]);
  await field.addPerson('usr_technician', [{ role: 'technician', areaKey: province.key }]);
});

const titlesOf = async (userId: string): Promise<string[]> =>
  (await field.listOf(userId)).map(({ title }) => title.vi);
const incident = (n: number, areaKey = caoXa.key) =>
  aNoticeOf({
    type: 'incident-opened',
    areaKey,
    subjectId: `inc_${n}`,
    title: { vi: `Bộ thu ${n} mất kết nối`, en: `Receiver ${n}` },
  });

describe('telling people', () => {
  it('puts a notice into the lists of whom it concerns, and tells their pages', async () => {
    await field.notifier.notify(aNoticeOf());
    await field.clock.advance(1_000);
    expect(await titlesOf('usr_approver')).toEqual(['Bản tin chờ duyệt']);
    expect(await titlesOf('usr_editor')).toEqual([]);
    expect(field.events.of('notices')).toEqual([{ type: 'notices', userIds: ['usr_approver'] }]);
    expect(await field.notices.unread('usr_approver')).toBe(1);
    await field.notices.markRead('usr_approver', null);
    expect(await field.notices.unread('usr_approver')).toBe(0);
  });

  it('tells the same thing once, also after a restart', async () => {
    for (let n = 0; n < 3; n += 1) await field.notifier.notify(aNoticeOf());
    await field.clock.advance(1_000);
    await field.restart();
    await field.notifier.notify(aNoticeOf());
    await field.notifier.notify(aNoticeOf({ at: noon + 1 }));
    await field.clock.advance(1_000);
    expect(await field.listOf('usr_approver')).toHaveLength(2);
  });

  it('shares the fate of the transaction that it is written in', async () => {
    const failing = field.store.transaction(async (tx) => {
      await field.notifier.notify(aNoticeOf(), tx);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await field.store.transaction((tx) => field.notifier.notify(aNoticeOf({ subjectId: 'bul_2' }), tx));
    await field.clock.advance(1_000);
    expect((await field.listOf('usr_approver')).map(({ subjectId }) => subjectId)).toEqual(['bul_2']);
  });

  it('tells after a restart what was stored and not told', async () => {
    await field.notices.stop();
    await field.notifier.notify(aNoticeOf());
    expect(await titlesOf('usr_approver')).toEqual([]);
    await field.restart();
    expect(await titlesOf('usr_approver')).toEqual(['Bản tin chờ duyệt']);
  });

  it('tells nobody whose account is disabled', async () => {
    const approver = await field.store.users.byId('usr_approver');
    if (approver) await field.store.users.put({ ...approver, disabledAt: noon });
    await field.notifier.notify(aNoticeOf());
    await field.clock.advance(1_000);
    expect(await titlesOf('usr_approver')).toEqual([]);
  });

  it('makes two hundred incidents of an area one notice, and later ones another', async () => {
    await field.store.transaction((tx) =>
      field.notifier.notifyAll(
        Array.from({ length: 200 }, (_, n) => incident(n)),
        tx,
      ),
    );
    await field.clock.advance(30_000);
    expect(await titlesOf('usr_technician')).toEqual([]);
    await field.clock.advance(31_000);
    expect(await titlesOf('usr_technician')).toEqual(['200 sự cố mới ở xã Cao Xá']);
    await field.notifier.notify(incident(201));
    await field.clock.advance(10 * minute);
    expect(await field.listOf('usr_technician')).toHaveLength(1);
    await field.clock.advance(6 * minute);
    expect(await titlesOf('usr_technician')).toContain('Bộ thu 201 mất kết nối');
    expect(await field.store.notices.unrouted(10)).toEqual([]);
  });

  it('tells somebody of many areas once, in the area that holds them', async () => {
    const communes = Array.from({ length: 7 }, (_, n) => ({
      ...tuXa,
      key: `0800${n}.20200101`,
      code: `0800${n}`,
      name: `Xã ${n}`,
    }));
    await field.directory.addAreas(communes);
    await field.addPerson('usr_there', [{ role: 'technician', areaKey: communes[0]?.key ?? '' }]);
    await field.store.transaction((tx) =>
      field.notifier.notifyAll(
        communes.flatMap(({ key }, n) => [incident(n * 2, key), incident(n * 2 + 1, key)]),
        tx,
      ),
    );
    await field.clock.advance(61_000);
    expect(await titlesOf('usr_technician')).toEqual([`12 sự cố mới ở ${district.type} ${district.name}`]);
    expect((await titlesOf('usr_there')).sort()).toEqual(['Bộ thu 0 mất kết nối', 'Bộ thu 1 mất kết nối']);
  });

  it('forgets after ninety days what has been told', async () => {
    await field.notifier.notify(aNoticeOf());
    await field.clock.advance(1_000);
    await field.leap(91 * 24 * 60 * minute);
    expect(await field.listOf('usr_approver')).toEqual([]);
  });
});
