import { type AudioFault, audioFault } from '../../app/bulletins/audio-faults.ts';
import { discardFile, temporaryAssetPath } from './asset-file.ts';
import {
  assetSampleRateHz,
  discardArguments,
  encodeArguments,
  encodeFilter,
  measureAssetFilter,
  pcmArguments,
  rehearseFilter,
} from './ffmpeg-arguments.ts';
import { type LoudnessReport, parseLoudness } from './ffmpeg-report.ts';
import {
  afterRehearsal,
  firstLevel,
  isLimited,
  type Level,
  lowered,
  maxTruePeakDbtp,
  nextEncoding,
  type Trial,
} from './level-plan.ts';
import { faultOfRun, type MeasuredInput, type RunOnFile } from './measure-input.ts';
import { createPeakMeter } from './waveform-peaks.ts';

const maxRehearsals = 3;
const maxEncodings = 4;
const waveformValues = 400;

export type LevelledAsset = Readonly<{
  temporaryPath: string;
  loudness: LoudnessReport;
  durationMs: number;
  peaks: number[];
}>;
type Failure = { ok: false; fault: AudioFault };

export type LevelAssetOptions = Readonly<{
  path: string;
  outDir: string;
  input: MeasuredInput;
  run: RunOnFile;
  onStage: (stage: 'rehearse' | 'encode' | 'verify', fraction: number) => void;
}>;

/** Gain into limiter without encoding costs a tenth of an encoding, so the gain is settled here. */
const rehearse = async (
  options: LevelAssetOptions,
): Promise<{ ok: true; level: Level; trials: Trial[] } | Failure> => {
  const { input, path, run, onStage } = options;
  let level = firstLevel(input.loudness.loudnessLufs);
  const trials: Trial[] = [];
  if (!isLimited(level, input.loudness.peakDb)) return { ok: true, level, trials };
  for (let round = 0; round < maxRehearsals; round += 1) {
    const result = await run({
      path,
      args: ['-af', rehearseFilter(input.downmix, level, input.isShort), ...discardArguments],
      onPosition: (positionMs) =>
        onStage('rehearse', (round + positionMs / input.durationMs) / maxRehearsals),
    });
    const fault = faultOfRun(result);
    if (fault) return { ok: false, fault };
    const loudness = parseLoudness(result.log);
    if (!loudness) return { ok: false, fault: audioFault('Audio_Unreadable') };
    trials.push({ gainDb: level.gainDb, loudnessLufs: loudness.loudnessLufs });
    const judged = afterRehearsal(trials, loudness.peakDb);
    level = judged.level;
    if (judged.isSettled) break;
  }
  return { ok: true, level, trials };
};

/** Decodes the encoded file once for its loudness, true peak, length and waveform. */
const verify = async (
  options: LevelAssetOptions,
  temporaryPath: string,
): Promise<{ ok: true; asset: LevelledAsset } | Failure> => {
  const { input, run, onStage } = options;
  const meter = createPeakMeter();
  const result = await run({
    path: temporaryPath,
    args: ['-af', measureAssetFilter(input.isShort), ...discardArguments, ...pcmArguments],
    onPosition: (positionMs) => onStage('verify', positionMs / input.durationMs),
    onOutput: meter.push,
  });
  const fault = faultOfRun(result);
  if (fault) return { ok: false, fault };
  const loudness = parseLoudness(result.log);
  if (!loudness || meter.samples() === 0) return { ok: false, fault: audioFault('Audio_Unreadable') };
  const durationMs = Math.round((meter.samples() / assetSampleRateHz) * 1000);
  return {
    ok: true,
    asset: { temporaryPath, loudness, durationMs, peaks: meter.finish(waveformValues) },
  };
};

const encodeOnce = async (
  options: LevelAssetOptions,
  level: Level,
): Promise<{ ok: true; asset: LevelledAsset } | Failure> => {
  const { input, path, run, outDir, onStage } = options;
  const temporaryPath = temporaryAssetPath(outDir);
  let kept = false;
  try {
    const encoded = await run({
      path,
      args: ['-af', encodeFilter(input.downmix, level), ...encodeArguments(temporaryPath)],
      onPosition: (positionMs) => onStage('encode', positionMs / input.durationMs),
    });
    const fault = faultOfRun(encoded);
    if (fault) return { ok: false, fault };
    if (encoded.end === 'failed') return { ok: false, fault: audioFault('Audio_Unreadable') };
    const verified = await verify(options, temporaryPath);
    kept = verified.ok;
    return verified;
  } finally {
    if (!kept) await discardFile(temporaryPath);
  }
};

/**
 * Makes the encoded file, in the output folder under a temporary name, and measures it; again with another
 * level when the measurement misses. The caller owns the file of a success; a failure leaves none.
 */
export const levelAsset = async (
  options: LevelAssetOptions,
): Promise<{ ok: true; asset: LevelledAsset } | Failure> => {
  const rehearsed = await rehearse(options);
  if (!rehearsed.ok) return rehearsed;
  let level = rehearsed.level;
  for (let round = 1; ; round += 1) {
    const result = await encodeOnce(options, level);
    if (!result.ok) return result;
    const { loudness, temporaryPath } = result.asset;
    const next = nextEncoding(level, loudness, rehearsed.trials);
    const isSafe = loudness.peakDb <= maxTruePeakDbtp;
    if (!next || (isSafe && round >= maxEncodings - 1)) return result;
    await discardFile(temporaryPath);
    if (round === maxEncodings) return { ok: false, fault: audioFault('Audio_LevelNotReached') };
    level = round === maxEncodings - 1 ? lowered(level, loudness.peakDb) : next;
  }
};
