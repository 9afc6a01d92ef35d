import type { Announcement } from './announcements.ts';
import type { ProgramItem } from './program.ts';
import { fiveOClock, minute } from './vector-keys.ts';

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
