import { beforeEach, describe, expect, it } from 'vitest';
import type { NewSession } from '../../../../../controller/app/sessions/sessions.ts';
import { communes, district, minuteMs, province } from '../../../../support/publishing-world.ts';
import { accepted, admin, refusal, type SessionsFixture, useSessions, viewer } from './sessions-fixture.ts';

const fixture = useSessions();
let world: SessionsFixture['world'];
let sessions: SessionsFixture['sessions'];
let published: SessionsFixture['published'];
let create: SessionsFixture['create'];
let created: SessionsFixture['created'];
beforeEach(() => {
  ({ world, sessions, published, create, created } = fixture());
});
const [caoXa, vinhLai] = communes;

describe('creating a session', () => {
  it('stores it, publishes the communes it reaches, and tells listeners', async () => {
    const { session, warnings } = accepted(await create({ targets: [{ areaKey: district }] }));
    expect(await world.store.sessions.get(session.id)).toEqual(session);
    expect(session).toMatchObject({ createdBy: 'admin', createdAt: world.clock.now(), endedAt: null });
    expect(warnings.map(({ code }) => code)).toEqual(['Session_OnBehalf']);
    expect(published).toEqual([[...communes]]);
    expect(world.events).toEqual([{ type: 'schedule', areaKeys: [...communes] }]);
  });

  it('reaches the commune of a single cluster', async () => {
    await created({ targets: [{ clusterId: 'clu_1' }] });
    expect(published).toEqual([[caoXa]]);
  });

  it('places bulletins on its first date in the same step', async () => {
    const session = await created({ startsLocal: '2026-11-23T11:00', bulletinIds: ['bul_a', 'bul_b'] });
    expect(session.startsLocal).toBe('2026-11-23T11:00:00');
    expect(
      await world.store.sessions.runningOrders({
        sessionIds: [session.id],
        fromDate: '2026-11-01',
        toDate: '2026-12-31',
      }),
    ).toMatchObject([{ date: '2026-11-24', bulletinIds: ['bul_a', 'bul_b'] }]);
  });

  it.each<[string, Partial<NewSession>, string]>([
    ['no title', { title: '  ' }, 'Session_TitleMissing'],
    ['an unknown owner', { areaKey: '99.20200101' }, 'Session_AreaUnknown'],
    ['no target', { targets: [] }, 'Session_TargetMissing'],
    ['an unknown area', { targets: [{ areaKey: '99.20200101' }] }, 'Session_TargetUnknown'],
    ['an unknown cluster', { targets: [{ clusterId: 'clu_9' }] }, 'Session_TargetUnknown'],
    [
      'a target outside its area',
      { areaKey: caoXa, targets: [{ areaKey: vinhLai }] },
      'Session_TargetOutside',
    ],
    [
      'a target above its area',
      { areaKey: caoXa, targets: [{ areaKey: province }] },
      'Session_TargetOutside',
    ],
    ['the class emergency', { class: 'emergency' }, 'Session_ClassEmergency'],
    ['no length', { durationMs: 0 }, 'Session_DurationInvalid'],
    ['too much length', { durationMs: 25 * 60 * minuteMs }, 'Session_DurationInvalid'],
    ['half a volume', { volume: 50.5 }, 'Session_VolumeInvalid'],
    ['a bad rule', { rrule: 'FREQ=OFTEN' }, 'Session_RuleInvalid'],
    ['a rule that never fires', { rrule: 'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31' }, 'Session_RuleNeverFires'],
    ['a rule that fires each second', { rrule: 'FREQ=SECONDLY' }, 'Session_RuleTooFrequent'],
    [
      'slots that overlap themselves',
      { rrule: 'FREQ=MINUTELY;INTERVAL=15', durationMs: 16 * minuteMs },
      'Session_RuleTooFrequent',
    ],
    [
      'a rule that is over',
      { startsLocal: '2026-11-01T17:00:00', rrule: 'FREQ=DAILY;COUNT=3' },
      'Session_RuleNeverFires',
    ],
    ['a date that is over', { startsLocal: '2026-11-22T17:00:00', rrule: null }, 'Session_StartPast'],
    ['a start a minute ago', { startsLocal: '2026-11-23T11:59:00', rrule: null }, 'Session_StartPast'],
    ['a senseless date', { startsLocal: '2026-02-30T17:00:00' }, 'Session_DateInvalid'],
    ['an unknown time zone', { timeZone: 'Mars/Olympus' }, 'Session_TimeZoneUnknown'],
    ['a slot at night', { startsLocal: '2026-11-23T03:15:00' }, 'Session_QuietHours'],
    ['a slot that runs into the night', { startsLocal: '2026-11-23T20:55:00' }, 'Session_QuietHours'],
    ['one occurrence at night', { rrule: 'FREQ=DAILY;BYHOUR=17,22' }, 'Session_QuietHours'],
    ['an unknown bulletin', { bulletinIds: ['bul_x'] }, 'Session_BulletinUnknown'],
    ['a bulletin that is not ready', { bulletinIds: ['bul_raw'] }, 'Session_BulletinNotReady'],
    ['a bulletin that was withdrawn', { bulletinIds: ['bul_gone'] }, 'Session_BulletinWithdrawn'],
    [
      'a standing item that is not approved',
      { standing: [{ bulletinId: 'bul_draft', place: 'before' }] },
      'Session_BulletinNotApproved',
    ],
    [
      'standing items longer than the slot',
      { standing: [{ bulletinId: 'bul_long', place: 'before' }] },
      'Session_TooLong',
    ],
    [
      'an unknown standing item',
      { standing: [{ bulletinId: 'bul_x', place: 'after' }] },
      'Session_BulletinUnknown',
    ],
  ])('with %s is refused, and nothing is stored', async (_, change, code) => {
    const outcome = await create(change);
    expect(refusal(outcome)).toEqual([422, code]);
    expect((await world.store.sessions.active()).map(({ id }) => id)).toEqual(['ses_morning']);
    expect(published).toEqual([]);
  });

  it('says by how much a running order is too long', async () => {
    const outcome = await create({ bulletinIds: ['bul_a', 'bul_b', 'bul_b'] });
    expect(outcome).toMatchObject({ fault: { vi: expect.stringContaining('3 phút 0 giây') } });
  });

  it('counts standing items into the length', async () => {
    const standing = [{ bulletinId: 'bul_b', place: 'before' as const }];
    expect(refusal(await create({ standing, bulletinIds: ['bul_a'] }))).toBeNull();
    expect(refusal(await create({ standing, bulletinIds: ['bul_a', 'bul_b'] }))).toEqual([
      422,
      'Session_TooLong',
    ]);
  });
});

describe('an exception from quiet hours', () => {
  const night = { startsLocal: '2026-11-23T22:00:00', exceptionReason: 'Bão số 5' };

  it('is recorded with its reason and who allowed it', async () => {
    const { exception } = await created(night);
    expect(exception).toMatchObject({ reason: 'Bão số 5', approvedBy: 'Quản trị' });
  });

  it('is not for others than administrators to give', async () => {
    expect(refusal(await create(night, viewer))).toEqual([403, 'Session_ExceptionForbidden']);
  });

  it('is not kept where it is not needed', async () => {
    expect((await created({ exceptionReason: 'Bão số 5' })).exception).toBeNull();
  });

  it('holds for the slot it was given for, and is to be given again for another', async () => {
    const { id, exception } = await created(night);
    const renamed = accepted(await sessions.updateSession(id, { title: 'Đêm bão' }, admin));
    expect(renamed.session.exception).toEqual(exception);
    const moved = { startsLocal: '2026-11-23T23:00:00' };
    expect(refusal(await sessions.updateSession(id, moved, admin))).toEqual([422, 'Session_QuietHours']);
    const again = await sessions.updateSession(id, { ...moved, exceptionReason: 'Bão số 6' }, admin);
    expect(accepted(again).session.exception?.reason).toBe('Bão số 6');
  });

  it('can be taken back only together with the slot', async () => {
    const { id } = await created(night);
    const change = { exceptionReason: null };
    expect(refusal(await sessions.updateSession(id, change, admin))).toEqual([422, 'Session_QuietHours']);
    const day = await sessions.updateSession(id, { ...change, startsLocal: '2026-11-23T17:00:00' }, admin);
    expect(accepted(day).session.exception).toBeNull();
  });

  it('is needed where one of the communes is stricter', async () => {
    const rule = {
      areaKey: vinhLai,
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      from: '06:00',
      to: '12:00',
      maxVolume: null,
    };
    await world.store.policies.replace(vinhLai, [rule]);
    const outcome = await create();
    expect(refusal(outcome)).toEqual([422, 'Session_QuietHours']);
    expect(outcome).toMatchObject({ fault: { vi: expect.stringContaining('Xã Vĩnh Lại') } });
    expect(refusal(await create({ targets: [{ areaKey: caoXa }] }))).toBeNull();
  });
});
