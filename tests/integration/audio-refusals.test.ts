import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createFfmpegProcessor,
  type FfmpegProcessorDeps,
} from '../../controller/adapters/audio/ffmpeg-processor.ts';
import type { AudioProcessor } from '../../controller/app/ports/audio.ts';
import { type AudioFixtures, createAudioFixtures, sound, sounds } from '../support/audio-fixtures.ts';
import { silentLog } from '../support/silent-log.ts';

let fixtures: AudioFixtures;
let outDir = '';
let speech = '';

beforeAll(async () => {
  fixtures = await createAudioFixtures();
  outDir = join(fixtures.folder, 'assets');
  mkdirSync(outDir);
  speech = await fixtures.make('speech.wav', ...sound(sounds.speech, 20));
});
afterAll(() => fixtures.remove());

const processorWith = (deps: Partial<FfmpegProcessorDeps> = {}): AudioProcessor =>
  createFfmpegProcessor({ ffmpegPath: fixtures.ffmpegPath, env: process.env, log: silentLog, ...deps });
const write = (name: string, content: string | Buffer): string => {
  const path = join(fixtures.folder, name);
  writeFileSync(path, content);
  return path;
};
/** The beginning of a file, as a broken download leaves it. */
const cut = (path: string, share: number): string => {
  const bytes = readFileSync(path);
  return write(`cut-${path.split('/').at(-1)}`, bytes.subarray(0, Math.floor(bytes.length * share)));
};
const noise = Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * 2_654_435_761) >>> 24));

const refusal = async (path: string, processor = processorWith()): Promise<string> => {
  const result = await processor.process(path, outDir);
  expect(readdirSync(outDir)).toEqual([]);
  if (result.ok) throw new Error('was accepted');
  expect(result.fault.vi).toMatch(/\.$/);
  expect(result.fault.en).toMatch(/\.$/);
  return result.fault.code;
};

describe('what is not sound is refused at once and leaves no file', () => {
  it.each<[string, () => string | Promise<string>, string]>([
    ['an empty file', () => write('empty.mp3', ''), 'Audio_Empty'],
    ['text', () => write('text.mp3', 'Kính gửi bà con thôn xóm\n'.repeat(200)), 'Audio_Unreadable'],
    ['noise on disk', () => write('noise.mp3', noise), 'Audio_Unreadable'],
    ['a zip', () => write('zip.mp3', Buffer.concat([Buffer.from('PK\x03\x04'), noise])), 'Audio_Unreadable'],
    [
      'a picture',
      () => fixtures.make('picture.png', '-f', 'lavfi', '-i', 'testsrc=d=1', '-frames:v', '1'),
      'Audio_Unreadable',
    ],
    [
      'a film without sound',
      () => fixtures.make('mute.mp4', '-f', 'lavfi', '-i', 'testsrc=d=2:s=64x64'),
      'Audio_NoAudioStream',
    ],
    [
      'a header without samples',
      () => {
        const bytes = readFileSync(speech);
        return write('header.wav', bytes.subarray(0, bytes.indexOf('data', 0, 'latin1') + 8));
      },
      'Audio_Empty',
    ],
    [
      'an MP4 without its index',
      async () => cut(await fixtures.make('speech.m4a', '-i', speech), 0.6),
      'Audio_Truncated',
    ],
  ])('%s', async (_, make, code) => {
    const path = await make();
    expect(await processorWith().probe(path)).toMatchObject({ ok: false, fault: { code } });
    expect(await refusal(path)).toBe(code);
  });
});

describe('a playlist is refused even when it names sound that is there', () => {
  it.each([
    ['HLS', (name: string) => `#EXTM3U\n#EXT-X-TARGETDURATION:20\n#EXTINF:20,\n${name}\n#EXT-X-ENDLIST\n`],
    ['HLS over the network', () => '#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://127.0.0.1:1/a.ts\n'],
    ['concat', (name: string) => `ffconcat version 1.0\nfile '${name}'\n`],
    ['SDP', () => 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n'],
    [
      'DASH',
      (name: string) =>
        `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><AdaptationSet><Representation><BaseURL>${name}</BaseURL></Representation></AdaptationSet></Period></MPD>`,
    ],
  ])('%s', async (kind, content) => {
    expect(await refusal(write(`${kind}.mp3`, content('speech.wav')))).toBe('Audio_Unreadable');
  });
});

describe('a file that is cut short', () => {
  it.each([
    ['mp3', []],
    ['flac', []],
    ['m4a', ['-movflags', '+faststart']],
    ['mkv', []],
    ['wav', []],
    ['aiff', []],
  ])('is refused where %s says how long it should be', async (extension, args) => {
    const whole = await fixtures.make(`whole.${extension}`, '-i', speech, ...args);
    expect(await refusal(cut(whole, 0.6))).toBe('Audio_Truncated');
  });

  it('is taken for what is there where the format promises nothing', async () => {
    const whole = await fixtures.make('stream.mp3', '-i', speech, '-write_xing', '0');
    const folder = join(fixtures.folder, 'partial');
    mkdirSync(folder);
    const result = await processorWith().process(cut(whole, 0.6), folder);
    expect(result.ok && result.asset.durationMs).toBeCloseTo(12_000, -3);
  });

  it('is not suspected where a recorder could not know the length', async () => {
    const bytes = readFileSync(speech);
    bytes.writeUInt32LE(0xffff_ffff, bytes.indexOf('data', 0, 'latin1') + 4);
    const folder = join(fixtures.folder, 'piped');
    mkdirSync(folder);
    expect((await processorWith().process(write('piped.wav', bytes), folder)).ok).toBe(true);
  });
});

describe('silence', () => {
  it.each([
    ['digital', 'aevalsrc=0:d=5'],
    ['of a microphone that is off', 'anoisesrc=amplitude=0.0001:seed=2:d=5'],
  ])('%s is refused', async (kind, source) => {
    expect(await refusal(await fixtures.make(`silence ${kind}.wav`, '-f', 'lavfi', '-i', source))).toBe(
      'Audio_Silent',
    );
  });
});

describe('too long', () => {
  it('is refused by the probe where the file says so', async () => {
    const processor = processorWith({ maxDurationMs: 10_000 });
    expect(await processor.probe(speech)).toMatchObject({ fault: { code: 'Audio_TooLong' } });
    expect(await refusal(speech, processor)).toBe('Audio_TooLong');
  });

  it('is found out where it does not', async () => {
    const processor = processorWith({ maxDurationMs: 10_000 });
    const stream = await fixtures.make('piped.flac', '-i', speech);
    const bytes = readFileSync(stream);
    // STREAMINFO: the 36-bit number of samples, zero for "unknown" (RFC 9639, 8.2).
    bytes.writeUInt8(bytes.readUInt8(21) & 0xf0, 21);
    bytes.writeUInt32BE(0, 22);
    const path = write('unknown-length.flac', bytes);
    expect(await processor.probe(path)).toMatchObject({ ok: true, durationMs: null });
    expect(await refusal(path, processor)).toBe('Audio_TooLong');
  });
});

describe('work that does not come to its end', () => {
  it('leaves nothing when aborted while encoding', async () => {
    const long = await fixtures.make('long.wav', '-f', 'lavfi', '-i', 'sine=d=120');
    const controller = new AbortController();
    const working = processorWith().process(long, outDir, { signal: controller.signal });
    while (readdirSync(outDir).length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect(await working).toMatchObject({ ok: false, fault: { code: 'Audio_Cancelled' } });
    expect(readdirSync(outDir)).toEqual([]);
  });

  it('does not begin when aborted before', async () => {
    const result = await processorWith().process(speech, outDir, { signal: AbortSignal.abort() });
    expect(result).toMatchObject({ ok: false, fault: { code: 'Audio_Cancelled' } });
  });

  it('is killed when it takes too long', async () => {
    expect(await refusal(speech, processorWith({ wallLimitMs: 1 }))).toBe('Audio_TimedOut');
  });

  it('leaves nothing when the disk is full', async () => {
    const ffmpegPath = write(
      'ffmpeg-full',
      `#!/bin/sh\ncase "$*" in *libmp3lame*) for last; do :; done; echo half > "\${last#file:}"; echo "No space left on device" >&2; exit 1;; esac\nexec "${fixtures.ffmpegPath}" "$@"\n`,
    );
    chmodSync(ffmpegPath, 0o755);
    expect(await refusal(speech, processorWith({ ffmpegPath }))).toBe('Audio_DiskFull');
  });

  it('rejects when ffmpeg has gone', async () => {
    const processor = processorWith({ ffmpegPath: join(fixtures.folder, 'gone') });
    await expect(processor.process(speech, outDir)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a strange name', () => {
  it.each(['-i http.mp3', 'http:x.mp3', 'a%03d.mp3', "it's; $(touch x) 'ngày'.mp3", 'concat:a|b.mp3'])(
    '%s is only a name',
    async (name) => {
      const path = join(fixtures.folder, name);
      copyFileSync(speech, path);
      expect(await processorWith().probe(path)).toMatchObject({ ok: true, durationMs: 20_000 });
    },
  );
});
