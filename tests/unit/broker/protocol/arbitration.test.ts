import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, rank, type Segment, segmentAt, timeline, timelineWith } from '#protocol';
import { itemAt } from '../../../support/device-documents.ts';
import { type Instant, slowArbitration } from '../../../support/slow-arbitration.ts';

const horizon = 150;
const numRuns = 500;

type Draft = Readonly<{
  rank: Candidate['rank'];
  order: number;
  startAt: number;
  lengthMs: number;
  /** What quiet hours cut off its end. */
  cutMs: number;
  slackMs: number;
  late: Candidate['late'];
  resume: Candidate['resume'];
}>;

const toCandidate = ({ cutMs, slackMs, ...draft }: Draft, n: number): Candidate => {
  const id = `c${n}`;
  const { startAt, lengthMs } = draft;
  const isStop = draft.rank === rank.stop;
  const endAt = isStop ? Number.POSITIVE_INFINITY : startAt + Math.max(0, lengthMs - cutMs);
  const latestEndAt = cutMs > 0 || isStop ? endAt : endAt + slackMs;
  const stops = { resume: 'resume', late: 'join', lengthMs: Number.POSITIVE_INFINITY } as const;
  const subject = { kind: 'item', item: itemAt(id, 0) } as const;
  return { ...draft, ...(isStop ? stops : {}), id, endAt, latestEndAt, cutBy: null, subject };
};

const draftOf = (ranks: readonly Candidate['rank'][], resumes: readonly Candidate['resume'][]) =>
  fc.record({
    rank: fc.constantFrom(...ranks),
    order: fc.integer({ min: 0, max: 2 }),
    startAt: fc.integer({ min: 0, max: 60 }),
    lengthMs: fc.integer({ min: 0, max: 40 }),
    cutMs: fc.constantFrom(0, 0, 0, 5, 60),
    slackMs: fc.integer({ min: 0, max: 40 }),
    late: fc.constantFrom('join' as const, 'skip' as const, 'restart' as const),
    resume: fc.constantFrom(...resumes),
  });
const sounding = [rank.normal, rank.priority, rank.emergency] as const;
const allResumes = ['resume', 'skip', 'restart'] as const;
const candidatesOf = (draft: fc.Arbitrary<Draft>) =>
  fc.array(draft, { maxLength: 9 }).map((drafts) => drafts.map(toCandidate));

const anySounds = candidatesOf(draftOf(sounding, allResumes));
const scheduled = (candidates: readonly Candidate[]) => ({ candidates, segments: timeline(candidates) });

const anyCandidates = fc
  .tuple(anySounds, fc.option(fc.integer({ min: 0, max: 90 }), { freq: 3 }))
  .map(([sounds, stopAt]) =>
    stopAt === null
      ? sounds
      : [
          ...sounds,
          toCandidate(
            {
              rank: rank.stop,
              order: 0,
              startAt: stopAt,
              lengthMs: 0,
              cutMs: 0,
              slackMs: 0,
              late: 'join',
              resume: 'resume',
            },
            99,
          ),
        ],
  );

const instantsOf = (segments: readonly Segment[]): Instant[] =>
  Array.from({ length: horizon }, (_, t) => {
    const segment = segmentAt(segments, t);
    return segment && { id: segment.candidate.id, positionMs: segment.positionMs + t - segment.startAt };
  });

describe('arbitration, whatever the candidates', () => {
  it('is what the rules say, taken one millisecond after another', () => {
    fc.assert(
      fc.property(anyCandidates, (candidates) => {
        expect(instantsOf(timeline(candidates))).toEqual(slowArbitration(candidates, horizon));
      }),
      { numRuns },
    );
  });

  it('does not depend on the order in which candidates are listed', () => {
    const shuffled = anyCandidates.chain((candidates) =>
      fc.tuple(
        fc.constant(candidates),
        fc.shuffledSubarray(candidates, { minLength: candidates.length, maxLength: candidates.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([candidates, other]) => {
        expect(timeline(other)).toEqual(timeline(candidates));
      }),
      { numRuns },
    );
  });

  it('is the same whether candidates come together or some of them later', () => {
    const spread = (candidates: readonly Candidate[], by: number) =>
      candidates.map((one) => ({
        ...one,
        startAt: one.startAt * by,
        endAt: one.startAt * by + (one.endAt - one.startAt),
        latestEndAt: one.startAt * by + (one.latestEndAt - one.startAt),
      }));
    fc.assert(
      fc.property(
        anyCandidates,
        fc.constantFrom(1, 3, 6),
        fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
        (candidates, by, isLater) => {
          const all = spread(candidates, by);
          const settled = all.filter((_, index) => !isLater[index]);
          const newcomers = all.filter((_, index) => isLater[index]);
          expect(timelineWith(scheduled(settled), scheduled(newcomers))).toEqual(timeline(all));
        },
      ),
      { numRuns },
    );
  });

  it('keeps the segments that newcomers do not touch', () => {
    const draft = { order: 0, lengthMs: 10, cutMs: 0, slackMs: 0, late: 'join', resume: 'resume' } as const;
    const sounds = [0, 20, 40].map((startAt, n) => toCandidate({ ...draft, startAt, rank: rank.normal }, n));
    const before = scheduled(sounds);
    const emergency = toCandidate({ ...draft, startAt: 25, rank: rank.emergency }, 9);
    const after = timelineWith(before, scheduled([emergency]));
    expect(after.map(({ candidate }) => candidate.id)).toEqual(['c0', 'c1', 'c9', 'c2']);
    expect(after[0]).toBe(before.segments[0]);
    expect(after[3]).toBe(before.segments[2]);
  });

  it('never lets two sound at once, and lists what sounds in order', () => {
    fc.assert(
      fc.property(anyCandidates, (candidates) => {
        let busyUntil = Number.NEGATIVE_INFINITY;
        for (const { startAt, endAt } of timeline(candidates)) {
          expect(startAt).toBeGreaterThanOrEqual(busyUntil);
          expect(endAt).toBeGreaterThan(startAt);
          busyUntil = endAt;
        }
      }),
      { numRuns },
    );
  });

  it('is total: as long as one may sound that resumes, something does', () => {
    fc.assert(
      fc.property(anyCandidates, (candidates) => {
        const instants = instantsOf(timeline(candidates));
        for (const [t, sounds] of instants.entries()) {
          const mayResume = candidates.some(
            (one) => one.resume === 'resume' && one.startAt <= t && t < one.endAt,
          );
          if (mayResume) expect(sounds).not.toBeNull();
        }
      }),
      { numRuns },
    );
  });

  it('never makes a higher class wait for a lower one', () => {
    fc.assert(
      fc.property(anyCandidates, (candidates) => {
        const segments = timeline(candidates);
        for (const one of candidates) {
          if (one.endAt <= one.startAt) continue;
          const atStart = segmentAt(segments, one.startAt);
          expect(atStart?.candidate.rank).toBeGreaterThanOrEqual(one.rank);
        }
        for (const { candidate, startAt, endAt } of segments) {
          const above = candidates.filter(
            (one) =>
              one.rank > candidate.rank &&
              one.resume === 'resume' &&
              Math.max(one.startAt, startAt) < Math.min(one.endAt, endAt),
          );
          expect(above).toEqual([]);
        }
      }),
      { numRuns },
    );
  });

  it('takes the loudspeaker from a running item for a higher class only', () => {
    fc.assert(
      fc.property(anyCandidates, (candidates) => {
        const segments = timeline(candidates);
        for (const [n, { candidate, startAt, endAt, positionMs }] of segments.entries()) {
          const isRestart = candidate.resume === 'restart' && startAt > candidate.startAt;
          const fullEnd = isRestart ? startAt - positionMs + candidate.lengthMs : candidate.endAt;
          if (endAt === fullEnd) continue;
          const next = segments[n + 1];
          expect(next?.startAt).toBe(endAt);
          expect(next?.candidate.rank).toBeGreaterThan(candidate.rank);
        }
      }),
      { numRuns },
    );
  });

  it('is silent from a stop on, whatever else is planned', () => {
    fc.assert(
      fc.property(anySounds, fc.integer({ min: 0, max: 100 }), (sounds, stopAt) => {
        const stop = toCandidate(
          {
            rank: rank.stop,
            order: 9,
            startAt: stopAt,
            lengthMs: 0,
            cutMs: 0,
            slackMs: 0,
            late: 'join',
            resume: 'resume',
          },
          99,
        );
        const segments = timeline([...sounds, stop]);
        const last = segments.at(-1);
        expect(last).toMatchObject({ candidate: stop, startAt: stopAt, endAt: Number.POSITIVE_INFINITY });
        // Until then it changes nothing.
        const before = instantsOf(timeline(sounds)).slice(0, stopAt);
        expect(instantsOf(segments).slice(0, stopAt)).toEqual(before);
      }),
      { numRuns },
    );
  });

  it('never sounds an item outside its limits, or from another position than its clock or its beginning', () => {
    fc.assert(
      fc.property(anyCandidates, (candidates) => {
        for (const { candidate: one, startAt, endAt, positionMs } of timeline(candidates)) {
          expect(startAt).toBeGreaterThanOrEqual(one.startAt);
          expect(endAt).toBeLessThanOrEqual(one.resume === 'restart' ? one.latestEndAt : one.endAt);
          const isRestart = one.resume === 'restart' && startAt > one.startAt;
          expect(positionMs).toBe(isRestart ? 0 : startAt - one.startAt);
        }
      }),
      { numRuns },
    );
  });

  it('says of the present what it said before the future was known', () => {
    fc.assert(
      fc.property(anyCandidates, fc.integer({ min: 0, max: 60 }), (candidates, t) => {
        const known = candidates.filter((one) => one.startAt < t);
        expect(instantsOf(timeline(known)).slice(0, t)).toEqual(instantsOf(timeline(candidates)).slice(0, t));
      }),
      { numRuns },
    );
  });
});

describe('announcements of one rank and order that resume', () => {
  it('that are over may be forgotten: what sounds from then on stays the same', () => {
    // The controller takes ended announcements off its list. Who comes later never hears of them.
    const draft = draftOf([rank.emergency], ['resume']).map((one) => ({ ...one, order: 0 }));
    fc.assert(
      fc.property(candidatesOf(draft), fc.integer({ min: 0, max: 100 }), (candidates, t) => {
        const left = candidates.filter((one) => one.endAt > t);
        expect(instantsOf(timeline(left)).slice(t)).toEqual(instantsOf(timeline(candidates)).slice(t));
      }),
      { numRuns },
    );
  });
});
