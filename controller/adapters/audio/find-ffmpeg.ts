import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import type { Log } from '../../app/ports/runtime.ts';
import { AudioError } from './audio-error.ts';

export type FfmpegSource = 'FFMPEG_PATH' | 'ffmpeg-static' | 'PATH' | '@ffmpeg-installer/ffmpeg';
export type Ffmpeg = Readonly<{ path: string; source: FfmpegSource; version: string }>;

export type FindFfmpegDeps = Readonly<{
  env: NodeJS.ProcessEnv;
  log: Log;
  /** Loads an npm package that may be absent; throws where it is. */
  load?: (source: 'ffmpeg-static' | '@ffmpeg-installer/ffmpeg') => unknown;
}>;

const require = createRequire(import.meta.url);

const loadPackage: NonNullable<FindFfmpegDeps['load']> = (source) =>
  source === 'ffmpeg-static' ? require('ffmpeg-static') : require('@ffmpeg-installer/ffmpeg');

/** ffmpeg-static exports the path itself, `@ffmpeg-installer/ffmpeg` an object with a `path`. */
const packagedPath = (loaded: unknown): string | null => {
  if (typeof loaded === 'string') return loaded;
  if (typeof loaded !== 'object' || loaded === null || !('path' in loaded)) return null;
  return typeof loaded.path === 'string' ? loaded.path : null;
};

const output = (path: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(path, args, { timeout: 10_000, windowsHide: true, maxBuffer: 4 << 20 }, (error, stdout) => {
      if (error) reject(error);
      else resolve(stdout);
    });
  });

/** The version, or the reason why this file does not serve. */
const examine = async (path: string): Promise<{ version: string } | { reason: string }> => {
  try {
    const version = /^ffmpeg version (\S+)/m.exec(await output(path, ['-version']))?.[1];
    if (version === undefined) return { reason: 'does not answer as ffmpeg' };
    const encoders = await output(path, ['-hide_banner', '-encoders']);
    const filters = await output(path, ['-hide_banner', '-filters']);
    const missing = ['libmp3lame', 'ebur128', 'alimiter'].filter(
      (name) => !new RegExp(`^ \\S+ +${name} `, 'm').test(`${encoders}\n${filters}`),
    );
    return missing.length === 0 ? { version } : { reason: `built without ${missing.join(', ')}` };
  } catch (error) {
    return { reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
};

/**
 * Finds an ffmpeg that runs and can do the work: the operator's own choice first, the binary that npm
 * carries (2018, but always there) last. Throws `Audio_NoFfmpeg` where none works.
 */
export const findFfmpeg = async ({ env, log, load = loadPackage }: FindFfmpegDeps): Promise<Ffmpeg> => {
  const packaged = (source: 'ffmpeg-static' | '@ffmpeg-installer/ffmpeg') => (): string[] => {
    try {
      return [packagedPath(load(source))].filter((path) => path !== null);
    } catch {
      return [];
    }
  };
  const program = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  const candidates: readonly [FfmpegSource, () => string[]][] = [
    ['FFMPEG_PATH', () => (env.FFMPEG_PATH ? [env.FFMPEG_PATH] : [])],
    ['ffmpeg-static', packaged('ffmpeg-static')],
    [
      'PATH',
      () => (env.PATH ?? '').split(delimiter).flatMap((folder) => (folder ? [join(folder, program)] : [])),
    ],
    ['@ffmpeg-installer/ffmpeg', packaged('@ffmpeg-installer/ffmpeg')],
  ];
  for (const [source, paths] of candidates) {
    for (const path of paths()) {
      const result = await examine(path);
      if ('version' in result) {
        log.info({ path, source, version: result.version }, 'ffmpeg found');
        return { path, source, version: result.version };
      }
      const level = source === 'FFMPEG_PATH' ? 'warn' : 'debug';
      log[level]({ path, source, reason: result.reason }, 'ffmpeg candidate does not work');
    }
  }
  throw new AudioError(
    'Audio_NoFfmpeg',
    'No working ffmpeg was found: install the Debian package "ffmpeg" or set FFMPEG_PATH to an ffmpeg with libmp3lame.',
  );
};
