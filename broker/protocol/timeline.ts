import type { Candidate } from './candidates.ts';

/** A span in which one candidate has the loudspeaker. Segments never overlap. */
export type Segment = Readonly<{
  candidate: Candidate;
  startAt: number;
  endAt: number;
  /** Position in the audio at `startAt`. */
  positionMs: number;
}>;

/** Total order: class, then the commune's order, start, id. */
const precedes = (a: Candidate, b: Candidate): number =>
  b.rank - a.rank || a.order - b.order || a.startAt - b.startAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

type Waiting = { candidate: Candidate; startAt: number; endAt: number };

/** When a candidate that could not run until `t` may still run, and from where; null for never. */
const entryAt = (waiting: Waiting, t: number): { positionMs: number; endAt: number } | null => {
  const { candidate } = waiting;
  if (t <= waiting.startAt) return { positionMs: 0, endAt: waiting.endAt };
  switch (candidate.resume) {
    case 'resume':
      return t < candidate.endAt ? { positionMs: t - candidate.startAt, endAt: candidate.endAt } : null;
    case 'skip':
      return null;
    case 'restart': {
      const endAt = t + candidate.lengthMs;
      return endAt <= candidate.latestEndAt ? { positionMs: 0, endAt } : null;
    }
  }
};

/** From here on what waits can no longer begin. */
const lastUse = ({ resume, endAt, latestEndAt }: Candidate): number =>
  resume === 'restart' ? latestEndAt : endAt;

/** From here on it can no longer sound. */
const overAt = (candidate: Candidate): number => Math.max(candidate.endAt, lastUse(candidate));

const isSomething = ({ startAt, endAt }: Candidate): boolean => endAt > startAt;

/**
 * What sounds when, for one place: a pure function of the documents, whoever asks and whenever.
 * A running candidate yields only to a higher class; the total order decides among those that wait.
 */
export const timeline = (candidates: readonly Candidate[]): Segment[] => {
  const upcoming = [...candidates]
    .filter(isSomething)
    .sort((a, b) => a.startAt - b.startAt || precedes(a, b));
  const segments: Segment[] = [];
  let waiting: Waiting[] = [];
  let running: (Waiting & { since: number; positionMs: number }) | null = null;
  let next = 0;
  let t = upcoming[0]?.startAt ?? 0;

  const close = (at: number): void => {
    if (running && at > running.since) {
      segments.push({
        candidate: running.candidate,
        startAt: running.since,
        endAt: at,
        positionMs: running.positionMs,
      });
    }
  };

  for (;;) {
    for (let head = upcoming[next]; head && head.startAt <= t; head = upcoming[++next]) {
      waiting.push({ candidate: head, startAt: head.startAt, endAt: head.endAt });
    }
    if (running && running.endAt <= t) {
      close(t);
      running = null;
    }
    // Nearly always nobody waits, or one that enters at once.
    if (waiting.length > 0)
      waiting = waiting.filter((one) => lastUse(one.candidate) > t && entryAt(one, t) !== null);
    if (waiting.length > 1) waiting.sort((a, b) => precedes(a.candidate, b.candidate));
    const best = waiting[0];
    if (best && (!running || best.candidate.rank > running.candidate.rank)) {
      const entry = entryAt(best, t);
      if (entry) {
        close(t);
        waiting.shift();
        if (running) waiting.push(running);
        const { candidate, startAt } = best;
        running = { candidate, startAt, endAt: entry.endAt, since: t, positionMs: entry.positionMs };
        continue;
      }
    }
    const following = Math.min(
      running?.endAt ?? Number.POSITIVE_INFINITY,
      upcoming[next]?.startAt ?? Number.POSITIVE_INFINITY,
    );
    if (following === Number.POSITIVE_INFINITY) {
      if (running) close(Number.POSITIVE_INFINITY);
      return segments;
    }
    t = following;
  }
};

/** Candidates and the timeline of them alone. */
export type Scheduled = Readonly<{ candidates: readonly Candidate[]; segments: readonly Segment[] }>;

/**
 * The timeline of `settled` and `newcomers` together. Made anew is only the stretch of time that they share,
 * directly or through one another: an emergency does not cost the plan of a week.
 */
export const timelineWith = (settled: Scheduled, newcomers: Scheduled): readonly Segment[] => {
  const added = newcomers.candidates.filter(isSomething);
  if (added.length === 0) return settled.segments;
  let from = added.reduce((least, { startAt }) => Math.min(least, startAt), Number.POSITIVE_INFINITY);
  let to = added.reduce((most, candidate) => Math.max(most, overAt(candidate)), Number.NEGATIVE_INFINITY);
  const touched = new Set<Candidate>();
  for (let known = -1; known < touched.size; ) {
    known = touched.size;
    for (const candidate of settled.candidates) {
      if (candidate.startAt >= to || overAt(candidate) <= from || !isSomething(candidate)) continue;
      touched.add(candidate);
      from = Math.min(from, candidate.startAt);
      to = Math.max(to, overAt(candidate));
    }
  }
  const before = settled.segments.findIndex(({ endAt }) => endAt > from);
  const after = settled.segments.findIndex(({ startAt }) => startAt >= to);
  const stretch = touched.size === 0 ? newcomers.segments : timeline([...touched, ...added]);
  return [
    ...settled.segments.slice(0, before < 0 ? undefined : before),
    ...stretch,
    ...(after < 0 ? [] : settled.segments.slice(after)),
  ];
};

/** The segment that has the loudspeaker at `t`. */
export const segmentAt = (segments: readonly Segment[], t: number): Segment | null =>
  segments.find((segment) => t >= segment.startAt && t < segment.endAt) ?? null;
