import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Play } from '../device/effect.ts';
import type { AssetStore } from './asset-store.ts';
import type { DeviceLog } from './device-log.ts';
import { type AudioSource, createMp3Source, isDecodable, sampleRate } from './mp3-source.ts';
import type { Sink } from './output.ts';
import type { OwnClock } from './own-clock.ts';
import { createPlaySource } from './play-source.ts';
import { openWavFile } from './wav-file.ts';

const samplesPerMs = sampleRate / 1_000;
/** The file follows reality at this distance, so that a sound which starts at once still finds its sample. */
export const wavLagMs = 500;
const writeEveryMs = 200;
const chunkSamples = sampleRate;

/** Beside the WAV file: the true instant of its first sample, epoch milliseconds. */
const sidecar = z.object({ deviceId: z.string(), startAt: z.number(), sampleRate: z.literal(sampleRate) });

type Stretch = {
  readonly play: Play;
  readonly from: number;
  to: number;
  readonly gain: number;
  source: AudioSource | null;
  isOver: boolean;
};

const readSidecar = (path: string): number | null => {
  try {
    return sidecar.parse(JSON.parse(readFileSync(path, 'utf8'))).startAt;
  } catch {
    return null;
  }
};

/**
 * Writes what would have been heard, and when, into a WAV file of mono 16-bit samples: silence between
 * sounds, every sound at the sample of its true start, at its volume as gain. `{path}.json` says which
 * instant the first sample is.
 */
export const createWavSink = (deps: {
  path: string;
  deviceId: string;
  clock: OwnClock;
  assets: AssetStore;
  log: DeviceLog;
}): Sink => {
  const { path, deviceId, clock, assets, log } = deps;
  const sidecarPath = `${path}.json`;
  const begunAt = existsSync(path) ? readSidecar(sidecarPath) : null;
  const startAt = begunAt ?? clock.toTrue(clock.now());
  const file = openWavFile(path, begunAt !== null);
  if (begunAt === null) writeFileSync(sidecarPath, JSON.stringify({ deviceId, startAt, sampleRate }));
  let stretches: Stretch[] = [];
  let isClosed = false;

  const sampleAt = (own: number): number => Math.round((clock.toTrue(own) - startAt) * samplesPerMs);

  const open = async (sha256: string): Promise<AudioSource> => {
    const bytes = await assets.read(sha256);
    if (!bytes) throw new Error('The cached audio is damaged');
    return createMp3Source(bytes);
  };
  const sourceOf = async (stretch: Stretch): Promise<AudioSource> => {
    const { play } = stretch;
    // A start put off by a busy machine enters at its wall-clock position all the same.
    const lateSamples = Math.max(0, stretch.from - sampleAt(play.startAt));
    stretch.source ??= await createPlaySource({
      open: () => open(play.sha256),
      positionSamples: Math.round(play.positionMs * samplesPerMs) + lateSamples,
      loop: play.loop,
    });
    return stretch.source;
  };

  /** The samples [from, to) of the recording. */
  const render = async (from: number, to: number): Promise<Int16Array> => {
    const samples = new Int16Array(to - from);
    for (const stretch of stretches) {
      const begin = Math.max(from, stretch.from);
      const end = Math.min(to, stretch.to);
      if (begin >= end) continue;
      const audio = await (await sourceOf(stretch)).read(end - begin);
      for (let n = 0; n < audio.length; n += 1) {
        const value = Math.round((audio[n] ?? 0) * stretch.gain * 32_767);
        samples[begin - from + n] = Math.max(-32_768, Math.min(32_767, value));
      }
    }
    return samples;
  };

  const writeUpTo = async (target: number): Promise<void> => {
    while (file.length() < target) {
      const from = file.length();
      const next = stretches
        .filter((one) => one.to > from)
        .reduce((min, one) => Math.min(min, one.from), target);
      if (next > from) {
        file.extendTo(next);
      } else {
        const to = Math.min(target, from + chunkSamples);
        const samples = await render(from, to).catch((error: unknown) => {
          log.warn({ deviceId, err: error }, 'Sound is missing from the recording');
          return new Int16Array(to - from);
        });
        file.append(samples);
      }
      // The file is as long as its format allows.
      if (file.length() === from) return;
    }
    for (const stretch of stretches)
      if (stretch.isOver && stretch.to <= file.length()) stretch.source?.close();
    stretches = stretches.filter((stretch) => !stretch.isOver || stretch.to > file.length());
  };

  let writing: Promise<void> = Promise.resolve();
  const follow = (lagMs: number): Promise<void> => {
    writing = writing.then(() => writeUpTo(sampleAt(clock.now() - lagMs)));
    return writing;
  };
  let cancelNext = (): void => {};
  const followOn = (): void => {
    cancelNext = clock.at(clock.now() + writeEveryMs, () => {
      void follow(wavLagMs).then(() => {
        if (!isClosed) followOn();
      });
    });
  };
  followOn();

  return {
    keepsTime: true,
    prepare: async ({ sha256 }) => {
      const bytes = await assets.read(sha256);
      if (!bytes) return 'hash-mismatch';
      return (await isDecodable(bytes)) ? null : 'decoder';
    },
    start: (play, at) => {
      const from = Math.max(file.length(), sampleAt(at));
      const gain = play.volume / 100;
      stretches.push({ play, from, to: sampleAt(play.endAt), gain, source: null, isOver: false });
    },
    stop: (playId, at) => {
      for (const stretch of stretches) {
        if (stretch.play.playId !== playId) continue;
        stretch.to = Math.min(stretch.to, sampleAt(at));
        stretch.isOver = true;
      }
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      cancelNext();
      await follow(0);
      file.close();
    },
  };
};
