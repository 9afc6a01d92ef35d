import { describe, expect, it } from 'vitest';
import type { AnnouncementRequest } from '../../../../../controller/http/api-type.ts';
import { concerned, isOver } from '../../../../../web/src/features/announcements/requests.ts';
import { caoXa } from './sample-announcement.ts';

const now = Date.parse('2026-11-22T02:00:00Z');
const later = (seconds: number): string => new Date(now + seconds * 1_000).toISOString();

const request = (part: Partial<AnnouncementRequest> = {}): AnnouncementRequest => ({
  id: 'req_1',
  state: 'waiting',
  title: 'Cảnh báo lũ sông Thao',
  area: caoXa,
  targetNames: ['Huyện Lâm Thao'],
  bulletinId: 'bul_1',
  asset: null,
  durationMs: 600_000,
  repeat: true,
  liftsStops: false,
  reason: null,
  requestedBy: 'lan',
  requestedAt: later(-60),
  expiresAt: later(240),
  decidedBy: null,
  decidedAt: null,
  decisionReason: null,
  announcementId: null,
  confirmable: true,
  ...part,
});
const shownTo = (username: string, ...requests: AnnouncementRequest[]): string[] =>
  concerned(requests, username, now).map(({ id }) => id);

describe('what waits for a second person', () => {
  it('is shown to whoever may confirm it and whoever asked', () => {
    expect(shownTo('binh', request())).toEqual(['req_1']);
    expect(shownTo('lan', request({ confirmable: false }))).toEqual(['req_1']);
    expect(shownTo('hoa', request({ confirmable: false }))).toEqual([]);
  });

  it('is over by the clock, also in a list that says otherwise', () => {
    expect(isOver(request({ expiresAt: later(0) }), now)).toBe(true);
    expect(isOver(request(), now)).toBe(false);
  });

  it('is told for a while after it ran out, to all; a refusal to whoever asked', () => {
    expect(shownTo('binh', request({ state: 'expired', expiresAt: later(-30) }))).toEqual(['req_1']);
    expect(shownTo('binh', request({ state: 'expired', expiresAt: later(-300) }))).toEqual([]);
    const refused = request({ state: 'refused', decidedBy: 'binh', decidedAt: later(-10) });
    expect(shownTo('lan', refused)).toEqual(['req_1']);
    expect(shownTo('binh', refused)).toEqual([]);
  });

  it('is gone once it was confirmed or taken back', () => {
    const decided = { decidedBy: 'binh', decidedAt: later(-1) };
    expect(shownTo('lan', request({ state: 'confirmed', ...decided }))).toEqual([]);
    expect(shownTo('lan', request({ state: 'withdrawn', ...decided }))).toEqual([]);
  });
});
