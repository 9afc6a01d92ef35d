import { z } from 'zod';
import type { WorkerProcess } from '../support/worker-process.ts';

const nothing = z.undefined();
const applied = z.object({ lastAt: z.bigint(), appliedAt: z.array(z.bigint()), cpuMs: z.number() });

export type Applied = z.infer<typeof applied>;

/** Devices or bare clients shared out evenly among processes, counted as one. */
export type Crowd = Readonly<{
  /** Calls each process with its share of what all of them are given. */
  share: <T>(name: string, all: readonly T[], argumentOf: (part: readonly T[]) => unknown) => Promise<void>;
  /** Begins to count what each of so many is to receive. */
  expect: (count: number, of: 'program' | 'sound' | 'message') => Promise<void>;
  /** When each of them had it, and what it cost all processes. */
  last: () => Promise<Applied>;
  /** The sum of what a call answers. */
  sum: (name: string) => Promise<number>;
}>;

export const crowdOf = (processes: readonly WorkerProcess[]): Crowd => {
  /** Neighbours stay together: devices of one commune share its plan. */
  const partOf = <T>(all: readonly T[], n: number): readonly T[] => {
    const size = Math.ceil(all.length / processes.length);
    return all.slice(n * size, (n + 1) * size);
  };
  return {
    share: async (name, all, argumentOf) => {
      await Promise.all(processes.map((one, n) => one.call(name, argumentOf(partOf(all, n)), nothing)));
    },
    expect: async (count, of) => {
      const everyone = Array.from({ length: count });
      await Promise.all(
        processes.map((one, n) => one.call('expect', { count: partOf(everyone, n).length, of }, nothing)),
      );
    },
    last: async () => {
      const all = await Promise.all(processes.map((one) => one.call('last', null, applied)));
      const appliedAt = all.flatMap((one) => one.appliedAt).sort((a, b) => Number(a - b));
      return {
        lastAt: appliedAt.at(-1) ?? 0n,
        appliedAt,
        cpuMs: all.reduce((sum, one) => sum + one.cpuMs, 0),
      };
    },
    sum: async (name) => {
      const counts = await Promise.all(processes.map((one) => one.call(name, null, z.number())));
      return counts.reduce((sum, one) => sum + one, 0);
    },
  };
};
