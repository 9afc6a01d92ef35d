import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Play } from '../device/effect.ts';
import type { AssetStore } from './asset-store.ts';
import { type AudioSource, createMp3Source, isDecodable, sampleRate } from './mp3-source.ts';
import type { Sink } from './output.ts';
import type { OwnClock } from './own-clock.ts';
import { createPlaySource } from './play-source.ts';
import { wavHeader } from './wav-file.ts';

/** Programs that play raw mono 16-bit PCM from their standard input; `afplay` wants a file. */
const players: Readonly<Record<string, readonly string[]>> = {
  ffplay: [
    '-loglevel',
    'error',
    '-nodisp',
    '-autoexit',
    '-f',
    's16le',
    '-ar',
    `${sampleRate}`,
    '-ch_layout',
    'mono',
    '-i',
    '-',
  ],
  aplay: ['-q', '-t', 'raw', '-f', 'S16_LE', '-r', `${sampleRate}`, '-c', '1'],
  mpv: [
    '--really-quiet',
    '--no-video',
    '--demuxer=rawaudio',
    `--demuxer-rawaudio-rate=${sampleRate}`,
    '--demuxer-rawaudio-channels=1',
    '-',
  ],
  afplay: [],
};

export type Player = Readonly<{ name: string; path: string }>;

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The first known player on PATH; null when there is none. */
export const findPlayer = (searchPath: string): Player | null => {
  for (const name of Object.keys(players)) {
    for (const folder of searchPath.split(delimiter)) {
      const path = join(folder, name);
      if (folder !== '' && isExecutable(path)) return { name, path };
    }
  }
  return null;
};

const toPcm = (audio: Float32Array, gain: number): Buffer => {
  const bytes = Buffer.alloc(audio.length * 2);
  for (let n = 0; n < audio.length; n += 1) {
    const value = Math.round((audio[n] ?? 0) * gain * 32_767);
    bytes.writeInt16LE(Math.max(-32_768, Math.min(32_767, value)), n * 2);
  }
  return bytes;
};

/** Resolves when the pipe takes more, or never will. */
const drained = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.stdin?.once('drain', () => resolve());
    child.once('close', () => resolve());
  });

const chunkSamples = 8_192;

/** Sound from this computer's loudspeaker, through a player program. Its start is as exact as that program. */
export const createPlayerSink = (deps: { player: Player; clock: OwnClock; assets: AssetStore }): Sink => {
  const { player, clock, assets } = deps;
  const children = new Map<string, ChildProcess>();

  const openSource = (play: Play, lateMs: number): Promise<AudioSource> =>
    createPlaySource({
      open: async () => {
        const bytes = await assets.read(play.sha256);
        if (!bytes) throw new Error('The cached audio is damaged');
        return createMp3Source(bytes);
      },
      positionSamples: Math.round(((play.positionMs + lateMs) * sampleRate) / 1_000),
      loop: play.loop,
    });

  const feed = async (child: ChildProcess, source: AudioSource, play: Play): Promise<void> => {
    let left = Math.round(((play.endAt - clock.now()) * sampleRate) / 1_000);
    while (left > 0 && child.exitCode === null && !child.killed) {
      const audio = await source.read(Math.min(chunkSamples, left));
      if (audio.length === 0) break;
      left -= audio.length;
      if (child.stdin?.write(toPcm(audio, play.volume / 100)) === false) await drained(child);
    }
    child.stdin?.end();
  };

  const feedFile = async (source: AudioSource, play: Play): Promise<{ folder: string; file: string }> => {
    const audio = await source.read(Math.round(((play.endAt - play.startAt) * sampleRate) / 1_000));
    const folder = await mkdtemp(join(tmpdir(), 'loudspeaker-'));
    const file = join(folder, 'play.wav');
    await writeFile(file, Buffer.concat([wavHeader(audio.length), toPcm(audio, play.volume / 100)]));
    return { folder, file };
  };

  const sound = async (play: Play, at: number, failed: (reason: string) => void): Promise<void> => {
    const source = await openSource(play, Math.max(0, at - play.startAt));
    try {
      const file = player.name === 'afplay' ? await feedFile(source, play) : null;
      const child = spawn(player.path, file ? [file.file] : [...(players[player.name] ?? [])], {
        stdio: [file ? 'ignore' : 'pipe', 'ignore', 'ignore'],
      });
      children.set(play.playId, child);
      child.stdin?.on('error', () => {});
      child.once('error', () => failed('output'));
      child.once('exit', (code) => {
        children.delete(play.playId);
        if (code !== 0 && code !== null) failed('output');
        if (file) void rm(file.folder, { recursive: true, force: true });
      });
      if (!file) await feed(child, source, play);
    } finally {
      source.close();
    }
  };

  const kill = (playId: string): void => {
    children.get(playId)?.kill('SIGKILL');
    children.delete(playId);
  };
  return {
    keepsTime: false,
    prepare: async ({ sha256 }) => {
      const bytes = await assets.read(sha256);
      if (!bytes) return 'hash-mismatch';
      return (await isDecodable(bytes)) ? null : 'decoder';
    },
    start: (play, at, failed) => void sound(play, at, failed).catch(() => failed('output')),
    stop: kill,
    close: async () => {
      for (const playId of [...children.keys()]) kill(playId);
    },
  };
};
