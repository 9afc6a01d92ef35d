import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFfmpegComposer } from '../../controller/adapters/audio/ffmpeg-composer.ts';
import { createFfmpegProcessor } from '../../controller/adapters/audio/ffmpeg-processor.ts';
import type { AudioComposer } from '../../controller/app/ports/audio.ts';
import { shippedClipPath, shippedClips } from '../../controller/data/install-clips.ts';
import { type AudioFixtures, createAudioFixtures, sound, sounds } from '../support/audio-fixtures.ts';
import { silentLog } from '../support/silent-log.ts';

let fixtures: AudioFixtures;
let composer: AudioComposer;
let outDir = '';

beforeAll(async () => {
  fixtures = await createAudioFixtures();
  const tools = { ffmpegPath: fixtures.ffmpegPath, env: process.env };
  composer = createFfmpegComposer({
    ...tools,
    processor: createFfmpegProcessor({ ...tools, log: silentLog }),
  });
  outDir = join(fixtures.folder, 'assets');
  mkdirSync(outDir);
});
afterAll(() => fixtures.remove());

it('says the notice first, then the clip after a breath, at the level of every asset', async () => {
  const clip = await fixtures.make('clip.mp3', ...sound(sounds.chord, 5));
  const made = await composer.compose([shippedClipPath('exercise-notice'), clip], outDir);
  if (!made.ok) throw new Error(made.fault.code);
  const { path, sha256, durationMs, loudnessLufs, truePeakDbtp, peaks } = made.asset;
  const noticeMs = shippedClips()['exercise-notice'].durationMs;
  // MP3 gains some tens of milliseconds with each encoding.
  expect(Math.abs(durationMs - (noticeMs + 700 + 5_000))).toBeLessThan(200);
  expect(Math.abs(loudnessLufs + 16)).toBeLessThanOrEqual(0.5);
  expect(truePeakDbtp).toBeLessThanOrEqual(-1);
  const at = (ms: number) => peaks[Math.floor((ms / durationMs) * peaks.length)] ?? 1;
  expect(at(noticeMs + 400)).toBeLessThan(0.05);
  expect(at(noticeMs + 3_000)).toBeGreaterThan(0.2);
  expect(readdirSync(outDir)).toEqual([`${sha256}.mp3`]);
  expect(readFileSync(path).length).toBe(made.asset.sizeBytes);
});

it('refuses what is no sound, and leaves nothing behind', async () => {
  const before = readdirSync(outDir);
  const picture = await fixtures.make(
    'picture.png',
    '-f',
    'lavfi',
    '-i',
    'color=red:d=0.1',
    '-frames:v',
    '1',
  );
  expect(await composer.compose([shippedClipPath('exercise-notice'), picture], outDir)).toMatchObject({
    ok: false,
  });
  expect(readdirSync(outDir)).toEqual(before);
});
