import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFfmpeg } from '../../controller/adapters/audio/find-ffmpeg.ts';
import { silentLog } from './silent-log.ts';

const run = promisify(execFile);

/** `aevalsrc` expressions of kinds of sound; `t` is seconds. */
export const sounds = {
  /** Voiced syllables with pauses, over a little noise of the room. */
  speech:
    '(0.5+0.5*sin(2*PI*3.1*t))*gt(sin(2*PI*0.23*t+1),-0.6)*(sin(2*PI*130*t)+0.6*sin(2*PI*260*t+1)+0.5*sin(2*PI*650*t)+0.3*sin(2*PI*1900*t)*sin(2*PI*130*t))/2.4+0.003*(random(0)-0.5)',
  /** A drum twice a second: peaks far above the loudness. */
  drums: '0.9*exp(-60*mod(t,0.5))*(random(0)*2-1)+0.1*sin(2*PI*220*t)',
  /** Three milliseconds of noise once a second, and nothing else. */
  clicks: '0.9*lt(mod(t,1),0.003)*(random(0)*2-1)',
  chord:
    '0.3*(0.6+0.4*sin(2*PI*0.5*t))*(sin(2*PI*220*t)+sin(2*PI*277*t)+sin(2*PI*330*t))+0.05*(random(0)-0.5)',
  tone: '0.5*sin(2*PI*440*t)',
} as const;

/** Sound made by the real ffmpeg in a folder of the test's own, and an ear independent of the product's. */
export const createAudioFixtures = async () => {
  const { path: ffmpegPath } = await findFfmpeg({ env: process.env, log: silentLog });
  const folder = mkdtempSync(join(tmpdir(), 'audio-'));

  const ffmpeg = async (args: readonly string[]): Promise<string> => {
    const { stderr } = await run(ffmpegPath, ['-hide_banner', '-nostdin', '-y', ...args], {
      maxBuffer: 16 << 20,
    });
    return stderr;
  };

  return {
    ffmpegPath,
    folder,
    remove: (): void => rmSync(folder, { recursive: true }),
    /** Runs ffmpeg with these arguments before the output file, whose path comes back. */
    make: async (name: string, ...args: string[]): Promise<string> => {
      const path = join(folder, name);
      await ffmpeg([...args, `file:${path}`]);
      return path;
    },
    /** Loudness and true peak of a file as ffmpeg's EBU R 128 meter reads them. */
    measure: async (path: string): Promise<{ loudnessLufs: number; truePeakDbtp: number; log: string }> => {
      const log = await ffmpeg([
        '-i',
        `file:${path}`,
        '-af',
        'ebur128=peak=true:framelog=verbose',
        '-f',
        'null',
        '-',
      ]);
      const summary = log.slice(log.lastIndexOf('Summary:'));
      const reading = (label: string): number => Number(new RegExp(`${label}: +(\\S+)`).exec(summary)?.[1]);
      return { loudnessLufs: reading('I'), truePeakDbtp: reading('Peak'), log };
    },
  };
};
export type AudioFixtures = Awaited<ReturnType<typeof createAudioFixtures>>;

/** Arguments for mono sound of an expression. */
export const sound = (expression: string, seconds: number, sampleRateHz = 44_100): string[] => [
  ...['-f', 'lavfi', '-i', `aevalsrc='${expression}':s=${sampleRateHz}:d=${seconds}`],
];
