import { beforeEach, describe, expect, it } from 'vitest';
import { topics } from '#protocol';
import type { Store } from '../../../../../controller/app/ports/store.ts';
import {
  type AnnouncingField,
  caoXa,
  emergency,
  minute,
  noon,
  province,
  stopOf,
  useAnnouncing,
} from './announcing-fixture.ts';

const current = useAnnouncing();
let field: AnnouncingField;
beforeEach(() => {
  field = current();
});

const day = 24 * 60 * minute;

describe('after a restart', () => {
  it('the broker is given what the database says, and a stop still holds', async () => {
    const stop = await field.announce(stopOf({ areaKey: province.key }));
    const jws = field.link.retained.get(topics.announcements(province.key));
    await field.restart();
    expect(field.link.retained.get(topics.announcements(province.key))).toBe(jws);
    expect(await field.refused(emergency())).toEqual([409, 'Announcement_Stopped']);
    await field.end(stop.id);
    expect(await field.refused(emergency())).toBeNull();
  });

  it('what was committed just before the end of the process is published', async () => {
    field.link.beforePublish = () => Promise.reject(new Error('killed'));
    const row = await field.announce(emergency());
    await field.restart();
    expect(await field.listed(caoXa.key)).toEqual([row.id]);
  });

  it('a document that says something else than the database is issued anew', async () => {
    const row = await field.announce(stopOf());
    await field.announcing.publisher.stop();
    // As another copy of the database, restored, would have it: the stop was lifted.
    await field.store.announcements.put([{ ...row, endedAt: noon, endedBy: 'admin' }]);
    field.clock.set(noon + minute);
    await field.restart();
    expect((await field.document(caoXa.key)).announcements).toEqual([]);
  });

  it('what ran out meanwhile is over', async () => {
    const row = await field.announce(emergency());
    field.clock.set(noon + 3 * day);
    await field.restart();
    expect((await field.store.announcements.many([row.id]))[0]).toMatchObject({
      endedAt: noon + 10 * minute,
    });
    expect(await field.listed(caoXa.key)).toEqual([]);
  });
});

describe('an announcement that could not be entered in the plan', () => {
  const planned = async () =>
    (await field.store.plan.between({ areaKeys: [caoXa.key], from: noon, to: noon + day })).map(
      ({ itemId, endAt }) => [itemId, endAt],
    );
  let whole: Store;
  beforeEach(() => {
    whole = { ...field.store };
    const insert = () => Promise.reject(new Error('no space left on device'));
    Object.assign(field.store, {
      transaction: (work: (tx: Store) => Promise<unknown>) =>
        whole.transaction((tx) => work({ ...tx, plan: { ...tx.plan, insert } })),
    });
  });

  it('is on its way all the same, and entered soon after', async () => {
    const row = await field.announce(emergency());
    expect(await field.listed(caoXa.key)).toEqual([row.id]);
    expect(await planned()).toEqual([]);
    Object.assign(field.store, whole);
    await field.jump(10_000);
    expect(await planned()).toEqual([[row.id, row.endAt]]);
  });

  it('is entered as it ended, if it has ended meanwhile', async () => {
    const row = await field.announce(emergency());
    Object.assign(field.store, whole);
    field.clock.set(noon + 5_000);
    await field.end(row.id);
    await field.jump(10_000);
    expect(await planned()).toEqual([[row.id, noon + 5_000]]);
  });

  it('is entered when the process begins again', async () => {
    const row = await field.announce(emergency());
    Object.assign(field.store, whole);
    await field.restart();
    expect(await planned()).toEqual([[row.id, row.endAt]]);
  });
});
