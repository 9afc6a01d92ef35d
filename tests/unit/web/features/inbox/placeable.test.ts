import { describe, expect, it } from 'vitest';
import type { ScheduleEntry } from '../../../../../controller/http/api-type.ts';
import { placeableSessions } from '../../../../../web/src/features/inbox/placeable.ts';

const entry = (sessionId: string, startAt: string): ScheduleEntry => ({
  sessionId,
  title: `Buổi ${sessionId}`,
  class: 'normal',
  area: { code: '08527', name: 'Cao Xá', level: 'commune', type: 'xã' },
  date: startAt.slice(0, 10),
  startAt,
  endAt: startAt,
  soundEndAt: null,
  targetNames: [],
  communes: 1,
  unplaced: [],
  items: [],
  exception: null,
  readiness: null,
  outcomes: null,
});
const now = Date.parse('2026-11-22T12:00:00Z');

describe('sessions into which a bulletin can be placed', () => {
  it('come with their dates to come, the next session first', () => {
    const sessions = placeableSessions(
      [
        entry('chiều', '2026-11-23T10:00:00Z'),
        entry('sáng', '2026-11-23T22:00:00Z'),
        entry('sáng', '2026-11-22T22:00:00Z'),
      ],
      '08527',
      now,
    );
    expect(sessions.map(({ sessionId, entries }) => [sessionId, entries.map(({ date }) => date)])).toEqual([
      ['sáng', ['2026-11-22', '2026-11-23']],
      ['chiều', ['2026-11-23']],
    ]);
  });

  it('leave out what has begun', () => {
    expect(placeableSessions([entry('trưa', '2026-11-22T12:00:00Z')], '08527', now)).toEqual([]);
  });

  it('are those of the commune, not those that a higher level put there', () => {
    const province = { code: '25', name: 'Phú Thọ', level: 'province' as const, type: 'tỉnh' };
    const entries = [{ ...entry('tỉnh', '2026-11-23T10:00:00Z'), area: province }];
    expect(placeableSessions(entries, '08527', now)).toEqual([]);
  });

  it('name the ordinary ones before those of priority', () => {
    const urgent = { ...entry('khẩn', '2026-11-23T08:00:00Z'), class: 'priority' as const };
    const sessions = placeableSessions([urgent, entry('chiều', '2026-11-23T10:00:00Z')], '08527', now);
    expect(sessions.map(({ sessionId }) => sessionId)).toEqual(['chiều', 'khẩn']);
  });
});
