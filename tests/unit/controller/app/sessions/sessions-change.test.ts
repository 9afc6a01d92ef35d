import { beforeEach, describe, expect, it } from 'vitest';
import { communes, datesFrom, minuteMs } from '../../../../support/publishing-world.ts';
import { accepted, admin, refusal, type SessionsFixture, useSessions } from './sessions-fixture.ts';

const fixture = useSessions();
let world: SessionsFixture['world'];
let sessions: SessionsFixture['sessions'];
let published: SessionsFixture['published'];
let created: SessionsFixture['created'];
beforeEach(() => {
  ({ world, sessions, published, created } = fixture());
});
const [caoXa, vinhLai] = communes;

describe('changing a session', () => {
  it('keeps what is not named, and publishes the communes it reached and reaches', async () => {
    const session = await created({ targets: [{ areaKey: caoXa }] });
    published.length = 0;
    const change = { targets: [{ areaKey: vinhLai }], title: undefined };
    const saved = accepted(await sessions.updateSession(session.id, change, admin)).session;
    expect(saved).toEqual({ ...session, targets: [{ areaKey: vinhLai }] });
    expect(published).toEqual([[caoXa, vinhLai]]);
  });

  it('is refused when a placed running order would not fit any more', async () => {
    const { id } = await created({ bulletinIds: ['bul_a', 'bul_b'] });
    const outcome = await sessions.updateSession(id, { durationMs: 8 * minuteMs }, admin);
    expect(refusal(outcome)).toEqual([422, 'Session_TooLong']);
    expect(outcome).toMatchObject({ fault: { en: expect.stringContaining('2026-11-23') } });
  });

  it('warns of running orders whose date it drops', async () => {
    const { id } = await created({ bulletinIds: ['bul_a'] });
    const saved = accepted(await sessions.updateSession(id, { rrule: 'FREQ=WEEKLY;BYDAY=SA' }, admin));
    expect(saved.warnings.map(({ code }) => code)).toContain('Session_DateDropped');
  });

  it('is not in its own way', async () => {
    const saved = accepted(await sessions.updateSession('ses_morning', { title: 'Sáng' }, admin));
    expect(saved.warnings.map(({ code }) => code)).toEqual(['Session_OnBehalf']);
  });

  it('is refused for one that does not exist or has ended', async () => {
    expect(refusal(await sessions.updateSession('ses_x', {}, admin))).toEqual([404, 'Session_Unknown']);
    await sessions.endSession('ses_morning');
    expect(refusal(await sessions.updateSession('ses_morning', {}, admin))).toEqual([409, 'Session_Ended']);
  });
});

describe('ending a session', () => {
  it('takes it from the programs, and is no fault the second time', async () => {
    const ended = accepted(await sessions.endSession('ses_morning'));
    expect(ended.endedAt).toBe(world.clock.now());
    expect(await world.store.sessions.active()).toEqual([]);
    expect(published).toEqual([[...communes]]);
    world.clock.set(world.clock.now() + minuteMs);
    expect(accepted(await sessions.endSession('ses_morning'))).toEqual(ended);
    expect(refusal(await sessions.endSession('ses_x'))).toEqual([404, 'Session_Unknown']);
  });
});

describe('a running order', () => {
  const set = (dates: string[], bulletinIds = ['bul_a']) =>
    sessions.setRunningOrder('ses_morning', dates, bulletinIds);
  const placed = async () =>
    (
      await world.store.sessions.runningOrders({
        sessionIds: ['ses_morning'],
        fromDate: '2026-01-01',
        toDate: '2027-12-31',
      })
    ).map(({ date, bulletinIds }) => [date, bulletinIds]);

  it('belongs to its dates, and is published', async () => {
    accepted(await set(['2026-11-24', '2026-11-26']));
    expect(await placed()).toEqual([
      ['2026-11-24', ['bul_a']],
      ['2026-11-26', ['bul_a']],
    ]);
    expect(published).toEqual([[...communes]]);
    expect(world.events).toEqual([{ type: 'schedule', areaKeys: [...communes] }]);
  });

  it('can be emptied again', async () => {
    await set(['2026-11-24']);
    accepted(await set(['2026-11-24'], []));
    expect(await placed()).toEqual([['2026-11-24', []]]);
  });

  it('may change while its slot runs', async () => {
    world.clock.set(Date.parse('2026-11-24T05:10:00+07:00'));
    expect(refusal(await set(['2026-11-24']))).toBeNull();
  });

  it.each<[string, string[], string[], [number, string]]>([
    ['on a date that is over', ['2026-11-23'], ['bul_a'], [409, 'Session_DatePassed']],
    ['before the session began', ['2026-10-01'], ['bul_a'], [422, 'Session_DateNotOccurring']],
    ['on no date', ['2026-13-01'], ['bul_a'], [422, 'Session_DateInvalid']],
    ['in another century', ['2150-01-01'], ['bul_a'], [422, 'Session_DateInvalid']],
    ['with an unknown bulletin', ['2026-11-24'], ['bul_x'], [422, 'Session_BulletinUnknown']],
    ['with a bulletin not ready', ['2026-11-24'], ['bul_raw'], [422, 'Session_BulletinNotReady']],
    ['with a withdrawn bulletin', ['2026-11-24'], ['bul_gone'], [422, 'Session_BulletinWithdrawn']],
    [
      'longer than the slot',
      ['2026-11-24'],
      ['bul_long', 'bul_a', 'bul_a', 'bul_a'],
      [422, 'Session_TooLong'],
    ],
    [
      'of too many entries',
      ['2026-11-24'],
      Array.from({ length: 101 }, () => 'bul_a'),
      [422, 'Session_TooManyItems'],
    ],
  ])('%s is refused on all its dates', async (_, dates, bulletinIds, expected) => {
    expect(refusal(await set(['2026-11-25', ...dates], bulletinIds))).toEqual(expected);
    expect(await placed()).toEqual([]);
    expect(published).toEqual([]);
  });

  it('is refused for a session that does not exist or has ended', async () => {
    expect(refusal(await sessions.setRunningOrder('ses_x', [], []))).toEqual([404, 'Session_Unknown']);
    await sessions.endSession('ses_morning');
    expect(refusal(await set(['2026-11-24']))).toEqual([409, 'Session_Ended']);
  });

  it('is copied to many dates in one step', async () => {
    await set(['2026-11-24'], ['bul_a', 'bul_b']);
    const dates = datesFrom('2026-11-25', 5);
    accepted(await sessions.copyRunningOrder('ses_morning', '2026-11-24', dates));
    expect(await placed()).toEqual(['2026-11-24', ...dates].map((date) => [date, ['bul_a', 'bul_b']]));
    expect(published).toHaveLength(2);
  });
});
