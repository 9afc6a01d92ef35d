import { beforeEach, describe, expect, it } from 'vitest';
import { createInbox, type Inbox } from '../../../../../controller/app/inbox/inbox.ts';
import {
  communes,
  datesFrom,
  district,
  minuteMs,
  province,
  putBulletin,
  testSession,
} from '../../../../support/publishing-world.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { accepted, admin, refusal, type SessionsFixture, useSessions } from '../sessions/sessions-fixture.ts';

const [caoXa, vinhLai, tuXa] = communes;
const fixture = useSessions();
let world: SessionsFixture['world'];
let inbox: Inbox;
let published: SessionsFixture['published'];
beforeEach(async () => {
  const { sessions } = fixture();
  ({ world, published } = fixture());
  let ids = 0;
  inbox = createInbox({
    store: world.store,
    sessions,
    places: { areas: () => world.areas, clusters: () => world.clusters },
    clock: world.clock,
    random: {
      id: (prefix) => {
        ids += 1;
        return `${prefix}_${ids}`;
      },
      secret: () => '',
      claimCode: () => '',
    },
    events: { emit: (event) => world.events.push(event), listen: () => () => undefined },
    log: silentLog,
  });
  await world.store.sessions.put(
    testSession({ id: 'ses_own', areaKey: caoXa, targets: [{ areaKey: caoXa }] }),
  );
});

const send = (change: Partial<Parameters<Inbox['send']>[0]> = {}) =>
  inbox.send({ bulletinId: 'bul_b', areaKeys: [district], note: null, ...change }, admin);
const sent = async () => accepted(await send()).dispatch.id;
const at = (dispatchId: string, areaKey: string = caoXa) => ({ dispatchId, areaKey });
const dates = datesFrom('2026-11-24', 2);
const place = (dispatchId: string, where: Partial<{ sessionId: string; dates: string[] }> = {}) =>
  inbox.place(at(dispatchId), { sessionId: 'ses_own', dates, ...where }, admin);
const ordersOf = async (sessionId: string) =>
  (
    await world.store.sessions.runningOrders({
      sessionIds: [sessionId],
      fromDate: '2026-11-01',
      toDate: '2026-12-31',
    })
  ).map(({ date, bulletinIds }) => [date, bulletinIds]);
const listed = async (areaKey: string | null, state: 'waiting' | 'placed' | 'declined' | null = null) =>
  (
    await inbox.list({ areaKeys: areaKey === null ? null : [areaKey], state, cursor: null, limit: 50 })
  ).items.map(({ entry }) => [entry.areaKey, entry.state]);

describe('a normal bulletin that a higher level sends', () => {
  it('waits in the inbox of every commune, and airs nowhere', async () => {
    world.events.length = 0;
    const { dispatch, entries } = accepted(await send({ note: 'Trong tuần này' }));
    expect(dispatch).toEqual({
      id: 'dis_1',
      bulletinId: 'bul_b',
      fromAreaKey: province,
      note: 'Trong tuần này',
      sentBy: 'admin',
      sentAt: world.clock.now(),
    });
    expect(entries.map(({ areaKey, state }) => [areaKey, state])).toEqual(
      communes.map((key) => [key, 'waiting']),
    );
    expect(await listed(vinhLai)).toEqual([[vinhLai, 'waiting']]);
    expect(published).toEqual([]);
    expect(world.events).toEqual([{ type: 'inbox', areaKeys: [province, ...communes] }]);
  });

  it('is placed by the commune at the end of the dates of its own session', async () => {
    await world.place([dates[0] ?? ''], ['bul_a'], 'ses_own');
    const id = await sent();
    world.events.length = 0;
    const { entry } = accepted(await place(id));
    expect(entry).toMatchObject({ state: 'placed', decidedBy: 'admin', sessionId: 'ses_own', dates });
    expect(await ordersOf('ses_own')).toEqual([
      [dates[0], ['bul_a', 'bul_b']],
      [dates[1], ['bul_b']],
    ]);
    expect(published).toEqual([[caoXa]]);
    expect(world.events).toContainEqual({ type: 'inbox', areaKeys: [province, caoXa] });
    expect(await listed(null, 'waiting')).toEqual([tuXa, vinhLai].map((key) => [key, 'waiting']));
  });

  it('is placed once on a date, and may be placed on further ones', async () => {
    const id = await sent();
    accepted(await place(id));
    const again = accepted(await place(id, { dates: ['2026-11-25', '2026-11-26'] }));
    expect(again.entry.dates).toEqual(['2026-11-24', '2026-11-25', '2026-11-26']);
    expect((await ordersOf('ses_own')).map(([, order]) => order)).toEqual(Array(3).fill(['bul_b']));
  });

  it('is declined with a reason that the sender sees, and may still be placed afterwards', async () => {
    const id = await sent();
    accepted(await inbox.decline(at(id), 'Đã phát tuần trước', admin));
    const seen = accepted(await inbox.dispatch(id)).entries.find(({ areaKey }) => areaKey === caoXa);
    expect(seen).toMatchObject({ state: 'declined', reason: 'Đã phát tuần trước', decidedBy: 'admin' });
    expect(accepted(await place(id)).entry).toMatchObject({ state: 'placed', reason: null });
    expect(refusal(await inbox.decline(at(id), 'Đổi ý rồi', admin))).toEqual([409, 'Inbox_AlreadyPlaced']);
  });

  it.each<[string, Parameters<typeof send>[0], [number, string]]>([
    ['an unknown bulletin', { bulletinId: 'bul_x' }, [404, 'Bulletin_Unknown']],
    ['a bulletin that is not ready', { bulletinId: 'bul_raw' }, [422, 'Dispatch_NotReady']],
    ['a bulletin that is not approved', { bulletinId: 'bul_draft' }, [422, 'Dispatch_NotReady']],
    ['a place that does not exist', { areaKeys: ['99.20200101'] }, [422, 'Dispatch_TargetOutside']],
    ['nobody', { areaKeys: [] }, [422, 'Dispatch_NoCommune']],
  ])('is not sent to or with %s', async (_, wanted, expected) => {
    expect(refusal(await send(wanted))).toEqual(expected);
    expect(await listed(null)).toEqual([]);
  });

  it('is neither of priority, nor of the commune itself, nor for elsewhere', async () => {
    await putBulletin(world.store, 'bul_p', 'f', 1, { class: 'priority' });
    await putBulletin(world.store, 'bul_c', '1', 1, { areaKey: caoXa });
    await putBulletin(world.store, 'bul_d', '2', 1, { areaKey: district });
    expect(refusal(await send({ bulletinId: 'bul_p' }))).toEqual([422, 'Dispatch_NotNormal']);
    expect(refusal(await send({ bulletinId: 'bul_c', areaKeys: [caoXa] }))).toEqual([
      422,
      'Dispatch_NotFromAbove',
    ]);
    expect(refusal(await send({ bulletinId: 'bul_d', areaKeys: [province] }))).toEqual([
      422,
      'Dispatch_TargetOutside',
    ]);
  });
});

describe('placing is refused', () => {
  it('into a session that the commune does not own, whoever asks', async () => {
    const id = await sent();
    expect(refusal(await place(id, { sessionId: 'ses_morning' }))).toEqual([422, 'Inbox_SessionNotOwn']);
    const elsewhere = await inbox.place(at(id, vinhLai), { sessionId: 'ses_own', dates }, admin);
    expect(refusal(elsewhere)).toEqual([422, 'Inbox_SessionNotOwn']);
    expect(await ordersOf('ses_morning')).toEqual([]);
  });

  it('for what is not there', async () => {
    const id = await sent();
    expect(refusal(await place('dis_x'))).toEqual([404, 'Inbox_Unknown']);
    expect(refusal(await place(id, { sessionId: 'ses_x' }))).toEqual([404, 'Session_Unknown']);
    expect(refusal(await inbox.decline(at('dis_x'), 'Không có', admin))).toEqual([404, 'Inbox_Unknown']);
    expect(refusal(await inbox.dispatch('dis_x'))).toEqual([404, 'Dispatch_Unknown']);
  });

  it('on all dates when one of them does not fit, and nothing is decided then', async () => {
    await world.place(['2026-11-25'], ['bul_long', 'bul_a', 'bul_a'], 'ses_own');
    const id = await sent();
    const outcome = await place(id);
    expect(refusal(outcome)).toEqual([422, 'Session_TooLong']);
    expect(outcome).toMatchObject({ fault: { vi: expect.stringContaining('2026-11-25') } });
    expect(await ordersOf('ses_own')).toEqual([['2026-11-25', ['bul_long', 'bul_a', 'bul_a']]]);
    expect(await listed(caoXa)).toEqual([[caoXa, 'waiting']]);
    expect(published).toEqual([]);
  });

  it('on a date that is over or does not come round, and when it was withdrawn meanwhile', async () => {
    const id = await sent();
    expect(refusal(await place(id, { dates: ['2026-11-23'] }))).toEqual([409, 'Session_DatePassed']);
    await world.store.sessions.put(
      testSession({ id: 'ses_own', areaKey: caoXa, targets: [{ areaKey: caoXa }], endedAt: minuteMs }),
    );
    expect(refusal(await place(id))).toEqual([409, 'Session_Ended']);
    await world.store.sessions.put(
      testSession({ id: 'ses_own', areaKey: caoXa, targets: [{ areaKey: caoXa }] }),
    );
    await putBulletin(world.store, 'bul_b', 'b', 4, { approval: 'withdrawn' });
    expect(refusal(await place(id))).toEqual([422, 'Session_BulletinWithdrawn']);
  });
});

it('lists what was sent, newest first, with what communes made of it', async () => {
  const first = await sent();
  world.clock.set(world.clock.now() + 1);
  const second = accepted(await send({ areaKeys: [tuXa] })).dispatch.id;
  accepted(await inbox.decline(at(first), 'Không phù hợp', admin));
  const page = await inbox.dispatches({ fromAreaKeys: [province], cursor: null, limit: 10 });
  expect(page.items.map(({ dispatch, entries }) => [dispatch.id, entries.map(({ state }) => state)])).toEqual(
    [
      [second, ['waiting']],
      [first, ['declined', 'waiting', 'waiting']],
    ],
  );
});
