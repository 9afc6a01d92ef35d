import type { AudioProcessor, ProcessedAudio, ProcessResult } from '../ports/audio.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import { type AudioFault, audioFault } from './audio-faults.ts';

export type AudioJob = Readonly<{ id: string; inputPath: string }>;
export type AudioJobProgress = Readonly<{ state: 'queued' | 'processing'; fraction: number }>;

export type AudioJobsDeps = Readonly<{
  processor: AudioProcessor;
  /** Where finished assets go. */
  assetDir: string;
  /** Files processed at the same time; each takes up to one core. */
  concurrency: number;
  clock: Pick<Clock, 'after'>;
  log: Log;
  /** At most once per whole per cent, never falling; 0 when work begins. */
  onProgress: (job: AudioJob, fraction: number) => void;
  /**
   * The job counts as unfinished until this resolves; store the asset here, then delete the input. When it
   * rejects it is called again, after a rest: what was processed is not thrown away for a database that was full.
   */
  onDone: (job: AudioJob, asset: ProcessedAudio) => Promise<void>;
  onFailed: (job: AudioJob, fault: AudioFault) => Promise<void>;
}>;

/**
 * Files waiting to become assets, first come first served. The list lives in memory: the owner of the
 * callbacks stores which jobs are unfinished and enqueues them again after a restart.
 */
export type AudioJobs = Readonly<{
  /** False when a job of this id is already waiting or running, or after `stop`. */
  enqueue: (job: AudioJob) => boolean;
  /** Null for a job that is not here (any more). */
  progress: (id: string) => AudioJobProgress | null;
  /**
   * Resolves when the job no longer touches any file. No callback follows, unless storing its outcome had begun:
   * then that is finished first. False if unknown.
   */
  cancel: (id: string) => Promise<boolean>;
  /** Ends running work without calling back, so that it is still unfinished at the next start. */
  stop: () => Promise<void>;
}>;

const firstRestMs = 1_000;
const longestRestMs = 60_000;

const restUnlessAborted = (clock: Pick<Clock, 'after'>, restMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const cancel = clock.after(restMs, resolve);
    signal.addEventListener('abort', () => {
      cancel();
      resolve();
    });
  });

type Running = { controller: AbortController; percent: number; ended: Promise<void> };

export const createAudioJobs = (deps: AudioJobsDeps): AudioJobs => {
  const log = deps.log.child({ component: 'audio-jobs' });
  const waiting: AudioJob[] = [];
  const running = new Map<string, Running>();
  let stopped = false;

  const process = async (job: AudioJob, signal: AbortSignal, entry: { percent: number }) => {
    const onProgress = (fraction: number): void => {
      const percent = Math.floor(Math.min(1, fraction) * 100);
      if (signal.aborted || percent <= entry.percent) return;
      entry.percent = percent;
      deps.onProgress(job, percent / 100);
    };
    let result: ProcessResult;
    try {
      deps.onProgress(job, 0);
      result = await deps.processor.process(job.inputPath, deps.assetDir, { onProgress, signal });
    } catch (error) {
      log.error({ jobId: job.id, err: error }, 'Audio processing broke down');
      result = { ok: false, fault: audioFault('Audio_Failed') };
    }
    if (signal.aborted) return;
    await storeOutcome(job, result, signal);
  };

  /** Its place among the running jobs is kept: what others would process could not be stored either. */
  const storeOutcome = async (job: AudioJob, result: ProcessResult, signal: AbortSignal): Promise<void> => {
    for (let restMs = firstRestMs; !signal.aborted; restMs = Math.min(2 * restMs, longestRestMs)) {
      try {
        return await (result.ok ? deps.onDone(job, result.asset) : deps.onFailed(job, result.fault));
      } catch (error) {
        log.error(
          { jobId: job.id, err: error, restMs },
          'Outcome of audio processing could not be stored and will be retried',
        );
        await restUnlessAborted(deps.clock, restMs, signal);
      }
    }
  };

  const fill = (): void => {
    while (!stopped && running.size < deps.concurrency) {
      const job = waiting.shift();
      if (job === undefined) return;
      const controller = new AbortController();
      const entry: Running = { controller, percent: 0, ended: Promise.resolve() };
      running.set(job.id, entry);
      entry.ended = process(job, controller.signal, entry).finally(() => {
        running.delete(job.id);
        fill();
      });
    }
  };

  return {
    enqueue: (job) => {
      if (stopped || running.has(job.id) || waiting.some(({ id }) => id === job.id)) return false;
      waiting.push(job);
      fill();
      return true;
    },
    progress: (id) => {
      const entry = running.get(id);
      if (entry !== undefined) return { state: 'processing', fraction: entry.percent / 100 };
      return waiting.some((job) => job.id === id) ? { state: 'queued', fraction: 0 } : null;
    },
    cancel: async (id) => {
      const index = waiting.findIndex((job) => job.id === id);
      if (index >= 0) {
        waiting.splice(index, 1);
        return true;
      }
      const entry = running.get(id);
      if (entry === undefined) return false;
      entry.controller.abort();
      await entry.ended;
      return true;
    },
    stop: async () => {
      stopped = true;
      waiting.length = 0;
      for (const entry of running.values()) entry.controller.abort();
      await Promise.all([...running.values()].map((entry) => entry.ended));
    },
  };
};
