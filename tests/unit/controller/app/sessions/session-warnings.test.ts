import { beforeEach, describe, expect, it } from 'vitest';
import type { NewSession } from '../../../../../controller/app/sessions/sessions.ts';
import {
  communes,
  datesFrom,
  district,
  minuteMs,
  province,
  putBulletin,
  testSession,
} from '../../../../support/publishing-world.ts';
import { anAnnouncement } from '../../../../support/store-contract/sample-rows.ts';
import { accepted, admin, draft, refusal, type SessionsFixture, useSessions } from './sessions-fixture.ts';

const [caoXa, vinhLai, tuXa] = communes;
const fixture = useSessions();
let world: SessionsFixture['world'];
let sessions: SessionsFixture['sessions'];
let create: SessionsFixture['create'];
beforeEach(async () => {
  ({ world, sessions, create } = fixture());
  // Daily at 05:00, half an hour, in Cao Xá alone.
  await world.store.sessions.put(testSession({ areaKey: caoXa, targets: [{ areaKey: caoXa }] }));
});

const priority: Partial<NewSession> = { class: 'priority', startsLocal: '2026-11-24T05:10:00' };
/** What a save would warn of, but for the one that every normal session from above has. */
const warningsOf = async (change: Partial<NewSession>) =>
  accepted(await sessions.preview({ ...draft, ...change })).warnings.filter(
    ({ code }) => code !== 'Session_OnBehalf',
  );
const codesOf = async (change: Partial<NewSession>) => (await warningsOf(change)).map(({ code }) => code);

describe('saving a session that displaces another', () => {
  it('tells whom, when, where and how that one goes on', async () => {
    expect(await warningsOf(priority)).toEqual([
      {
        code: 'Session_Displaces',
        vi: 'Sẽ lấn “Buổi phát thanh sáng” (thông thường, của xã Cao Xá) lúc 05:10 24/11/2026 và 13 lần khác ở xã Cao Xá: mục bị lấn phát tiếp sau đó.',
        en: 'Displaces “Buổi phát thanh sáng” (normal, of xã Cao Xá) at 05:10 24/11/2026 and 13 more times in xã Cao Xá: what is displaced goes on afterwards.',
      },
    ]);
  });

  it.each<[NewSession['resume'], string, number]>([
    ['resume', 'phát tiếp sau đó', 10],
    ['resume', 'mất phần còn lại', 20],
    ['skip', 'mất phần còn lại', 10],
    ['restart', 'mất phần còn lại', 10],
  ])('of one that would %s: %s', async (resume, words, minutes) => {
    await world.store.sessions.put(testSession({ areaKey: caoXa, targets: [{ areaKey: caoXa }], resume }));
    const [warning] = await warningsOf({ ...priority, durationMs: minutes * minuteMs });
    expect(warning?.vi).toContain(words);
  });

  it('tells of a restart that still fits its slot', async () => {
    await world.place(datesFrom('2026-11-24', 14), ['bul_a']);
    await world.store.sessions.put(
      testSession({ areaKey: caoXa, targets: [{ areaKey: caoXa }], resume: 'restart' }),
    );
    const [warning] = await warningsOf({
      ...priority,
      startsLocal: '2026-11-24T05:02:00',
      durationMs: 5 * minuteMs,
    });
    expect(warning?.vi).toContain('phát lại từ đầu sau đó');
  });

  it('goes by what is placed where something is', async () => {
    await world.place(datesFrom('2026-11-24', 14), ['bul_a']);
    expect(await warningsOf(priority)).toEqual([]);
    await world.place(['2026-11-26'], []);
    expect(await warningsOf({ ...priority, startsLocal: '2026-11-26T05:01:00', rrule: null })).toEqual([]);
    const [warning] = await warningsOf({ ...priority, startsLocal: '2026-11-24T05:01:00', rrule: null });
    expect(warning?.vi).toContain('lúc 05:01 24/11/2026 ở xã Cao Xá');
  });

  it('counts what is placed in the same step', async () => {
    await world.place(datesFrom('2026-11-24', 14), ['bul_a']);
    const once = {
      ...priority,
      startsLocal: '2026-11-24T04:59:00',
      rrule: null,
      exceptionReason: 'Bão số 5',
    };
    expect(await codesOf({ ...once, durationMs: 20 * minuteMs })).toEqual(['Session_Displaces']);
    await putBulletin(world.store, 'bul_s', 'f', 1);
    expect(await codesOf({ ...once, durationMs: 20 * minuteMs, bulletinIds: ['bul_s'] })).toEqual([]);
  });

  it('names one commune and counts the others that are alike', async () => {
    await world.store.sessions.put(testSession({ areaKey: district, targets: [{ areaKey: district }] }));
    const [warning] = await warningsOf(priority);
    expect(warning?.vi).toContain('(thông thường, của huyện Lâm Thao)');
    expect(warning?.vi).toContain('ở xã Cao Xá và 2 xã khác');
  });

  it('tells the first five and counts the rest', async () => {
    for (const [index, key] of [caoXa, vinhLai, tuXa, caoXa, vinhLai, tuXa].entries()) {
      const minute = index < 3 ? '00' : '30';
      await world.store.sessions.put(
        testSession({
          id: `ses_${index}`,
          areaKey: key,
          targets: [{ areaKey: key }],
          startsLocal: `2026-11-01T16:${minute}:00`,
        }),
      );
    }
    const warnings = await warningsOf({
      class: 'priority',
      startsLocal: '2026-11-24T16:10:00',
      durationMs: 40 * minuteMs,
    });
    expect(warnings.map(({ code }) => code)).toEqual([
      ...Array(5).fill('Session_Displaces'),
      'Session_MoreConflicts',
    ]);
    expect(warnings.at(-1)?.vi).toContain('Còn 1 trường hợp');
  });
});

describe('saving a session that is displaced', () => {
  it('tells by whom, of which class and area', async () => {
    await world.store.sessions.put(testSession({ class: 'priority', id: 'ses_z', title: 'Thời sự tỉnh' }));
    await world.store.sessions.put(testSession({ endedAt: 1 }));
    const own = { areaKey: caoXa, targets: [{ areaKey: caoXa }], startsLocal: '2026-11-24T05:20:00' };
    const [warning, ...others] = await warningsOf({ ...own, durationMs: 30 * minuteMs });
    expect(warning).toMatchObject({
      code: 'Session_Displaced',
      vi: 'Sẽ bị “Thời sự tỉnh” (ưu tiên, của tỉnh Phú Thọ) lấn lúc 05:20 24/11/2026 và 13 lần khác ở xã Cao Xá: mục bị lấn mất phần đầu, rồi vào giữa chừng.',
    });
    expect(others).toEqual([]);
  });

  it('tells that it does not sound at all behind one of its own class', async () => {
    const [warning] = await warningsOf({ startsLocal: '2026-11-24T05:05:00' });
    expect(warning).toMatchObject({
      code: 'Session_Displaced',
      vi: expect.stringContaining('không phát được'),
    });
  });

  it('tells of an emergency in force, and of a stop once', async () => {
    const now = world.clock.now();
    const facts = { areaKey: district, targets: [{ areaKey: district }], startAt: now };
    await world.store.announcements.put([
      anAnnouncement({ ...facts, id: 'ann_e', endAt: now + 12 * 60 * minuteMs }),
      anAnnouncement({ ...facts, id: 'ann_s', kind: 'stop', sha256: null, endAt: null, title: 'Dừng loa' }),
    ]);
    const warnings = await warningsOf({});
    expect(warnings.map(({ code }) => code)).toEqual(['Session_Stopped', 'Session_Displaced']);
    expect(warnings[0]?.vi).toContain('“Dừng loa”');
    expect(warnings[1]?.vi).toContain('“Cảnh báo lũ sông Thao”');
  });
});

describe('saving a session in nobody’s way', () => {
  it.each<[string, Partial<NewSession>]>([
    ['right behind another', { startsLocal: '2026-11-24T05:30:00' }],
    ['elsewhere', { startsLocal: '2026-11-24T05:10:00', areaKey: vinhLai, targets: [{ areaKey: vinhLai }] }],
    ['on other days', { startsLocal: '2026-11-28T05:10:00', rrule: 'FREQ=WEEKLY;BYDAY=SA' }],
  ])('%s warns of nothing', async (_, change) => {
    const weekdays = { rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR' };
    await world.store.sessions.put(
      testSession({ areaKey: caoXa, targets: [{ areaKey: caoXa }], ...weekdays }),
    );
    expect(await warningsOf(change)).toEqual([]);
  });
});

describe('changing a session', () => {
  const change = async (id: string, what: Parameters<typeof sessions.updateSession>[1]) =>
    accepted(await sessions.updateSession(id, what, admin)).warnings.map(({ code }) => code);

  it('warns of what the change brings about, and not of what was so before', async () => {
    const { session } = accepted(await create(priority));
    expect(await change(session.id, { title: 'Thời sự' })).toEqual([]);
    expect(await change(session.id, { durationMs: 9 * minuteMs })).toEqual([]);
    expect(await change(session.id, { startsLocal: '2026-11-24T05:12:00' })).toEqual(['Session_Displaces']);
    expect(await change(session.id, { startsLocal: '2026-11-24T06:00:00' })).toEqual([]);
  });

  it('warns of what it makes others do to each other', async () => {
    const later = { startsLocal: '2026-11-01T05:35:00', areaKey: caoXa, targets: [{ areaKey: caoXa }] };
    await world.store.sessions.put(testSession({ id: 'ses_later', title: 'Ca nhạc', ...later }));
    await world.store.sessions.put(
      testSession({
        areaKey: caoXa,
        targets: [{ areaKey: caoXa }],
        durationMs: 60 * minuteMs,
        resume: 'restart',
      }),
    );
    await world.place(datesFrom('2026-11-24', 14), ['bul_long']);
    // Twenty minutes, displaced after 15: begins again at 05:25 and is in the way of what follows.
    const warnings = await warningsOf({ ...priority, startsLocal: '2026-11-24T05:15:00' });
    expect(warnings.map(({ code }) => code)).toEqual(['Session_Displaces', 'Session_DisplacesOthers']);
    expect(warnings[1]?.vi).toMatch(/^Làm cho “Ca nhạc” .* bị “Buổi phát thanh sáng” .* lấn/);
  });
});

describe('a save whose conflicts cannot be worked out', () => {
  it('is saved and published all the same, and says so', async () => {
    const { published } = fixture();
    const reading = world.store.priorityOrders;
    Object.defineProperty(world.store, 'priorityOrders', {
      value: { ...reading, between: () => Promise.reject(new Error('no room')) },
    });
    const { session, warnings } = accepted(await create(priority));
    expect(warnings.map(({ code }) => code)).toEqual(['Session_NotJudged']);
    expect(await world.store.sessions.get(session.id)).toEqual(session);
    expect(published).toEqual([[...communes]]);
  });
});

describe('a normal session from above the communes', () => {
  it('is saved with the warning that it is placed on their behalf', async () => {
    const { warnings } = accepted(await create({}));
    expect(warnings).toEqual([
      expect.objectContaining({ code: 'Session_OnBehalf', vi: expect.stringContaining('thay cho 3 xã') }),
    ]);
    const own = accepted(await create({ areaKey: caoXa, targets: [{ areaKey: caoXa }] }));
    expect(own.warnings.map(({ code }) => code)).not.toContain('Session_OnBehalf');
    const urgent = accepted(await create({ class: 'priority', areaKey: province }));
    expect(urgent.warnings.map(({ code }) => code)).not.toContain('Session_OnBehalf');
  });
});

describe('a preview', () => {
  const wanted = (change: Partial<NewSession>): NewSession => ({ ...draft, ...priority, ...change });

  it('warns of what the save would warn of, and saves nothing', async () => {
    const preview = accepted(await sessions.preview(wanted({})));
    expect(preview.occurrences).toHaveLength(10);
    expect(preview.communes).toEqual([...communes]);
    expect((await world.store.sessions.active()).map(({ id }) => id)).toEqual(['ses_morning']);
    expect(preview.warnings).toEqual(accepted(await create(priority)).warnings);
    expect(preview.warnings).toHaveLength(1);
  });

  it('of a change compares with the session as it is', async () => {
    const { session } = accepted(await create(priority));
    const warnings = async (change: Partial<NewSession>) =>
      accepted(await sessions.preview(wanted(change), session.id)).warnings.map(({ code }) => code);
    expect(await warnings({})).toEqual([]);
    expect(await warnings({ startsLocal: '2026-11-24T05:12:00' })).toEqual(['Session_Displaces']);
    expect(refusal(await sessions.preview(wanted({}), 'ses_x'))).toEqual([404, 'Session_Unknown']);
  });
});
