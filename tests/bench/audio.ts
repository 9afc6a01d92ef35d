import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createFfmpegProcessor } from '../../controller/adapters/audio/ffmpeg-processor.ts';
import { createAudioFixtures, sound, sounds } from '../support/audio-fixtures.ts';
import { silentLog } from '../support/silent-log.ts';
import type { BenchOptions, BenchRow } from './bench-row.ts';

const run = promisify(execFile);
const seconds = 300;
const rounds = 2;
/** Linux counts processor time in ticks of 10 ms (USER_HZ). */
const ticksPerSecond = 100;

/** Processor time of children that ended (proc(5): cutime and cstime); NaN where there is no /proc. */
const childCpuSeconds = (): number => {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
  } catch {
    return Number.NaN;
  }
};

type Cost = { cpuSeconds: number; wallSeconds: number };
const costOf = async (task: () => Promise<unknown>): Promise<Cost> => {
  const cpu = childCpuSeconds();
  const startedAt = performance.now();
  await task();
  return {
    cpuSeconds: childCpuSeconds() - cpu,
    wallSeconds: (performance.now() - startedAt) / 1000,
  };
};
const least = (costs: readonly Cost[]): Cost => ({
  cpuSeconds: Math.min(...costs.map((cost) => cost.cpuSeconds)),
  wallSeconds: Math.min(...costs.map((cost) => cost.wallSeconds)),
});

/** The longest time that the event loop could not answer, sampled every few milliseconds. */
const longestPauseMs = async (task: () => Promise<unknown>): Promise<number> => {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 2);
  await task();
  clearInterval(timer);
  return longest;
};

/** A five-minute stereo bulletin made ready, beside one bare pass of ffmpeg to the same kind of MP3. */
export const benchAudio = async ({ progress }: BenchOptions): Promise<BenchRow[]> => {
  const fixtures = await createAudioFixtures();
  try {
    const { ffmpegPath, folder } = fixtures;
    const outDir = join(folder, 'assets');
    mkdirSync(outDir);
    const processor = createFfmpegProcessor({ ffmpegPath, env: process.env, log: silentLog });
    const pink = ['-f', 'lavfi', '-i', `anoisesrc=color=pink:amplitude=0.3:seed=1:d=${seconds}:r=48000`];
    const stereo = ['-filter_complex', '[0][1]amerge=inputs=2', '-ac', '2', '-ar', '48000'];
    const rows: BenchRow[] = [];
    for (const [kind, expression] of [
      ['speech over noise', `0.8*(${sounds.speech})`],
      ['music', sounds.chord],
    ] as const) {
      progress(`five minutes of ${kind}`);
      const input = await fixtures.make(
        `${kind}.wav`,
        ...[...sound(expression, seconds, 48_000), ...pink, ...stereo],
      );
      const bareArgs = [
        '-v',
        'error',
        '-nostdin',
        '-y',
        '-threads',
        '1',
        '-i',
        input,
        '-ac',
        '1',
        '-ar',
        '44100',
      ];
      const bare: Cost[] = [];
      const whole: Cost[] = [];
      let pauseMs = Number.POSITIVE_INFINITY;
      for (let round = 0; round < rounds; round += 1) {
        bare.push(
          await costOf(() => run(ffmpegPath, [...bareArgs, '-b:a', '64k', join(folder, 'bare.mp3')])),
        );
        const process = async (): Promise<void> => {
          const result = await processor.process(input, outDir);
          if (!result.ok) throw new Error(result.fault.en);
        };
        const measured = async (): Promise<void> => {
          pauseMs = Math.min(pauseMs, await longestPauseMs(process));
        };
        whole.push(await costOf(measured));
      }
      const [baseline, value] = [least(bare), least(whole)];
      const name = `five minutes of stereo ${kind}`;
      const baselineName = 'one ffmpeg pass to MP3';
      rows.push(
        {
          name: `${name}, processor time`,
          value: value.cpuSeconds,
          unit: 's',
          baseline: baseline.cpuSeconds,
          baselineName,
          budget: { of: 'value', atMost: 8 },
          note: 'bare pass at LAME quality 3, its default; ours at 5',
        },
        {
          name: `${name}, until ready`,
          value: value.wallSeconds,
          unit: 's',
          baseline: baseline.wallSeconds,
          baselineName,
        },
        { name: `${name}, longest pause of the event loop`, value: pauseMs, unit: 'ms' },
      );
    }
    progress('probe');
    const input = join(folder, 'music.wav');
    const probe = await costOf(() => processor.probe(input));
    rows.push({ name: 'probe of an upload', value: probe.wallSeconds * 1000, unit: 'ms' });
    return rows;
  } finally {
    fixtures.remove();
  }
};
