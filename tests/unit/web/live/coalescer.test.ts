import { describe, expect, it } from 'vitest';
import { createCoalescer } from '../../../../web/src/live/coalescer.ts';
import { createFakeSchedule } from './fake-schedule.ts';

const setUp = () => {
  const time = createFakeSchedule();
  const flushed: number[][] = [];
  const coalescer = createCoalescer<number>({
    intervalMs: 250,
    now: time.now,
    schedule: time.schedule,
    flush: (values) => flushed.push([...values]),
  });
  return { time, flushed, coalescer };
};

describe('coalescer', () => {
  it('hands on at once after a quiet time, everything of the same moment together', () => {
    const { time, flushed, coalescer } = setUp();
    coalescer.add(1);
    coalescer.add(2);
    time.advance(0);
    expect(flushed).toEqual([[1, 2]]);
  });

  it('hands on no more often than the interval', () => {
    const { time, flushed, coalescer } = setUp();
    coalescer.add(1);
    time.advance(10);
    coalescer.add(2);
    time.advance(100);
    coalescer.add(3);
    expect(flushed).toEqual([[1]]);
    time.advance(140);
    expect(flushed).toEqual([[1], [2, 3]]);
  });

  it('hands on nothing once stopped', () => {
    const { time, flushed, coalescer } = setUp();
    coalescer.add(1);
    coalescer.stop();
    time.advance(1_000);
    expect(flushed).toEqual([]);
    expect(time.waiting()).toBe(0);
  });
});
