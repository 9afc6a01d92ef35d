import { describe, expect, it } from 'vitest';
import { type SyncQuestion, syncPace } from '../../../../device-sim/device/sync-pace.ts';

const second = 1_000;
const minute = 60 * second;

const pace = (patch: Partial<SyncQuestion>) =>
  syncPace({
    errorMs: 100,
    exchanges: 50,
    driftPpm: 50,
    untilStart: Number.POSITIVE_INFINITY,
    closeFor: 0,
    interval: 15 * minute,
    startInterval: 45 * second,
    ...patch,
  });

describe('the time is asked for', () => {
  it.each<[string, Partial<SyncQuestion>, number, boolean]>([
    ['at leisure while nothing is planned', {}, 15 * minute, false],
    ['at leisure long before a start', { untilStart: 300 * minute }, 15 * minute, false],
    ['when the two hours before a start begin', { untilStart: 125 * minute }, 5 * minute, false],
    ['closely within them', { untilStart: 100 * minute }, 45 * second, true],
    [
      'at the same pace in a session, after an hour of it',
      { untilStart: minute, closeFor: 60 * minute },
      45 * second,
      true,
    ],
    ['more often by a device that came late', { untilStart: 20 * minute }, 12 * second, true],
    ['but never more than 4.5 times as often', { untilStart: minute }, 10 * second, true],
    ['as the drift asks for on a fast link', { untilStart: minute, errorMs: 2 }, 50 * second, true],
    [
      'at leisure where closeness is not wanted',
      { untilStart: minute, startInterval: 15 * minute },
      15 * minute,
      false,
    ],
    [
      'again at once after power on, while the bound is coarse',
      { errorMs: 900, exchanges: 2 },
      2 * second,
      false,
    ],
    ['not for ever so on a slow link', { errorMs: 900, exchanges: 4 }, 15 * minute, false],
  ])('%s', (_, patch, wait, isClose) => {
    expect(pace(patch)).toEqual({ wait: expect.closeTo(wait, 6), isClose });
  });
});
