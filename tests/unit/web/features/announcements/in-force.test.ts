import { describe, expect, it } from 'vitest';
import {
  byWeight,
  isInForce,
  isMoving,
  isStopped,
  leftMs,
  progressParts,
  titleBesideMark,
} from '../../../../../web/src/features/announcements/in-force.ts';
import { announcement } from './sample-announcement.ts';

const now = Date.parse('2026-11-22T02:04:00Z');

describe('what is in force', () => {
  it('puts what silences the rest first, then the real thing, then practice; the newest first among equals', () => {
    const ids = byWeight([
      announcement({ id: 'test', kind: 'test' }),
      announcement({ id: 'old', startAt: '2026-11-22T01:00:00.000Z' }),
      announcement({ id: 'exercise', kind: 'exercise' }),
      announcement({ id: 'stop', kind: 'stop', endAt: null }),
      announcement({ id: 'new' }),
    ]).map(({ id }) => id);
    expect(ids).toEqual(['stop', 'new', 'old', 'exercise', 'test']);
  });

  it('counts down to the end, and a stop has none', () => {
    expect(leftMs(announcement(), now)).toBe(6 * 60_000);
    expect(leftMs(announcement({ endAt: null }), now)).toBeNull();
  });

  it('is over at its end even while the list is older than that', () => {
    const end = Date.parse('2026-11-22T02:10:00Z');
    expect(isInForce(announcement(), end - 1)).toBe(true);
    expect(isInForce(announcement(), end)).toBe(false);
  });

  it('holds a stop until somebody lifts it', () => {
    const stop = announcement({ kind: 'stop', endAt: null });
    expect(isInForce(stop, now + 365 * 86_400_000)).toBe(true);
    expect(isInForce({ ...stop, state: 'ended' }, now)).toBe(false);
  });

  it('shows each cluster in one part: started, online and waiting, offline', () => {
    expect(progressParts(announcement().progress)).toEqual({ started: 27, waiting: 1, offline: 2 });
  });

  it('says that a stop of the same place, or of the whole province, silences it, and another does not', () => {
    const stopOf = (areaCode: string, level: 'commune' | 'province') =>
      announcement({
        kind: 'stop',
        endAt: null,
        area: { ...announcement().area, code: areaCode, level },
        targets: [{ areaCode }],
      });
    expect(isStopped(announcement(), [stopOf('08527', 'commune')])).toBe(true);
    expect(isStopped(announcement(), [stopOf('25', 'province')])).toBe(true);
    expect(isStopped(announcement(), [stopOf('07888', 'commune')])).toBe(false);
    expect(isStopped(stopOf('08527', 'commune'), [stopOf('25', 'province')])).toBe(false);
  });

  it('does not say twice what kind it is', () => {
    expect(titleBesideMark({ kind: 'exercise', title: 'Diễn tập: Cảnh báo lũ' })).toBe('Cảnh báo lũ');
    expect(titleBesideMark(announcement())).toBe('Cảnh báo lũ sông Thao');
    expect(titleBesideMark({ kind: 'test', title: 'Phát thử' })).toBeNull();
  });

  it('moves in its first minute, and as long as somebody who is online has not started', () => {
    const startAt = Date.parse('2026-11-22T02:00:00Z');
    const settled = announcement({ progress: { targeted: 30, started: 28, notStarted: 2, offline: 2 } });
    expect(isMoving(settled, startAt + 59_000)).toBe(true);
    expect(isMoving(settled, startAt + 61_000)).toBe(false);
    expect(isMoving(announcement(), startAt + 61_000)).toBe(true);
  });
});
