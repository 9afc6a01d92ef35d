import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planPlace, rank } from '#protocol';
import type { Publisher } from '../../../../../controller/app/documents/publisher.ts';
import {
  createPriorityOrders,
  type PriorityOrders,
} from '../../../../../controller/app/sessions/priority-orders.ts';
import { createRuleCache } from '../../../../../controller/domain/recurrence.ts';
import { localDateOf } from '../../../../../controller/domain/vietnam-date.ts';
import {
  communes,
  createPublishingWorld,
  minuteMs,
  type PublishingWorld,
  province,
  putBulletin,
  testSession,
} from '../../../../support/publishing-world.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { accepted, admin, refusal } from './sessions-fixture.ts';

const [caoXa, vinhLai] = communes;
const date = '2026-11-24';
let world: PublishingWorld;
let publisher: Publisher;
let orders: PriorityOrders;
let published: (readonly string[] | 'all')[];
/** Settles when the programs that follow from the last change are with the broker. */
let issuing: Promise<void>;
beforeEach(async () => {
  world = await createPublishingWorld();
  const { store } = world;
  await putBulletin(store, 'bul_b', 'b', 10);
  const evening = { startsLocal: '2026-11-01T17:00:00', class: 'priority' } as const;
  // A long one keeps the loudspeaker while the other two wait.
  await store.sessions.put(testSession({ ...evening, id: 'ses_long' }));
  await store.sessions.put(
    testSession({ ...evening, id: 'ses_province', startsLocal: '2026-11-01T17:02:00' }),
  );
  await store.sessions.put(
    testSession({
      ...evening,
      id: 'ses_commune',
      areaKey: caoXa,
      targets: [{ areaKey: caoXa }],
      startsLocal: '2026-11-01T17:03:00',
    }),
  );
  await world.place([date], ['bul_a'], 'ses_long');
  await world.place([date], ['bul_b'], 'ses_province');
  await world.place([date], ['bul_b'], 'ses_commune');
  await world.place([date], ['bul_a']);
  publisher = await world.createPublisher();
  await publisher.start();
  published = [];
  issuing = Promise.resolve();
  orders = createPriorityOrders({
    store,
    publisher: {
      publishAreas: (areaKeys) => {
        published.push(areaKeys);
        issuing = publisher.publishAreas(areaKeys);
        return issuing;
      },
    },
    places: { areas: () => world.areas, clusters: () => world.clusters },
    parse: createRuleCache(),
    clock: world.clock,
    events: { emit: (event) => world.events.push(event), listen: () => () => undefined },
    log: silentLog,
  });
});
afterEach(async () => {
  await publisher.stop();
  await world.store.close();
});

const idOf = async (sessionId: string): Promise<string> =>
  (await world.program(caoXa)).items.find((item) => item.sessionId === sessionId)?.id ?? '';
/** Priority sessions in the order in which a receiver of the commune lets them sound that evening. */
const heard = async (areaKey: string) => {
  const plan = planPlace({
    place: { clusterId: 'clu_1', zoneKey: null },
    areas: [{ program: await world.program(areaKey), policy: null, announcements: null }],
    ancestors: [],
  });
  return plan.segments.flatMap(({ candidate, startAt }) =>
    localDateOf(startAt) === date && candidate.rank === rank.priority ? candidate.id.split('.')[0] : [],
  );
};

describe('the order of priority items', () => {
  it('is by start until the commune decides otherwise', async () => {
    const { items, decided } = accepted(await orders.read(caoXa, date));
    expect(items.map(({ session }) => session.id)).toEqual(['ses_long', 'ses_province', 'ses_commune']);
    expect(decided).toBeNull();
    expect(await heard(caoXa)).toEqual(['ses_long', 'ses_province', 'ses_commune']);
  });

  it('is what the commune decided, there alone, and published at once', async () => {
    world.events.length = 0;
    const before = (await world.program(vinhLai)).version;
    const own = await idOf('ses_commune');
    const set = accepted(await orders.set(caoXa, date, [own], admin));
    expect(set.items.map(({ session }) => session.id)).toEqual(['ses_commune', 'ses_long', 'ses_province']);
    expect(set.decided).toEqual({
      areaKey: caoXa,
      date,
      itemIds: [own],
      updatedBy: 'admin',
      updatedAt: world.clock.now(),
    });
    await issuing;
    expect(published).toEqual([[caoXa]]);
    expect(world.events).toContainEqual({ type: 'schedule', areaKeys: [caoXa] });
    expect(await heard(caoXa)).toEqual(['ses_long', 'ses_commune']);
    expect(await heard(vinhLai)).toEqual(['ses_long', 'ses_province']);
    expect((await world.program(vinhLai)).version).toBe(before);
  });

  it('is the default again with an empty list, and holds for its date alone', async () => {
    await world.place(['2026-11-25'], ['bul_b'], 'ses_commune');
    accepted(await orders.set(caoXa, date, [await idOf('ses_commune')], admin));
    await issuing;
    const orderOn = async (day: string) =>
      (await world.program(caoXa)).items.find(
        (item) => item.sessionId === 'ses_commune' && item.id.includes(day),
      )?.order;
    expect(await orderOn('20261124')).toBe(-1);
    expect(await orderOn('20261125')).toBeGreaterThan(0);
    accepted(await orders.set(caoXa, date, [], admin));
    await issuing;
    expect(await heard(caoXa)).toEqual(['ses_long', 'ses_province', 'ses_commune']);
  });

  it('takes dates past the horizon', async () => {
    await world.place(['2027-03-01'], ['bul_b'], 'ses_commune');
    const { items } = accepted(await orders.read(caoXa, '2027-03-01'));
    const ids = items.map(({ item }) => item.id);
    expect(ids).toHaveLength(1);
    expect(accepted(await orders.set(caoXa, '2027-03-01', ids, admin)).decided?.itemIds).toEqual(ids);
  });

  it('is refused for what is not there, by name', async () => {
    const outcome = await orders.set(caoXa, date, [await idOf('ses_long'), 'ses_x.00'], admin);
    expect(refusal(outcome)).toEqual([422, 'PriorityOrder_ItemUnknown']);
    expect(outcome).toMatchObject({ fault: { vi: expect.stringContaining('ses_x.00') } });
    const foreign = await orders.set(vinhLai, date, [await idOf('ses_commune')], admin);
    expect(refusal(foreign)).toEqual([422, 'PriorityOrder_ItemUnknown']);
    const another = await orders.set(caoXa, '2026-11-25', [await idOf('ses_commune')], admin);
    expect(refusal(another)).toEqual([422, 'PriorityOrder_ItemUnknown']);
    expect(published).toEqual([]);
  });

  it('is refused for a normal item, an item twice, another level, and a date that is over', async () => {
    const own = await idOf('ses_commune');
    expect(refusal(await orders.set(caoXa, date, [await idOf('ses_morning')], admin))).toEqual([
      422,
      'PriorityOrder_NotPriority',
    ]);
    expect(refusal(await orders.set(caoXa, date, [own, own], admin))).toEqual([
      422,
      'PriorityOrder_ItemTwice',
    ]);
    expect(refusal(await orders.set(province, date, [], admin))).toEqual([422, 'PriorityOrder_NeedsCommune']);
    expect(refusal(await orders.set(caoXa, '2026-02-30', [], admin))).toEqual([
      422,
      'PriorityOrder_DateInvalid',
    ]);
    world.clock.set(world.clock.now() + 36 * 60 * minuteMs);
    expect(refusal(await orders.set(caoXa, date, [], admin))).toEqual([409, 'PriorityOrder_DatePassed']);
  });
});
