import type { Announcement } from './announcements.ts';
import type { ClockEstimate, ClockSample } from './clock-estimate.ts';
import type { TimeWindow } from './policy.ts';
import type { BroadcastClass, ProgramItem } from './program.ts';
import { fiveOClock, hour, minute } from './vector-keys.ts';

export type ClockVector = Readonly<{
  name: string;
  samples: readonly ClockSample[];
  ownNowMs: number;
  driftPpm: number;
  expected: ClockEstimate | null;
}>;

const own = 1_000_000;
const offset = 5_000_000;

export const clockVectors: readonly ClockVector[] = [
  { name: 'no exchange', samples: [], ownNowMs: own, driftPpm: 50, expected: null },
  {
    name: 'one exchange of 20 ms',
    samples: [{ t0: own, t1: own + offset + 10, t2: own + offset + 10, t3: own + 20 }],
    ownNowMs: own + 20,
    driftPpm: 0,
    expected: { offsetMs: offset + 0.5, errorMs: 10.5 },
  },
  {
    name: 'a slow request: the middle is wrong, the bound covers the truth',
    samples: [{ t0: own, t1: own + offset + 900, t2: own + offset + 900, t3: own + 910 }],
    ownNowMs: own + 910,
    driftPpm: 0,
    expected: { offsetMs: offset + 445.5, errorMs: 455.5 },
  },
  {
    name: 'time that the controller kept the request does not widen the bound',
    samples: [{ t0: own, t1: own + offset + 10, t2: own + offset + 4_010, t3: own + 4_020 }],
    ownNowMs: own + 4_020,
    driftPpm: 0,
    expected: { offsetMs: offset + 0.5, errorMs: 10.5 },
  },
  {
    name: 'two exchanges, slow in opposite directions, prove more together',
    samples: [
      { t0: own, t1: own + offset + 900, t2: own + offset + 900, t3: own + 910 },
      { t0: own + 2_000, t1: own + offset + 2_010, t2: own + offset + 2_010, t3: own + 2_910 },
    ],
    ownNowMs: own + 2_910,
    driftPpm: 0,
    expected: { offsetMs: offset + 0.5, errorMs: 10.5 },
  },
  {
    name: 'a day at 50 ppm adds 4.32 s to either side',
    samples: [{ t0: own, t1: own + offset, t2: own + offset, t3: own }],
    ownNowMs: own + 86_400_000,
    driftPpm: 50,
    expected: { offsetMs: offset + 0.5, errorMs: 4_320.5 },
  },
  {
    name: 'exchanges of two hours tell the rate of the own clock, here 40 ppm too slow, and what comes is foretold by it',
    samples: [
      [40, 200],
      [200, 41],
      [120, 90],
      [60, 240],
      [250, 60],
      [45, 130],
      [130, 45],
      [90, 220],
      [41, 40],
    ].map(([up = 0, down = 0], n) => {
      const t0 = own + n * 900_000;
      const received = t0 + offset + n * 36 + up;
      return { t0, t1: received, t2: received, t3: t0 + up + down };
    }),
    ownNowMs: own + 3 * 3_600_000,
    driftPpm: 50,
    expected: { offsetMs: offset + 433.498, errorMs: 365.494 },
  },
  {
    name: 'the own clock stepped back an hour between two exchanges: the newer one counts',
    samples: [
      { t0: own, t1: own + offset, t2: own + offset, t3: own },
      { t0: own - 3_600_000, t1: own + offset + 60_000, t2: own + offset + 60_000, t3: own - 3_600_000 },
    ],
    ownNowMs: own - 3_600_000,
    driftPpm: 0,
    expected: { offsetMs: offset + 3_660_000.5, errorMs: 0.5 },
  },
];

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

export type TimelineVector = Readonly<{
  name: string;
  items: readonly Pick<
    ProgramItem,
    'id' | 'class' | 'startAt' | 'endAt' | 'order' | 'resume' | 'latestEndAt'
  >[];
  announcements: readonly Announcement[];
  /** Announcements of the areas above, nearest first. */
  above: readonly (readonly Announcement[])[];
  /** [id, startAt, endAt, position in the audio]; a null end is never. */
  expected: readonly (readonly [string, number, number | null, number])[];
}>;

const at = (minutes: number): number => fiveOClock + minutes * minute;
type VectorItem = TimelineVector['items'][number];
const item = (id: string, from: number, to: number, patch: Partial<VectorItem> = {}): VectorItem => ({
  id,
  class: 'normal',
  startAt: at(from),
  endAt: at(to),
  order: 0,
  resume: 'resume',
  ...patch,
});
const emergency = (id: string, from: number, to: number): Announcement => ({
  kind: 'emergency',
  id,
  title: 'Cảnh báo lũ',
  startAt: at(from),
  endAt: at(to),
  targetSet: 's0',
  volume: 100,
  repeat: true,
  source: { kind: 'asset', sha256: '0'.repeat(64) },
});
const stop: Announcement = { kind: 'stop', id: 'stop', title: 'Dừng', startAt: at(5), targetSet: 's0' };

export const timelineVectors: readonly TimelineVector[] = [
  {
    name: 'two items in turn',
    items: [item('b', 10, 20), item('a', 0, 10)],
    announcements: [],
    above: [],
    expected: [
      ['a', at(0), at(10), 0],
      ['b', at(10), at(20), 0],
    ],
  },
  {
    name: 'of one class nobody takes over; who waits enters at the wall-clock position',
    items: [item('a', 0, 10, { order: 5 }), item('b', 5, 20, { order: 1 })],
    announcements: [],
    above: [],
    expected: [
      ['a', at(0), at(10), 0],
      ['b', at(10), at(20), 5 * minute],
    ],
  },
  {
    name: 'order decides among those that wait, then start, then id',
    items: [
      item('a', 0, 10),
      item('d', 2, 30, { order: 2 }),
      item('c', 3, 15, { order: 1 }),
      item('b', 3, 14, { order: 1 }),
    ],
    announcements: [],
    above: [],
    expected: [
      ['a', at(0), at(10), 0],
      ['b', at(10), at(14), 7 * minute],
      ['c', at(14), at(15), 11 * minute],
      ['d', at(15), at(30), 13 * minute],
    ],
  },
  {
    name: 'priority takes over from normal, emergency from priority; each resumes',
    items: [item('n', 0, 30), item('p', 10, 20, { class: 'priority' })],
    announcements: [emergency('e', 12, 14)],
    above: [],
    expected: [
      ['n', at(0), at(10), 0],
      ['p', at(10), at(12), 0],
      ['e', at(12), at(14), 0],
      ['p', at(14), at(20), 4 * minute],
      ['n', at(20), at(30), 20 * minute],
    ],
  },
  {
    name: 'a displaced item that skips does not come back',
    items: [item('n', 0, 30, { resume: 'skip' })],
    announcements: [emergency('e', 12, 14)],
    above: [],
    expected: [
      ['n', at(0), at(12), 0],
      ['e', at(12), at(14), 0],
    ],
  },
  {
    name: 'a displaced item restarts while it can end in time',
    items: [item('n', 0, 10, { resume: 'restart', latestEndAt: at(24) })],
    announcements: [emergency('e', 8, 14)],
    above: [],
    expected: [
      ['n', at(0), at(8), 0],
      ['e', at(8), at(14), 0],
      ['n', at(14), at(24), 0],
    ],
  },
  {
    name: 'and not when it cannot',
    items: [item('n', 0, 10, { resume: 'restart', latestEndAt: at(23) })],
    announcements: [emergency('e', 8, 14)],
    above: [],
    expected: [
      ['n', at(0), at(8), 0],
      ['e', at(8), at(14), 0],
    ],
  },
  {
    name: 'a stop silences all, also an emergency, until it is lifted',
    items: [item('n', 0, 10)],
    announcements: [stop, emergency('e', 3, 30)],
    above: [],
    expected: [
      ['n', at(0), at(3), 0],
      ['e', at(3), at(5), 0],
      ['stop', at(5), null, 0],
    ],
  },
  {
    name: 'a stop that has been lifted ended then: what it silenced goes on as its resume policy says',
    items: [item('n', 0, 20), item('m', 8, 30, { class: 'priority', resume: 'skip' })],
    announcements: [{ ...stop, endAt: at(12) }],
    above: [],
    expected: [
      ['n', at(0), at(5), 0],
      ['stop', at(5), at(12), 0],
      ['n', at(12), at(20), 12 * minute],
    ],
  },
  {
    name: 'emergencies of the province and of the commune: one sound, the first goes on',
    items: [item('n', 0, 30)],
    announcements: [emergency('commune', 4, 12)],
    above: [[], [emergency('province', 2, 8)]],
    expected: [
      ['n', at(0), at(2), 0],
      ['province', at(2), at(8), 0],
      ['commune', at(8), at(12), 4 * minute],
      ['n', at(12), at(30), 12 * minute],
    ],
  },
  {
    name: 'emergencies of one instant: the smaller id, whoever lists it',
    items: [],
    announcements: [emergency('b', 0, 10)],
    above: [[emergency('a', 0, 6)]],
    expected: [
      ['a', at(0), at(6), 0],
      ['b', at(6), at(10), 6 * minute],
    ],
  },
  {
    name: 'a stop of the province silences the emergency of the commune',
    items: [item('n', 0, 10)],
    announcements: [emergency('e', 3, 30)],
    above: [[stop]],
    expected: [
      ['n', at(0), at(3), 0],
      ['e', at(3), at(5), 0],
      ['stop', at(5), null, 0],
    ],
  },
];
