import { describe, expect, it } from 'vitest';
import { createFailedConnects } from '../../../broker/failed-connects.ts';

const create = () => {
  let now = 0;
  const failures = createFailedConnects({ failuresBeforeDelay: 3, maxDelayMs: 4_000, now: () => now });
  return {
    failures,
    at: (ms: number) => {
      now = ms;
    },
  };
};

describe('refused connects', () => {
  it('are answered at once a few times, then ever later, up to a bound', () => {
    const { failures } = create();
    const delays = Array.from({ length: 10 }, () => failures.note('a'));
    expect(delays).toEqual([0, 0, 0, 250, 500, 1_000, 2_000, 4_000, 4_000, 4_000]);
    expect(failures.note('b')).toBe(0);
  });

  it('are forgotten after ten minutes of peace', () => {
    const { failures, at } = create();
    for (let tries = 0; tries < 5; tries += 1) failures.note('a');
    at(10 * 60_000 + 1);
    expect(failures.note('a')).toBe(0);
    for (let tries = 0; tries < 1_000; tries += 1) failures.note(`other-${tries}`);
    at(60 * 60_000);
    for (let tries = 0; tries < 1_000; tries += 1) failures.note('b');
    expect(failures.size()).toBeLessThan(10);
  });

  it('from ever other addresses take no more memory, and do not forgive the one that goes on', () => {
    const { failures } = create();
    for (let tries = 0; tries < 60_000; tries += 1) {
      failures.note(`2001:db8::${tries.toString(16)}`);
      if (tries % 10_000 === 0) failures.note('a');
    }
    expect(failures.size()).toBe(50_000);
    expect(failures.note('a')).toBeGreaterThan(0);
  });
});
