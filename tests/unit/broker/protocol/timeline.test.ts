import { describe, expect, it } from 'vitest';
import { type Candidate, lateEntry, rank, type Segment, segmentAt, timeline } from '#protocol';
import { itemAt } from '../../../support/device-documents.ts';

const candidate = (
  id: string,
  startAt: number,
  endAt: number,
  patch: Partial<Candidate> = {},
): Candidate => ({
  id,
  rank: rank.normal,
  order: 0,
  startAt,
  endAt,
  lengthMs: endAt - startAt,
  late: 'join',
  resume: 'resume',
  latestEndAt: endAt,
  cutBy: null,
  subject: { kind: 'item', item: itemAt(id, 0) },
  ...patch,
});

const seen = (segments: readonly Segment[]) =>
  segments.map((one) => [one.candidate.id, one.startAt, one.endAt, one.positionMs]);

describe('a timeline', () => {
  it.each<[string, Candidate[], ReturnType<typeof seen>]>([
    ['of nothing is empty', [], []],
    ['ignores what ends before it starts', [candidate('a', 10, 10)], []],
    [
      'plays one after the other',
      [candidate('b', 20, 30), candidate('a', 10, 20)],
      [
        ['a', 10, 20, 0],
        ['b', 20, 30, 0],
      ],
    ],
    [
      'yields to a higher class and resumes at the wall-clock position',
      [candidate('a', 0, 100), candidate('e', 30, 50, { rank: rank.emergency })],
      [
        ['a', 0, 30, 0],
        ['e', 30, 50, 0],
        ['a', 50, 100, 50],
      ],
    ],
    [
      'does not yield to the same class, whatever the order',
      [candidate('a', 0, 100, { order: 9 }), candidate('b', 30, 120, { order: 1 })],
      [
        ['a', 0, 100, 0],
        ['b', 100, 120, 70],
      ],
    ],
    [
      'starts by order, then start, then id, when several wait',
      [
        candidate('c', 0, 10, { order: 1 }),
        candidate('b', 0, 10, { order: 0 }),
        candidate('a', 0, 10, { order: 0 }),
      ],
      [['a', 0, 10, 0]],
    ],
    [
      'skips a displaced item that may not resume',
      [candidate('a', 0, 100, { resume: 'skip' }), candidate('e', 30, 50, { rank: rank.emergency })],
      [
        ['a', 0, 30, 0],
        ['e', 30, 50, 0],
      ],
    ],
    [
      'restarts a displaced item that can still end in time',
      [
        candidate('a', 0, 100, { resume: 'restart', latestEndAt: 150 }),
        candidate('e', 30, 50, { rank: rank.emergency }),
      ],
      [
        ['a', 0, 30, 0],
        ['e', 30, 50, 0],
        ['a', 50, 150, 0],
      ],
    ],
    [
      'does not restart what could not end in time',
      [
        candidate('a', 0, 100, { resume: 'restart', latestEndAt: 149 }),
        candidate('e', 30, 50, { rank: rank.emergency }),
      ],
      [
        ['a', 0, 30, 0],
        ['e', 30, 50, 0],
      ],
    ],
    [
      'lets a stop silence everything for good',
      [
        candidate('a', 0, 100),
        candidate('e', 30, 90, { rank: rank.emergency }),
        candidate('s', 40, Number.POSITIVE_INFINITY, { rank: rank.stop }),
      ],
      [
        ['a', 0, 30, 0],
        ['e', 30, 40, 0],
        ['s', 40, Number.POSITIVE_INFINITY, 0],
      ],
    ],
  ])('%s', (_name, candidates, expected) => {
    expect(seen(timeline(candidates))).toEqual(expected);
  });

  it('answers what sounds at an instant', () => {
    const segments = timeline([candidate('a', 10, 20)]);
    expect(segmentAt(segments, 9)).toBeNull();
    expect(segmentAt(segments, 10)?.candidate.id).toBe('a');
    expect(segmentAt(segments, 20)).toBeNull();
  });
});

describe('a device that arrives after the start', () => {
  const item = (late: Candidate['late'], latestEndAt = 100) => candidate('a', 0, 100, { late, latestEndAt });

  it.each([
    [item('join'), 0, 'on-time'],
    [item('skip'), -5, 'on-time'],
    [item('join'), 30, 'join'],
    [item('skip'), 1, 'silent'],
    [item('restart', 129), 30, 'silent'],
    [item('restart', 130), 30, 'restart'],
  ])('%# does what the policy says', (one, arrivedAt, kind) => {
    expect(lateEntry(one, arrivedAt).kind).toBe(kind);
  });

  it('restarts in a slot of the same length', () => {
    const entry = lateEntry(item('restart', 200), 30);
    expect(entry).toMatchObject({ candidate: { startAt: 30, endAt: 130, lengthMs: 100 } });
  });
});
