import { audioFault } from '../../app/bulletins/audio-faults.ts';
import type { AudioComposer, AudioProcessor } from '../../app/ports/audio.ts';
import { discardFile, temporaryAssetPath } from './asset-file.ts';
import { joinArguments } from './ffmpeg-arguments.ts';
import { faultOfRun } from './measure-input.ts';
import { createRunFfmpeg } from './run-ffmpeg.ts';

const cpuLimitSeconds = 120;

/** `AudioComposer` on ffmpeg: the parts joined in a file of their own, which then goes the way of every upload. */
export const createFfmpegComposer = (deps: {
  ffmpegPath: string;
  env: NodeJS.ProcessEnv;
  processor: Pick<AudioProcessor, 'process'>;
}): AudioComposer => {
  const runFfmpeg = createRunFfmpeg(deps.ffmpegPath, deps.env);
  return {
    compose: async (paths, outDir, options = {}) => {
      const joined = temporaryAssetPath(outDir);
      try {
        const result = await runFfmpeg({
          args: joinArguments(paths, joined, cpuLimitSeconds),
          wallLimitMs: cpuLimitSeconds * 4_000,
          signal: options.signal,
        });
        const fault = faultOfRun(result) ?? (result.end === 'failed' ? audioFault('Audio_Failed') : null);
        return fault ? { ok: false, fault } : await deps.processor.process(joined, outDir, options);
      } finally {
        await discardFile(joined);
      }
    },
  };
};
