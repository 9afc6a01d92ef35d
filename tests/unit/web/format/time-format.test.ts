import { describe, expect, it } from 'vitest';
import { createTimeFormat } from '../../../../web/src/format/time-format.ts';

const vi = createTimeFormat('vi');
const en = createTimeFormat('en');

describe('times', () => {
  it('writes an instant as 24 hours in Vietnam, wherever the browser is', () => {
    expect(vi.time('2026-11-21T22:00:00Z')).toBe('05:00');
    expect(vi.timeWithSeconds('2026-11-21T22:00:03.900Z')).toBe('05:00:03');
    expect(vi.dateTime('2026-11-21T22:00:00Z')).toBe('05:00 22/11/2026');
  });

  it('names the weekday of a local date', () => {
    expect(vi.longDate('2026-11-22')).toBe('Chủ Nhật, 22/11/2026');
    expect(en.longDate('2026-11-23')).toBe('Monday, 23/11/2026');
    expect(vi.shortWeekday('2026-11-23')).toBe('T2');
  });

  it('says today, tomorrow and yesterday, also across the end of a month', () => {
    expect(vi.dayLabel('2026-11-30', '2026-11-30')).toBe('Hôm nay');
    expect(vi.dayLabel('2026-12-01', '2026-11-30')).toBe('Ngày mai');
    expect(vi.dayLabel('2026-11-30', '2026-12-01')).toBe('Hôm qua');
    expect(vi.dayLabel('2026-12-03', '2026-12-01')).toBe('Thứ Năm, 03/12/2026');
    expect(vi.dayInText('2026-12-01', '2026-12-01')).toBe('hôm nay');
    expect(vi.dayInText('2026-12-03', '2026-12-01')).toBe('thứ Năm, 03/12/2026');
    expect(en.dayInText('2026-12-02', '2026-12-01')).toBe('tomorrow');
    expect(en.dayInText('2026-12-03', '2026-12-01')).toBe('Thursday, 03/12/2026');
  });
});

describe('countdown', () => {
  it('rounds up, so that zero is shown only when the time has come', () => {
    expect(vi.countdown(42_001)).toBe('00:43');
    expect(vi.countdown(1)).toBe('00:01');
    expect(vi.countdown(0)).toBe('00:00');
  });

  it('never runs below zero', () => {
    expect(vi.countdown(-5_000)).toBe('00:00');
  });

  it('adds hours and days as they are needed', () => {
    expect(vi.countdown(3_753_000)).toBe('1:02:33');
    expect(vi.countdown(2 * 86_400_000 + 11_520_000)).toBe('2 ngày 03:12');
    expect(en.countdown(86_400_000)).toBe('1 day 00:00');
  });
});

describe('durations and ages', () => {
  it('writes positions in audio', () => {
    expect(vi.clock(200_900)).toBe('3:20');
    expect(vi.clock(3_725_000)).toBe('1:02:05');
  });

  it('writes lengths in words and leaves out what no longer matters', () => {
    expect(vi.duration(200_000)).toBe('3 phút 20 giây');
    expect(vi.duration(5_400_000)).toBe('1 giờ 30 phút');
    expect(vi.duration(0)).toBe('0 giây');
    expect(vi.duration(320_000_000)).toBe('3 ngày 16 giờ');
  });

  it('coarsens an age as it grows', () => {
    expect(vi.age(500)).toBe('vừa xong');
    expect(vi.age(12_400)).toBe('12 giây trước');
    expect(vi.age(150_000)).toBe('2 phút trước');
    expect(vi.age(26 * 3_600_000)).toBe('26 giờ trước');
    expect(en.age(3 * 86_400_000)).toBe('3 days ago');
  });
});
