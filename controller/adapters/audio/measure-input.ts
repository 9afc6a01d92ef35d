import { type AudioFault, audioFault } from '../../app/bulletins/audio-faults.ts';
import {
  type Downmix,
  discardArguments,
  measureInputFilter,
  shortestMeasurableMs,
} from './ffmpeg-arguments.ts';
import {
  type LoudnessReport,
  parseLoudness,
  parsePositionMs,
  saysCutShort,
  saysDiskFull,
} from './ffmpeg-report.ts';
import type { FfmpegResult } from './run-ffmpeg.ts';

/** Quieter than this is a recording of nothing: speech in a quiet room with the microphone half off is louder. */
const silentLufs = -60;

/** Runs ffmpeg on the input with the limits of the processor. */
export type RunOnFile = (
  run: Readonly<{
    path: string;
    args: readonly string[];
    onPosition?: (positionMs: number) => void;
    onOutput?: (chunk: Buffer) => void;
  }>,
) => Promise<FfmpegResult>;

/** What a run that did not finish by itself means; null when it has to be judged by its log. */
export const faultOfRun = (result: FfmpegResult): AudioFault | null => {
  if (result.end === 'aborted') return audioFault('Audio_Cancelled');
  if (result.end === 'timed-out') return audioFault('Audio_TimedOut');
  return saysDiskFull(result.log) ? audioFault('Audio_DiskFull') : null;
};

export type MeasuredInput = Readonly<{
  loudness: LoudnessReport;
  durationMs: number;
  downmix: Downmix;
  /** Too short for a gating block: measured repeated. */
  isShort: boolean;
}>;
type MeasureResult = Readonly<{ ok: true; input: MeasuredInput }> | { ok: false; fault: AudioFault };

/** Containers round; a whole second, or one part in fifty of a long file, is no rounding. */
const isCutShort = (declaredMs: number, decodedMs: number): boolean =>
  declaredMs - decodedMs > Math.max(1000, declaredMs / 50);

/**
 * Decodes the whole file once and measures it. The container's promise is judged against what was there:
 * a bulletin that breaks off in the middle of a sentence must not reach a loudspeaker.
 */
export const measureInput = async (
  options: Readonly<{
    path: string;
    /** What the container promises for the sound itself; null where nothing can be held against it. */
    declaredMs: number | null;
    maxDurationMs: number;
    run: RunOnFile;
    onPosition: (positionMs: number) => void;
  }>,
): Promise<MeasureResult> => {
  const { path, run, maxDurationMs, declaredMs, onPosition } = options;
  const fail = (fault: AudioFault): MeasureResult => ({ ok: false, fault });
  const limit = ['-t', String(maxDurationMs / 1000 + 1)];

  let silent = false;
  for (const downmix of ['mix', 'first-channel'] as const) {
    const measure = (isShort: boolean): Promise<FfmpegResult> =>
      run({
        path,
        args: ['-af', measureInputFilter(downmix, isShort), ...limit, ...discardArguments],
        onPosition,
      });
    const result = await measure(false);
    const stopped = faultOfRun(result);
    if (stopped) return fail(stopped);
    const durationMs = parsePositionMs(result.log) ?? 0;
    if (saysCutShort(result.log)) return fail(audioFault('Audio_Truncated'));
    if (durationMs > maxDurationMs) return fail(audioFault('Audio_TooLong'));
    if (declaredMs !== null && isCutShort(declaredMs, durationMs)) return fail(audioFault('Audio_Truncated'));

    const isShort = durationMs < shortestMeasurableMs;
    const measured = isShort ? await measure(true) : result;
    const stoppedAgain = faultOfRun(measured);
    if (stoppedAgain) return fail(stoppedAgain);
    const loudness = parseLoudness(measured.log);
    if (loudness && loudness.loudnessLufs >= silentLufs && Number.isFinite(loudness.peakDb)) {
      return { ok: true, input: { loudness, durationMs, downmix, isShort } };
    }
    silent ||= loudness !== null && durationMs > 0;
  }
  return fail(audioFault(silent ? 'Audio_Silent' : 'Audio_Unreadable'));
};
