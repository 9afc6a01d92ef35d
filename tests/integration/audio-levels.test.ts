import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFfmpegProcessor } from '../../controller/adapters/audio/ffmpeg-processor.ts';
import type { AudioProcessor, ProcessedAudio } from '../../controller/app/ports/audio.ts';
import { type AudioFixtures, createAudioFixtures, sound, sounds } from '../support/audio-fixtures.ts';
import { silentLog } from '../support/silent-log.ts';

let fixtures: AudioFixtures;
let processor: AudioProcessor;
let outDir = '';

beforeAll(async () => {
  fixtures = await createAudioFixtures();
  processor = createFfmpegProcessor({ ffmpegPath: fixtures.ffmpegPath, env: process.env, log: silentLog });
  outDir = join(fixtures.folder, 'assets');
  mkdirSync(outDir);
});
afterAll(() => fixtures.remove());

const processed = async (path: string): Promise<ProcessedAudio> => {
  const result = await processor.process(path, outDir);
  if (!result.ok) throw new Error(result.fault.code);
  return result.asset;
};

const seconds = 8;
const materials: [string, string[]][] = [
  ['quiet speech', [...sound(sounds.speech, seconds), '-af', 'volume=-30dB']],
  ['ordinary speech at a telephone rate', [...sound(sounds.speech, seconds, 8000)]],
  [
    'speech so loud that it is clipped',
    [...sound(sounds.speech, seconds), '-af', 'volume=25dB', '-c:a', 'pcm_s16le'],
  ],
  [
    'stereo music',
    [
      ...sound(sounds.chord, seconds, 48_000),
      ...['-f', 'lavfi', '-i', `anoisesrc=color=pink:amplitude=0.4:seed=1:d=${seconds}:r=48000`],
      ...['-filter_complex', '[0][1]amerge=inputs=2', '-ac', '2'],
    ],
  ],
  ['drums', sound(sounds.drums, seconds, 48_000)],
  [
    'white noise at full scale',
    ['-f', 'lavfi', '-i', `anoisesrc=color=white:amplitude=1:seed=3:d=${seconds}`],
  ],
  [
    'two channels that cancel each other out',
    [...sound(sounds.speech, seconds), '-af', 'pan=stereo|c0=c0|c1=-1*c0'],
  ],
  ['one second', sound(sounds.tone, 1)],
];

describe('the encoded file', () => {
  it.each(materials)('of %s is at -16 LUFS and no higher than -1 dBTP', async (name, args) => {
    const input = await fixtures.make(`${name}.wav`, ...args);
    const asset = await processed(input);
    const heard = await fixtures.measure(asset.path);
    expect(heard.loudnessLufs).toBeGreaterThanOrEqual(-16.5);
    expect(heard.loudnessLufs).toBeLessThanOrEqual(-15.5);
    expect(heard.truePeakDbtp).toBeLessThanOrEqual(-1);
    expect(asset.loudnessLufs).toBeCloseTo(heard.loudnessLufs, 1);
    expect(asset.truePeakDbtp).toBeCloseTo(heard.truePeakDbtp, 1);
    expect(heard.log).toMatch(/Stream #0:0: Audio: mp3.*, 44100 Hz, mono, .*64 kb\/s/);
  });

  it('of nothing but clicks keeps to the peak limit and says how quiet it stays', async () => {
    const asset = await processed(await fixtures.make('clicks.wav', ...sound(sounds.clicks, seconds)));
    const heard = await fixtures.measure(asset.path);
    expect(heard.truePeakDbtp).toBeLessThanOrEqual(-1);
    expect(asset.loudnessLufs).toBeLessThan(-20);
    expect(asset.loudnessLufs).toBeCloseTo(heard.loudnessLufs, 1);
  });

  it('of a sound shorter than a gating block is as loud as if it went on', async () => {
    const asset = await processed(await fixtures.make('beep.wav', ...sound(`0.01*${sounds.tone}`, 0.15)));
    expect(asset.loudnessLufs).toBeGreaterThanOrEqual(-16.5);
    expect(asset.loudnessLufs).toBeLessThanOrEqual(-15.5);
    expect(asset.truePeakDbtp).toBeLessThanOrEqual(-1);
    expect(asset.durationMs).toBe(150);
    expect(asset.peaks).toHaveLength(400);
  });
});

describe('the asset', () => {
  it('is named by its own hash, with its size, duration and waveform', async () => {
    const halves = `${sounds.tone}*(0.1+0.9*gt(t,4))`;
    const asset = await processed(await fixtures.make('halves.flac', ...sound(halves, 8)));
    const bytes = readFileSync(asset.path);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(asset.sha256);
    expect(asset.path).toBe(join(outDir, `${asset.sha256}.mp3`));
    expect(asset.sizeBytes).toBe(bytes.length);
    expect(Math.abs(asset.durationMs - 8000)).toBeLessThanOrEqual(30);
    expect(asset.peaks).toHaveLength(400);
    expect(Math.max(...asset.peaks)).toBe(1);
    expect(Math.min(...asset.peaks)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...asset.peaks.slice(5, 190))).toBeLessThan(0.3);
    expect(Math.min(...asset.peaks.slice(210, 395))).toBeGreaterThan(0.6);
  });

  it('is the same for the same input, without its tags', async () => {
    const tagged = await fixtures.make('tagged.flac', ...sound(sounds.chord, 5), '-metadata', 'title=Bí mật');
    const [first, second] = await Promise.all([processed(tagged), processed(tagged)]);
    expect(second).toEqual(first);
    expect(readFileSync(first.path).includes('Bí mật')).toBe(false);
  });

  it.each([
    ['mp3', []],
    ['m4a', []],
    ['ogg', ['-c:a', 'libvorbis']],
    ['wma', []],
    ['aiff', []],
    ['mkv', []],
    ['amr', ['-ar', '8000', '-c:a', 'libopencore_amrnb']],
  ])('comes from %s as well', async (extension, args) => {
    const made = fixtures.make(`kind.${extension}`, ...sound(sounds.speech, 6, 8000), ...args);
    const input = await made.catch(() => null);
    // Not every ffmpeg can write AMR; every one can read it.
    if (input === null) return expect(extension).toBe('amr');
    const asset = await processed(input);
    expect(Math.abs(asset.durationMs - 6000)).toBeLessThanOrEqual(150);
    expect(Math.abs(asset.loudnessLufs + 16)).toBeLessThanOrEqual(0.5);
  });

  it('of a film is its sound', async () => {
    const input = await fixtures.make(
      'film.mp4',
      ...['-f', 'lavfi', '-i', 'testsrc=d=6:s=320x240', ...sound(sounds.chord, 4)],
    );
    expect(await processor.probe(input)).toMatchObject({ ok: true, hasVideo: true, codec: 'aac' });
    const asset = await processed(input);
    // The sound ends before the picture, which is no damage.
    expect(Math.abs(asset.durationMs - 4000)).toBeLessThanOrEqual(100);
  });

  it('of a song with a cover picture is the song', async () => {
    const cover = await fixtures.make('cover.png', '-f', 'lavfi', '-i', 'testsrc=d=1', '-frames:v', '1');
    const song = await fixtures.make(
      'song.mp3',
      ...[...sound(sounds.chord, 4), '-i', cover, '-map', '0', '-map', '1', '-c:v', 'copy'],
    );
    expect(await processor.probe(song)).toMatchObject({ ok: true, hasVideo: false });
    expect((await processed(song)).durationMs).toBeCloseTo(4000, -2);
  });

  it('leaves nothing else in the folder', () => {
    expect(readdirSync(outDir).filter((name) => !/^[0-9a-f]{64}\.mp3$/.test(name))).toEqual([]);
  });
});
