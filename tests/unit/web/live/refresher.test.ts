import { describe, expect, it } from 'vitest';
import { createRefresher } from '../../../../web/src/live/refresher.ts';
import { createFakeSchedule } from './fake-schedule.ts';

const setUp = () => {
  const time = createFakeSchedule();
  const fetching = new Set<string>();
  const asked: [string, number][] = [];
  const refresher = createRefresher({
    intervalMs: 1_000,
    now: time.now,
    schedule: time.schedule,
    isFetching: (key) => fetching.has(key),
    refetch: (key) => asked.push([key, time.now()]),
  });
  return { time, fetching, asked, refresher };
};

describe('refresher', () => {
  it('asks at once for what has not been asked for lately', () => {
    const { time, asked, refresher } = setUp();
    time.advance(5_000);
    refresher.stale(['overview']);
    time.advance(0);
    expect(asked).toEqual([['overview', 5_000]]);
  });

  it('asks for a key no more than once a second, however many events come', () => {
    const { time, asked, refresher } = setUp();
    for (let step = 0; step < 40; step += 1) {
      refresher.stale(['overview']);
      time.advance(50);
    }
    time.advance(2_000);
    const gaps = asked.slice(1).map(([, at], index) => at - (asked[index]?.[1] ?? 0));
    expect(asked).toHaveLength(3);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
  });

  it('waits for a running fetch and asks again after it, because its answer may be older than the event', () => {
    const { time, fetching, asked, refresher } = setUp();
    fetching.add('overview');
    refresher.stale(['overview']);
    time.advance(3_000);
    expect(asked).toEqual([]);
    fetching.clear();
    time.advance(250);
    expect(asked).toHaveLength(1);
  });

  it('does not let one slow key hold up another', () => {
    const { time, fetching, asked, refresher } = setUp();
    fetching.add('coverage');
    refresher.stale(['coverage', 'overview']);
    time.advance(0);
    expect(asked).toEqual([['overview', 0]]);
  });

  it('stops asking when told', () => {
    const { time, asked, refresher } = setUp();
    refresher.stale(['overview']);
    refresher.stop();
    time.advance(2_000);
    expect(asked).toEqual([]);
    expect(time.waiting()).toBe(0);
  });
});
