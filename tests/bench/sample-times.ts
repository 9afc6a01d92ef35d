/** Sorted durations in milliseconds. */
export type Times = readonly number[];

/** Runs `task` `warmUps` times unseen, then `count` times by the clock. */
export const sampleTimes = async (
  task: () => unknown,
  { count, warmUps = Math.ceil(count / 10) }: { count: number; warmUps?: number },
): Promise<Times> => {
  const times: number[] = [];
  for (let run = -warmUps; run < count; run += 1) {
    const startedAt = performance.now();
    await task();
    if (run >= 0) times.push(performance.now() - startedAt);
  }
  return times.sort((a, b) => a - b);
};

/** `share` from 0 to 1: 0.5 is the median. The nearest sample, not one in between. */
export const percentile = (times: Times, share: number): number =>
  times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
