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

/**
 * What sounds when, for one place: a pure function of the documents, whoever asks and whenever.
 * A running candidate yields only to a higher class; the total order decides among those that wait.
 */
export const timeline = (candidates: readonly Candidate[]): Segment[] => {
  const upcoming = [...candidates]
    .filter((candidate) => candidate.endAt > candidate.startAt)
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

/**
 * The timeline of `settled` and `newcomers` together, given that `segments` is the one of `settled`. Made anew is
 * only the stretch of time that the newcomers share with others, directly or through one another: an emergency
 * does not cost the plan of a week.
 */
export const timelineWith = (
  settled: readonly Candidate[],
  segments: readonly Segment[],
  newcomers: readonly Candidate[],
): Segment[] => {
  const added = newcomers.filter((candidate) => candidate.endAt > candidate.startAt);
  let from = Math.min(...added.map(({ startAt }) => startAt));
  let to = Math.max(...added.map(overAt));
  const touched = new Set<Candidate>();
  for (let known = -1; known < touched.size; ) {
    known = touched.size;
    for (const candidate of settled) {
      if (candidate.startAt >= to || overAt(candidate) <= from) continue;
      touched.add(candidate);
      from = Math.min(from, candidate.startAt);
      to = Math.max(to, overAt(candidate));
    }
  }
  const untouched = segments.filter(({ candidate }) => !touched.has(candidate));
  const firstAfter = untouched.findIndex(({ startAt }) => startAt >= to);
  const split = firstAfter < 0 ? untouched.length : firstAfter;
  return [...untouched.slice(0, split), ...timeline([...touched, ...added]), ...untouched.slice(split)];
};

/** The segment that has the loudspeaker at `t`. */
export const segmentAt = (segments: readonly Segment[], t: number): Segment | null =>
  segments.find((segment) => t >= segment.startAt && t < segment.endAt) ?? null;
