import { fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import type { BenchRow, BenchSection } from './bench-row.ts';

export type SectionResult = Readonly<{ rows: readonly BenchRow[]; seconds: number; fault: string | null }>;

const message = z.union([
  z.object({ rows: z.array(z.custom<BenchRow>((row) => typeof row === 'object' && row !== null)) }),
  z.object({ fault: z.string() }),
]);

/**
 * Runs a section in a process of its own with the same script and Node options: its memory is its own, and
 * its fall does not take the others along.
 */
export const runSection = async (
  section: BenchSection,
  script: string,
  devices: readonly number[],
): Promise<SectionResult> => {
  const startedAt = performance.now();
  const child = fork(script, ['--section', section.name, '--devices', devices.join(',')], {
    execArgv: process.execArgv,
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let result: Pick<SectionResult, 'rows' | 'fault'> = { rows: [], fault: 'ended without a result' };
  child.on('message', (received) => {
    const parsed = message.parse(received);
    result = 'rows' in parsed ? { rows: parsed.rows, fault: null } : { rows: [], fault: parsed.fault };
  });
  await once(child, 'exit');
  return { ...result, seconds: (performance.now() - startedAt) / 1_000 };
};

/** The child's side: measures, hands the rows over, and ends whatever the section left open. */
export const answerParent = async (section: BenchSection, devices: readonly number[]): Promise<void> => {
  const progress = (sentence: string): void => {
    process.stderr.write(`  ${sentence}\n`);
  };
  const answer = await section.run({ devices, progress }).then(
    (rows) => ({ rows }),
    (error: unknown) => ({ fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
  process.send?.(answer, () => process.exit());
};
