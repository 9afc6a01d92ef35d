import { beforeEach, describe, expect, it } from 'vitest';
import { communes, district, minuteMs, putBulletin } from '../../../../support/publishing-world.ts';
import { accepted, draft, refusal, type SessionsFixture, useSessions } from './sessions-fixture.ts';

const fixture = useSessions();
let world: SessionsFixture['world'];
let sessions: SessionsFixture['sessions'];
let created: SessionsFixture['created'];
beforeEach(() => {
  ({ world, sessions, created } = fixture());
});
const [caoXa, vinhLai] = communes;

describe('a preview', () => {
  it('shows the next occurrences, whom they reach and what would be in the way, and saves nothing', async () => {
    const night = { ...draft, startsLocal: '2026-11-23T22:00', rrule: 'FREQ=WEEKLY;BYDAY=MO' };
    const preview = accepted(await sessions.preview(night));
    expect(preview.occurrences).toHaveLength(10);
    expect(preview.occurrences[1]?.date).toBe('2026-11-30');
    expect(preview.communes).toEqual([...communes]);
    expect(preview.quietHours?.code).toBe('Session_QuietHours');
    expect(await world.store.sessions.active()).toHaveLength(1);
    expect(refusal(await sessions.preview({ ...night, rrule: 'FREQ=OFTEN' }))).toEqual([
      422,
      'Session_RuleInvalid',
    ]);
  });
});

describe('the schedule', () => {
  const span = {
    from: Date.parse('2026-11-24T00:00:00+07:00'),
    to: Date.parse('2026-11-25T00:00:00+07:00'),
  };

  it('lists occurrences by start, with what plays when', async () => {
    const evening = await created({ bulletinIds: ['bul_b'] });
    await sessions.setRunningOrder('ses_morning', ['2026-11-24'], ['bul_a', 'bul_b']);
    const entries = accepted(await sessions.schedule({ ...span, areaKeys: null }));
    expect(
      entries.map(({ session, date, items }) => [
        session.id,
        date,
        items.map(({ bulletinId }) => bulletinId),
      ]),
    ).toEqual([
      ['ses_morning', '2026-11-24', ['bul_a', 'bul_b']],
      [evening.id, '2026-11-24', []],
    ]);
    const [morning] = entries;
    expect(morning?.items[1]?.startAt).toBe(Date.parse('2026-11-24T05:05:00+07:00'));
    expect(morning?.plannedCommunes).toEqual([...communes]);
  });

  it('names what was placed and does not air, and why', async () => {
    await sessions.setRunningOrder('ses_morning', ['2026-11-24'], ['bul_a']);
    await putBulletin(world.store, 'bul_a', 'a', 5, { approval: 'withdrawn' });
    const [entry] = accepted(await sessions.schedule({ ...span, areaKeys: null }));
    expect(entry?.unplaced).toMatchObject([{ bulletinId: 'bul_a', reason: 'not-approved' }]);
  });

  it('is of the areas asked for', async () => {
    await created({ targets: [{ areaKey: caoXa }] });
    const idsOf = async (areaKeys: string[]) =>
      accepted(await sessions.schedule({ ...span, areaKeys })).map((entry) => entry.plannedCommunes);
    expect(await idsOf([vinhLai])).toEqual([[vinhLai]]);
    expect(await idsOf([district])).toEqual([[...communes], [caoXa]]);
  });

  it('covers two months at most', async () => {
    const to = span.from + 63 * 24 * 60 * minuteMs;
    const outcome = await sessions.schedule({ areaKeys: null, from: span.from, to });
    expect(refusal(outcome)).toEqual([422, 'Schedule_SpanTooLong']);
  });
});
