/** Playbacks by outcome. `awaiting` is the part of `unknown` whose time for evidence is not over. */
export type OutcomeCounts = {
  played: number;
  interrupted: number;
  skipped: number;
  failed: number;
  missed: number;
  unknown: number;
  cancelled: number;
  awaiting: number;
};

export const noOutcomes = (): OutcomeCounts => ({
  played: 0,
  interrupted: 0,
  skipped: 0,
  failed: 0,
  missed: 0,
  unknown: 0,
  cancelled: 0,
  awaiting: 0,
});

type Counted = { outcome: Exclude<keyof OutcomeCounts, 'awaiting'>; reason: string | null; count: number };

/** Adds tallies up. */
export const sumOutcomes = (tallies: Iterable<Counted>): OutcomeCounts => {
  const sum = noOutcomes();
  for (const { outcome, reason, count } of tallies) {
    sum[outcome] += count;
    if (outcome === 'unknown' && reason === 'awaiting') sum.awaiting += count;
  }
  return sum;
};
