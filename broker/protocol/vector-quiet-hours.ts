import type { TimeWindow } from './policy.ts';
import type { BroadcastClass } from './program.ts';
import { fiveOClock, hour, minute } from './vector-keys.ts';

export type QuietHoursVector = Readonly<{
  name: string;
  class: BroadcastClass;
  startAt: number;
  /** `until` of the item's exception. */
  exceptionUntil: number | null;
  /** Windows of the policy; null when no policy is held. */
  allowed: readonly TimeWindow[] | null;
  /** `never` for no cut, `refused` for an item that may not sound. */
  expected: number | 'never' | 'refused';
}>;

const nine = fiveOClock + 16 * hour;
const plain = { class: 'normal', exceptionUntil: null, allowed: null } as const;

export const quietHoursVectors: readonly QuietHoursVector[] = [
  { ...plain, name: '05:00 without a policy', startAt: fiveOClock, expected: nine },
  { ...plain, name: '04:59:59.999 without a policy', startAt: fiveOClock - 1, expected: 'refused' },
  { ...plain, name: '20:59 without a policy is cut at 21:00', startAt: nine - minute, expected: nine },
  { ...plain, name: '21:00 without a policy', startAt: nine, expected: 'refused' },
  { ...plain, name: 'an emergency at 21:00', class: 'emergency', startAt: nine, expected: 'never' },
  {
    ...plain,
    name: 'priority is not above quiet hours',
    class: 'priority',
    startAt: nine,
    expected: 'refused',
  },
  {
    ...plain,
    name: 'an exception until 21:30',
    startAt: nine,
    exceptionUntil: nine + 30 * minute,
    expected: nine + 30 * minute,
  },
  {
    ...plain,
    name: 'an exception never shortens a window',
    startAt: fiveOClock,
    exceptionUntil: fiveOClock + 1,
    expected: nine,
  },
  { ...plain, name: 'a policy that allows nothing', startAt: fiveOClock, allowed: [], expected: 'refused' },
  {
    ...plain,
    name: 'windows that touch are one',
    startAt: fiveOClock,
    allowed: [
      { startAt: fiveOClock, endAt: fiveOClock + hour },
      { startAt: fiveOClock + hour, endAt: fiveOClock + 2 * hour },
      { startAt: fiveOClock + 3 * hour, endAt: fiveOClock + 4 * hour },
    ],
    expected: fiveOClock + 2 * hour,
  },
];
