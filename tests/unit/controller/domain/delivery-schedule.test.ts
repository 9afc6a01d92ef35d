import { expect, it } from 'vitest';
import { pauseAfter } from '../../../../controller/domain/delivery-schedule.ts';

it('waits twice as long after each failure, an hour at most, a quarter more or less by chance', () => {
  expect([1, 2, 3, 4].map((failures) => pauseAfter(failures, 0.5))).toEqual([30e3, 60e3, 120e3, 240e3]);
  expect([pauseAfter(1, 0), pauseAfter(1, 0.999_999)].map(Math.round)).toEqual([22_500, 37_500]);
  expect([20, 1_000].map((failures) => pauseAfter(failures, 0.5))).toEqual([3_600e3, 3_600e3]);
});
