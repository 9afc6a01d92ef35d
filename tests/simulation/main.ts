/**
 * Runs simulated worlds: `npm run simulate -- --seeds 100 --province 2`, or one again with all that happened in it:
 * `npm run simulate -- --seed 17 [--province-seed 3] [--trace text]`.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describe } from './invariants/invariant.ts';
import { runSeed, type SeedKind } from './seeds.ts';

type Job = { kind: SeedKind; seed: number };
type Report = Job & { line: string; told: string[]; tookMs: number };

const mostTold = 12;
const replay = ({ kind, seed }: Job): string =>
  `npm run simulate -- ${kind === 'small' ? '--seed' : '--province-seed'} ${seed}`;

const run = async (job: Job, trace?: string): Promise<Report> => {
  const result = await runSeed(job.kind, job.seed, { keepsTrace: trace !== undefined });
  const { violations, digest, tookMs, devices, days, turns, sounds, world } = result;
  const facts = `${devices} devices, ${days} days, ${turns} turns, ${sounds} sounds, ${digest.slice(0, 12)}`;
  const verdict = violations.length === 0 ? 'holds' : `BROKEN ${violations.length} times`;
  if (trace !== undefined) process.stdout.write(`${world.trace.lines(trace).join('\n')}\n`);
  return {
    ...job,
    tookMs,
    line: `${job.kind} ${job.seed}: ${verdict} (${(tookMs / 1_000).toFixed(1)} s, ${facts})`,
    told: violations.slice(0, mostTold).map(describe),
  };
};

const print = (report: Report): void => {
  if (report.told.length === 0) {
    console.log(report.line);
    return;
  }
  console.log(
    [report.line, ...report.told.map((one) => `  ${one}`), `  again: ${replay(report)}`].join('\n'),
  );
};

const isJob = (message: unknown): message is Job =>
  typeof message === 'object' && message !== null && 'kind' in message && 'seed' in message;
const isReport = (message: unknown): message is Report => isJob(message) && 'line' in message;

/** A process of its own for each of two cores; each takes the next world when it is done with one. */
const runAll = async (jobs: readonly Job[]): Promise<Report[]> => {
  const waiting = [...jobs];
  const reports: Report[] = [];
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker: ChildProcess = fork(fileURLToPath(import.meta.url), ['--worker'], {
        execArgv: process.execArgv,
      });
      const next = (): void => {
        const job = waiting.shift();
        if (job) worker.send(job);
        else worker.disconnect();
      };
      worker.on('message', (message: unknown) => {
        if (!isReport(message)) return;
        reports.push(message);
        print(message);
        next();
      });
      worker.on('error', reject);
      worker.on('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`A worker ended with ${code}`)),
      );
      next();
    });
  await Promise.all([work(), work()]);
  return reports;
};

const summarise = (reports: readonly Report[]): void => {
  for (const kind of ['small', 'province'] as const) {
    const times = reports.filter((one) => one.kind === kind).map(({ tookMs }) => tookMs / 1_000);
    if (times.length === 0) continue;
    times.sort((a, b) => a - b);
    const mean = times.reduce((sum, one) => sum + one, 0) / times.length;
    const broken = reports.filter((one) => one.kind === kind && one.told.length > 0).length;
    const [p50 = 0, p99 = 0] = [0.5, 0.99].map((share) => times[Math.floor(share * (times.length - 1))]);
    const seconds = [mean, p50, p99].map((one) => one.toFixed(1));
    console.log(
      `${times.length} ${kind} seeds: ${broken} broken; seconds a seed: mean ${seconds[0]}, p50 ${seconds[1]}, p99 ${seconds[2]}`,
    );
  }
};

const numbers = (text: string | undefined): number[] => (text ? text.split(',').map(Number) : []);
const count = (from: number, many: number): number[] =>
  Array.from({ length: many }, (_, index) => from + index);

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '0' },
      province: { type: 'string', default: '0' },
      from: { type: 'string', default: '1' },
      seed: { type: 'string' },
      'province-seed': { type: 'string' },
      trace: { type: 'string' },
      worker: { type: 'boolean', default: false },
    },
  });
  if (values.worker) {
    process.on('message', (message: unknown) => {
      if (isJob(message)) void run(message).then((report) => process.send?.(report));
    });
    return;
  }
  const from = Number(values.from);
  const jobs: Job[] = [
    ...numbers(values['province-seed']).map((seed): Job => ({ kind: 'province', seed })),
    ...count(from, Number(values.province)).map((seed): Job => ({ kind: 'province', seed })),
    ...numbers(values.seed).map((seed): Job => ({ kind: 'small', seed })),
    ...count(from, Number(values.seeds)).map((seed): Job => ({ kind: 'small', seed })),
  ];
  const reports: Report[] = [];
  if (jobs.length === 1) {
    for (const job of jobs) {
      const report = await run(job, values.trace);
      reports.push(report);
      print(report);
    }
  } else reports.push(...(await runAll(jobs)));
  summarise(reports);
  if (reports.some(({ told }) => told.length > 0)) process.exitCode = 1;
};

void main();
