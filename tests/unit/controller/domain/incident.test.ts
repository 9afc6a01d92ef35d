import { describe, expect, it } from 'vitest';
import {
  acknowledge,
  closeByItself,
  closeByPerson,
  type Finding,
  follow,
  openIncident,
  raise,
  reopenWithinMs,
  stateOf,
} from '../../../../controller/domain/incident.ts';

const t0 = Date.UTC(2026, 10, 22);
const finding: Finding = {
  type: 'supply',
  subject: 'dev-1',
  severity: 'warning',
  areaKey: '08521.20200101',
  clusterId: '1',
  deviceId: 'dev-1',
  sessionId: null,
  announcementId: null,
  itemId: null,
  detail: { reason: 'mains', volts: 12.6 },
};
const opened = openIncident(finding, 'inc_1', t0);
const word = (nowMs: number, note: string | null = null) => ({ by: 'Cán bộ kỹ thuật', note, nowMs });

describe('an incident', () => {
  it('opens with its cause', () => {
    expect(opened).toMatchObject({ ...finding, id: 'inc_1', openedAt: t0, lastAt: t0, count: 1, notes: [] });
    expect(stateOf(opened)).toBe('open');
  });

  it('counts its repetitions, keeps its identity and becomes as grave as the gravest', () => {
    const battery = { ...finding, severity: 'critical', detail: { reason: 'battery', volts: 11.2 } } as const;
    const twice = raise(opened, battery, 'inc_2', t0 + 5);
    expect(twice).toMatchObject({
      id: 'inc_1',
      openedAt: t0,
      lastAt: t0 + 5,
      count: 2,
      severity: 'critical',
    });
    expect(raise(twice, finding, 'inc_2', t0 + 6)).toMatchObject({ count: 3, severity: 'critical' });
  });

  it('adds up what was lost', () => {
    const loss = { ...finding, type: 'spool-gap', detail: { lost: 5 } } as const;
    const first = raise(null, loss, 'inc_1', t0);
    expect(raise(first, { ...loss, detail: { lost: 7 } }, 'inc_2', t0 + 1).detail).toEqual({ lost: 12 });
  });

  it('is acknowledged by the first who says so, and keeps every note', () => {
    const seen = acknowledge(opened, word(t0 + 10, 'đang đi kiểm tra'));
    const again = acknowledge(seen, { by: 'Lãnh đạo', note: 'gấp', nowMs: t0 + 20 });
    expect(stateOf(seen)).toBe('acknowledged');
    expect(again).toMatchObject({ acknowledgedAt: t0 + 10, acknowledgedBy: 'Cán bộ kỹ thuật' });
    expect(again.notes.map(({ text }) => text)).toEqual(['đang đi kiểm tra', 'gấp']);
  });

  it('is closed by itself or by a person, once', () => {
    const gone = closeByItself(opened, 'recovered', t0 + 10);
    expect(gone).toMatchObject({ closedAt: t0 + 10, closedBy: null, closedReason: 'recovered' });
    expect(closeByPerson(gone, word(t0 + 20))).toBe(gone);
    const done = closeByPerson(opened, word(t0 + 20, 'đã thay ắc quy'));
    expect(done).toMatchObject({ closedBy: 'Cán bộ kỹ thuật', closedReason: 'by-person' });
    expect(done.notes).toEqual([{ at: t0 + 20, by: 'Cán bộ kỹ thuật', text: 'đã thay ắc quy' }]);
    expect(closeByItself(done, 'recovered', t0 + 30)).toBe(done);
    expect(stateOf(done)).toBe('closed');
  });

  it('opens again when its cause soon comes back, and asks anew to be acknowledged', () => {
    const gone = closeByItself(acknowledge(opened, word(t0 + 1, 'x')), 'recovered', t0 + 10);
    const back = raise(gone, finding, 'inc_2', t0 + 9 + reopenWithinMs);
    expect(back).toMatchObject({ id: 'inc_1', openedAt: t0, count: 2, closedAt: null, closedReason: null });
    expect(stateOf(back)).toBe('open');
    expect(back.notes).toHaveLength(1);
  });

  it('is another one when its cause comes back much later', () => {
    const gone = closeByItself(opened, 'recovered', t0 + 10);
    const other = raise(gone, finding, 'inc_2', t0 + 10 + reopenWithinMs);
    expect(other).toEqual(openIncident(finding, 'inc_2', t0 + 10 + reopenWithinMs));
  });

  it('changes with its cause only where that tells something new', () => {
    expect(follow(opened, { ...finding, detail: { reason: 'mains', volts: 12.1 } })).toBe(opened);
    const empty = { ...finding, severity: 'critical', detail: { reason: 'battery', volts: 11.1 } } as const;
    expect(follow(opened, empty)).toMatchObject({ severity: 'critical', detail: empty.detail, count: 1 });
    const worse = follow(opened, empty);
    expect(follow(worse, finding)).toBe(worse);
    const wide = { ...finding, detail: { reason: 'mains', devices: 3 } };
    expect(follow(opened, wide).detail.devices).toBe(3);
    const done = closeByPerson(opened, word(t0 + 1));
    expect(follow(done, empty)).toBe(done);
  });
});
