import { describe, expect, it } from 'vitest';
import { type Pending, readyGroups, summaryOf } from '../../../../controller/domain/notice-digest.ts';

const now = Date.parse('2026-11-22T12:00:00+07:00');
const minute = 60_000;
const incident = (n: number, over: Partial<Pending> = {}): Pending => ({
  id: `ntc_${n}`,
  type: 'incident-opened',
  areaKey: 'a',
  subjectId: `inc_${n}`,
  title: { vi: `Bộ thu ${n} mất kết nối`, en: `Receiver ${n} is silent` },
  body: { vi: '', en: '' },
  path: '/su-co',
  at: now,
  storedAt: now - minute,
  ...over,
});
const never = () => null;

describe('floods of notices', () => {
  it('tells what cannot flood at once, each by itself', () => {
    const pending = [
      incident(1, { type: 'emergency-started', storedAt: now }),
      incident(2, { type: 'returned' }),
    ];
    expect(readyGroups(pending, never, now).map(({ notices }) => notices.length)).toEqual([1, 1]);
  });

  it('waits a minute for the rest of a flood, then tells each area once', () => {
    const pending = Array.from({ length: 200 }, (_, n) => incident(n, { areaKey: n % 2 === 0 ? 'a' : 'b' }));
    const early = pending.map((one) => ({ ...one, storedAt: now - minute + 1 }));
    expect(readyGroups(early, never, now)).toEqual([]);
    expect(readyGroups(pending, never, now).map(({ areaKey, notices }) => [areaKey, notices.length])).toEqual(
      [
        ['a', 100],
        ['b', 100],
      ],
    );
  });

  it('pauses a quarter of an hour between two of an area, and holds up no other area', () => {
    const told = (_: string, areaKey: string): number | null =>
      areaKey === 'a' ? now - 15 * minute + 1 : null;
    const pending = [incident(1), incident(2, { areaKey: 'b' })];
    expect(readyGroups(pending, told, now).map(({ areaKey }) => areaKey)).toEqual(['b']);
    expect(readyGroups(pending, told, now + 1).map(({ areaKey }) => areaKey)).toEqual(['a', 'b']);
  });

  it('says how many, where, and the first few', () => {
    const notices = Array.from({ length: 5 }, (_, n) => incident(n));
    const summary = summaryOf(notices, { areaKey: 'a', code: '07888', name: 'xã Cao Xá' });
    expect(summary.title.vi).toBe('5 sự cố mới ở xã Cao Xá');
    expect(summary.body.vi).toBe(
      'Bộ thu 0 mất kết nối; Bộ thu 1 mất kết nối; Bộ thu 2 mất kết nối; và 2 mục khác',
    );
    expect(summary.path).toBe('/su-co?dia-ban=07888');
  });
});
