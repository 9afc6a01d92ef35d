/**
 * Makes the audio that comes with the software: the test tone and the words before an exercise. Run by hand when
 * they are to change; what it writes is committed, so that every installation holds the same bytes.
 *
 *   apt-get install espeak-ng && node --import tsx controller/data/make-clips.ts
 */
import { execFileSync } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFfmpegProcessor } from '../adapters/audio/ffmpeg-processor.ts';
import { findFfmpeg } from '../adapters/audio/find-ffmpeg.ts';
import { createLog } from '../adapters/log.ts';

const here = fileURLToPath(new URL('clips', import.meta.url));

const notice = [
  'Chú ý. Chú ý.',
  'Đây là diễn tập. Đây là diễn tập, không phải báo động thật.',
  'Đề nghị bà con bình tĩnh. Âm thanh sau đây chỉ để diễn tập.',
].join('\n');

const rateHz = 44_100;
const toneSeconds = 10;
/** Two soft notes a fifth apart, half a second each with as much silence: heard as a test, not as an alarm. */
const notesHz = [440, 660];
const noteSeconds = 0.5;

const toneSample = (index: number): number => {
  const t = index / rateHz;
  const note = Math.floor(t / noteSeconds);
  const within = t - note * noteSeconds;
  // One pair of notes, one pair of rests.
  if (note % 4 > 1) return 0;
  const frequency = notesHz[note % 2] ?? 440;
  const envelope = Math.min(1, within / 0.02, (noteSeconds - within) / 0.05);
  return 0.3 * Math.max(0, envelope) * Math.sin(2 * Math.PI * frequency * t);
};

const toneWav = (): Buffer => {
  const samples = rateHz * toneSeconds;
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + samples * 2, 4);
  wav.write('WAVEfmt ', 8);
  for (const [offset, value] of [
    [16, 16],
    [24, rateHz],
    [28, rateHz * 2],
  ] as const)
    wav.writeUInt32LE(value, offset);
  for (const [offset, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ] as const)
    wav.writeUInt16LE(value, offset);
  wav.write('data', 36);
  wav.writeUInt32LE(samples * 2, 40);
  for (let index = 0; index < samples; index += 1) {
    wav.writeInt16LE(Math.round(toneSample(index) * 32_767), 44 + index * 2);
  }
  return wav;
};

const scratch = await mkdtemp(join(tmpdir(), 'make-clips-'));
try {
  const log = createLog('warn');
  const { path: ffmpegPath } = await findFfmpeg({ env: process.env, log });
  const processor = createFfmpegProcessor({ ffmpegPath, env: process.env, log });
  const inputs = {
    'test-tone': join(scratch, 'test-tone.wav'),
    'exercise-notice': join(scratch, 'exercise-notice.wav'),
  };
  await writeFile(inputs['test-tone'], toneWav());
  execFileSync('espeak-ng', ['-v', 'vi', '-s', '135', '-g', '4', '-w', inputs['exercise-notice'], notice]);

  const clips: Record<string, object> = {};
  for (const [name, input] of Object.entries(inputs)) {
    const made = await processor.process(input, scratch);
    if (!made.ok) throw new Error(made.fault.en);
    const { path, ...asset } = made.asset;
    await copyFile(path, join(here, `${name}.mp3`));
    clips[name] = asset;
  }
  await writeFile(join(here, 'clips.json'), `${JSON.stringify(clips, null, 2)}\n`);
} finally {
  await rm(scratch, { recursive: true });
}
