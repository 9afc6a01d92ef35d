import { stat } from 'node:fs/promises';
import { type AudioFaultCode, audioFault } from '../../app/bulletins/audio-faults.ts';
import type { AudioFailure, AudioProbe, AudioProcessor } from '../../app/ports/audio.ts';
import type { Log } from '../../app/ports/runtime.ts';
import { discardFile, storeAsset } from './asset-file.ts';
import { discardArguments, inputArguments } from './ffmpeg-arguments.ts';
import { parseInput, parsePositionMs, saysCutShort } from './ffmpeg-report.ts';
import { levelAsset } from './level-asset.ts';
import { targetLufs } from './level-plan.ts';
import { faultOfRun, measureInput, type RunOnFile } from './measure-input.ts';
import { createRunFfmpeg } from './run-ffmpeg.ts';
import { readWavDeclaredMs } from './wav-header.ts';

export type FfmpegProcessorDeps = Readonly<{
  ffmpegPath: string;
  env: NodeJS.ProcessEnv;
  log: Log;
  /** Longer sound is refused; default one hour. */
  maxDurationMs?: number;
  /** Processor time of one ffmpeg run; default 60 s and a tenth of the longest sound. */
  cpuLimitSeconds?: number;
  /** Time on the wall of one ffmpeg run; default four times the processor time. */
  wallLimitMs?: number;
}>;

/** Share of the work that each stage is of the whole; an encoding repeated does not move it back. */
const stages = {
  measure: { from: 0, to: 0.1 },
  rehearse: { from: 0.1, to: 0.3 },
  encode: { from: 0.3, to: 0.85 },
  verify: { from: 0.85, to: 0.99 },
} as const;

const createProgress = (report: ((fraction: number) => void) | undefined) => {
  let reported = 0;
  return (stage: keyof typeof stages, fraction: number): void => {
    const { from, to } = stages[stage];
    const overall = from + (to - from) * Math.min(1, Math.max(0, fraction));
    if (!report || overall <= reported) return;
    reported = overall;
    report(overall);
  };
};

type Opened = Readonly<{ ok: true; probe: AudioProbe; declaredMs: number | null }> | AudioFailure;

/** `AudioProcessor` on ffmpeg child processes, so that no sound is ever computed in the event loop. */
export const createFfmpegProcessor = (deps: FfmpegProcessorDeps): AudioProcessor => {
  const { ffmpegPath, env, maxDurationMs = 60 * 60_000 } = deps;
  const log = deps.log.child({ component: 'audio' });
  const cpuLimitSeconds = deps.cpuLimitSeconds ?? 60 + maxDurationMs / 10_000;
  const wallLimitMs = deps.wallLimitMs ?? cpuLimitSeconds * 4000;
  const runFfmpeg = createRunFfmpeg(ffmpegPath, env);
  const fail = (code: AudioFaultCode): AudioFailure => ({ ok: false, fault: audioFault(code) });

  const runner =
    (signal: AbortSignal | undefined): RunOnFile =>
    ({ path, args, onPosition, onOutput }) =>
      runFfmpeg({
        args: [...inputArguments(path, cpuLimitSeconds), ...args],
        wallLimitMs,
        signal,
        onPosition,
        onOutput,
      });

  /** Opens the file and decodes its first half second, which is what tells sound from noise on disk. */
  const open = async (path: string, run: RunOnFile): Promise<Opened> => {
    if ((await stat(path)).size === 0) return fail('Audio_Empty');
    const result = await run({ path, args: ['-t', '0.5', ...discardArguments] });
    const fault = faultOfRun(result);
    if (fault) return { ok: false, fault };
    const input = parseInput(result.log);
    if (!input) return fail(saysCutShort(result.log) ? 'Audio_Truncated' : 'Audio_Unreadable');
    const { audioCodec: codec, hasVideo, isDurationEstimated } = input;
    if (codec === null) return fail(hasVideo ? 'Audio_NoAudioStream' : 'Audio_Unreadable');
    if (!parsePositionMs(result.log)) {
      return fail(result.end === 'succeeded' ? 'Audio_Empty' : 'Audio_Unreadable');
    }
    const declaredByWav = await readWavDeclaredMs(path);
    const durationMs = declaredByWav ?? input.durationMs;
    if (durationMs !== null && durationMs > maxDurationMs) return fail('Audio_TooLong');
    // The sound of a film may end before its picture, and an estimate is no promise.
    const isPromise = !hasVideo && (declaredByWav !== null || !isDurationEstimated);
    return { ok: true, probe: { durationMs, codec, hasVideo }, declaredMs: isPromise ? durationMs : null };
  };

  return {
    probe: async (path, { signal } = {}) => {
      const opened = await open(path, runner(signal));
      return opened.ok ? { ok: true, ...opened.probe } : opened;
    },

    process: async (inputPath, outDir, { onProgress, signal } = {}) => {
      const run = runner(signal);
      const progress = createProgress(onProgress);
      const opened = await open(inputPath, run);
      if (!opened.ok) return opened;
      const { probe, declaredMs } = opened;
      const measured = await measureInput({
        path: inputPath,
        declaredMs,
        maxDurationMs,
        run,
        onPosition: (positionMs) => progress('measure', positionMs / (probe.durationMs ?? maxDurationMs)),
      });
      if (!measured.ok) return measured;
      progress('measure', 1);
      const levelled = await levelAsset({
        path: inputPath,
        outDir,
        input: measured.input,
        run,
        onStage: progress,
      });
      if (!levelled.ok) return levelled;

      const { temporaryPath, loudness, durationMs, peaks } = levelled.asset;
      let stored = false;
      try {
        if (signal?.aborted) return fail('Audio_Cancelled');
        const file = await storeAsset(temporaryPath, outDir);
        stored = true;
        const { loudnessLufs, peakDb: truePeakDbtp } = loudness;
        log.info(
          {
            ...file,
            durationMs,
            loudnessLufs,
            truePeakDbtp,
            inputLufs: measured.input.loudness.loudnessLufs,
          },
          'Asset ready',
        );
        if (targetLufs - loudnessLufs > 0.5) {
          log.warn(
            { sha256: file.sha256, loudnessLufs },
            'Asset stays quieter than the target: its peaks allow no more',
          );
        }
        onProgress?.(1);
        return { ok: true, asset: { ...file, durationMs, loudnessLufs, truePeakDbtp, peaks } };
      } finally {
        if (!stored) await discardFile(temporaryPath);
      }
    },
  };
};
