import fc from 'fast-check';
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

const anyCandidates = fc
  .array(
    fc.record({
      rank: fc.constantFrom(rank.normal, rank.priority, rank.emergency, rank.stop),
      order: fc.integer({ min: 0, max: 2 }),
      startAt: fc.integer({ min: 0, max: 60 }),
      lengthMs: fc.integer({ min: 0, max: 30 }),
      resume: fc.constantFrom('resume', 'skip', 'restart'),
      slackMs: fc.integer({ min: 0, max: 40 }),
    }),
    { maxLength: 9 },
  )
  .map((drafts) =>
    drafts.map(({ startAt, lengthMs, slackMs, resume, ...rest }, n) =>
      candidate(`c${n}`, startAt, startAt + lengthMs, {
        ...rest,
        resume,
        lengthMs,
        latestEndAt: startAt + lengthMs + slackMs,
      }),
    ),
  );

describe('whatever the candidates', () => {
  it('there are never two at once, and segments come in order', () => {
    fc.assert(
      fc.property(anyCandidates, (candidates) => {
        const segments = timeline(candidates);
        for (const [n, segment] of segments.entries()) {
          expect(segment.endAt).toBeGreaterThan(segment.startAt);
          expect(segment.startAt).toBeGreaterThanOrEqual(segments[n - 1]?.endAt ?? 0);
        }
      }),
    );
  });

  it('the order in which they are listed does not matter', () => {
    fc.assert(
      fc.property(anyCandidates, fc.nat(), (candidates, turn) => {
        const shuffled = candidates.map((one, n) => ({ one, key: (n * 7919 + turn) % 101 }));
        shuffled.sort((a, b) => a.key - b.key);
        expect(timeline(shuffled.map(({ one }) => one))).toEqual(timeline(candidates));
      }),
    );
  });

  it('it is total: while one could sound, something does', () => {
    fc.assert(
      fc.property(anyCandidates, fc.integer({ min: 0, max: 90 }), (candidates, t) => {
        const inSlot = candidates.filter((one) => one.startAt === t && one.endAt > t);
        if (inSlot.length > 0) expect(segmentAt(timeline(candidates), t)).not.toBeNull();
      }),
    );
  });

  it('what sounds at its start has no higher class waiting in its slot', () => {
    fc.assert(
      fc.property(anyCandidates, fc.integer({ min: 0, max: 90 }), (candidates, t) => {
        const running = segmentAt(timeline(candidates), t);
        if (!running) return;
        const higher = candidates.filter(
          (one) =>
            one.rank > running.candidate.rank && one.startAt <= t && t < one.endAt && one.resume === 'resume',
        );
        expect(higher).toEqual([]);
      }),
    );
  });

  it('each stays within its limits, and at its wall-clock position unless restarted', () => {
    fc.assert(
      fc.property(anyCandidates, (candidates) => {
        for (const { candidate: one, startAt, endAt, positionMs } of timeline(candidates)) {
          expect(startAt).toBeGreaterThanOrEqual(one.startAt);
          expect(endAt).toBeLessThanOrEqual(Math.max(one.endAt, one.latestEndAt));
          if (one.resume !== 'restart') expect(positionMs).toBe(startAt - one.startAt);
        }
      }),
    );
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
