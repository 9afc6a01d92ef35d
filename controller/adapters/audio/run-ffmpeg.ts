import { spawn } from 'node:child_process';
import { getPriority, setPriority } from 'node:os';
import { parsePositionMs } from './ffmpeg-report.ts';

/** Below everything else on the machine: a bulletin may wait, the broker may not. */
const niceness = 10;
/** A damaged file can print millions of lines; what is needed stands at the beginning and at the end. */
const logPartBytes = 64 * 1024;

export type FfmpegRun = Readonly<{
  args: readonly string[];
  /** Stops a process that waits instead of computing; computing is bounded by `-timelimit`. */
  wallLimitMs: number;
  signal?: AbortSignal | undefined;
  /** Position in the sound, milliseconds. */
  onPosition?: ((positionMs: number) => void) | undefined;
  /** Standard output; called synchronously, so a slow reader slows ffmpeg down. */
  onOutput?: ((chunk: Buffer) => void) | undefined;
}>;

export type FfmpegEnd = 'succeeded' | 'failed' | 'aborted' | 'timed-out';
export type FfmpegResult = Readonly<{ end: FfmpegEnd; log: string }>;
export type RunFfmpeg = (run: FfmpegRun) => Promise<FfmpegResult>;

const createLogKeeper = () => {
  let head = '';
  let tail = '';
  return {
    push: (text: string): void => {
      const room = logPartBytes - head.length;
      if (room > 0) head += text.slice(0, room);
      if (text.length > room) tail = (tail + text.slice(Math.max(0, room))).slice(-logPartBytes);
    },
    text: (): string => head + tail,
  };
};

/** The child reads hostile files, so it inherits no secrets of the controller, only how to load libraries. */
const childEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
  const names = ['PATH', 'LD_LIBRARY_PATH', 'SystemRoot'];
  const kept = names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', AV_LOG_FORCE_NOCOLOR: '1' };
};

const lower = (pid: number | undefined): void => {
  if (pid === undefined) return;
  try {
    setPriority(pid, Math.max(niceness, getPriority()));
  } catch {
    // Already gone, or a platform without priorities: it only runs less politely.
  }
};

/** Rejects only when the program cannot be started. */
export const createRunFfmpeg =
  (ffmpegPath: string, env: NodeJS.ProcessEnv): RunFfmpeg =>
  (run) =>
    new Promise((resolve, reject) => {
      if (run.signal?.aborted) {
        resolve({ end: 'aborted', log: '' });
        return;
      }
      const child = spawn(ffmpegPath, run.args, {
        env: childEnvironment(env),
        stdio: ['ignore', run.onOutput ? 'pipe' : 'ignore', 'pipe'],
        windowsHide: true,
      });
      lower(child.pid);
      const log = createLogKeeper();
      let forced: 'aborted' | 'timed-out' | null = null;
      const kill = (why: 'aborted' | 'timed-out'): void => {
        forced ??= why;
        child.kill('SIGKILL');
      };
      const onAbort = (): void => kill('aborted');
      const timer = setTimeout(() => kill('timed-out'), run.wallLimitMs);
      run.signal?.addEventListener('abort', onAbort);
      const release = (): void => {
        clearTimeout(timer);
        run.signal?.removeEventListener('abort', onAbort);
      };

      if (run.onOutput) child.stdout?.on('data', run.onOutput);
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        log.push(text);
        const positionMs = run.onPosition && forced === null ? parsePositionMs(text) : null;
        if (positionMs !== null) run.onPosition?.(positionMs);
      });
      child.on('error', (error) => {
        release();
        reject(error);
      });
      child.on('close', (exitCode, signalName) => {
        release();
        const limited = signalName === 'SIGXCPU' ? 'timed-out' : null;
        resolve({ end: forced ?? limited ?? (exitCode === 0 ? 'succeeded' : 'failed'), log: log.text() });
      });
    });
