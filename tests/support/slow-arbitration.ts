import type { Candidate } from '#protocol';

/** Who has the loudspeaker in [t, t + 1), and the position in its audio; null for silence. */
export type Instant = Readonly<{ id: string; positionMs: number }> | null;

type Entry = Readonly<{ originAt: number; endAt: number }>;
type Turn = Entry & Readonly<{ one: Candidate }>;

/** From where a candidate would sound that gets the loudspeaker at `t`; null when it may not any more. */
const entry = (one: Candidate, t: number): Entry | null => {
  if (t === one.startAt) return { originAt: t, endAt: one.endAt };
  if (one.resume === 'resume') return t < one.endAt ? { originAt: one.startAt, endAt: one.endAt } : null;
  if (one.resume === 'skip') return null;
  return t + one.lengthMs <= one.latestEndAt ? { originAt: t, endAt: t + one.lengthMs } : null;
};

const goesBefore = (a: Candidate, b: Candidate): boolean => {
  if (a.rank !== b.rank) return a.rank > b.rank;
  if (a.order !== b.order) return a.order < b.order;
  if (a.startAt !== b.startAt) return a.startAt < b.startAt;
  return a.id < b.id;
};

/**
 * The rules of arbitration one millisecond after another, as they are written: whoever runs yields to a higher
 * class alone; whoever is first in the total order gets a free loudspeaker; who can no longer be fitted in is out.
 */
export const slowArbitration = (candidates: readonly Candidate[], until: number): Instant[] => {
  const out = new Set<string>();
  let running = null as Turn | null;
  const instants: Instant[] = [];
  for (let t = 0; t < until; t += 1) {
    if (running && running.endAt <= t) {
      out.add(running.one.id);
      running = null;
    }
    let best: Turn | null = null;
    for (const one of candidates) {
      if (one.startAt > t || one.endAt <= one.startAt || out.has(one.id) || one === running?.one) continue;
      const found = entry(one, t);
      if (!found) out.add(one.id);
      else if (!best || goesBefore(one, best.one)) best = { ...found, one };
    }
    if (best && (!running || best.one.rank > running.one.rank)) running = best;
    instants.push(running ? { id: running.one.id, positionMs: t - running.originAt } : null);
  }
  return instants;
};
