import { describe, expect, it } from 'vitest';
import {
  parseInput,
  parseLoudness,
  parsePositionMs,
  saysCutShort,
  saysDiskFull,
} from '../../../../../controller/adapters/audio/ffmpeg-report.ts';

const video = `[h264 @ 0x1] Codec (h264) not on whitelist 'mp3'
Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:av.mp4':
  Metadata:
    major_brand     : isom
  Duration: 00:01:05.50, start: 0.000000, bitrate: 104 kb/s
    Stream #0:0(und): Video: h264 (avc1 / 0x31637661), none, 320x240, 37 kb/s, 25 fps (default)
    Metadata:
      handler_name    : VideoHandler
    Stream #0:1[0x2](und): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, mono, fltp, 73 kb/s (default)
Stream mapping:
  Stream #0:1 -> #0:0 (aac (native) -> pcm_s16le (native))
Output #0, null, to 'pipe:':
  Stream #0:0(und): Audio: pcm_s16le, 44100 Hz, mono, s16, 705 kb/s (default)
`;

describe('parseInput', () => {
  it('reads duration, decoder and the presence of a picture', () => {
    expect(parseInput(video)).toEqual({
      durationMs: 65_500,
      isDurationEstimated: false,
      audioCodec: 'aac',
      hasVideo: true,
    });
  });

  it('takes a cover picture for no video, with or without the mark of newer versions', () => {
    const song = (picture: string): string =>
      `Input #0, mp3, from 'file:a.mp3':\n  Duration: 00:00:10.00, start: 0.025056, bitrate: 128 kb/s\n    Stream #0:0: Audio: mp3, 44100 Hz, mono\n    Stream #0:1: Video: ${picture}\n`;
    expect(parseInput(song('png, none, 90k tbr'))?.hasVideo).toBe(false);
    expect(parseInput(song('h264, none, 90k tbr (attached pic)'))?.hasVideo).toBe(false);
  });

  it('is not deceived by tags of the file', () => {
    const log = `Input #0, mp3, from 'file:a.mp3':
  Metadata:
    title           : Duration: 09:00:00.00
    Duration        : 08:00:00.00
    comment         : x
                    :   Duration: 07:00:00.00
                    :     Stream #0:9: Video: h264
  Duration: 00:00:10.00, start: 0.0, bitrate: 128 kb/s
    Stream #0:0: Audio: mp3, 44100 Hz
`;
    expect(parseInput(log)).toMatchObject({ durationMs: 10_000, hasVideo: false, audioCodec: 'mp3' });
  });

  it('knows an unknown and an estimated duration', () => {
    expect(parseInput("Input #0, aac, from 'x':\n  Duration: N/A, bitrate: N/A\n")?.durationMs).toBeNull();
    expect(
      parseInput(
        "[aac @ 0x1] Estimating duration from bitrate, this may be inaccurate\nInput #0, aac, from 'x':\n  Duration: 00:00:58.46, bitrate: 73 kb/s\n",
      ),
    ).toMatchObject({ durationMs: 58_460, isDurationEstimated: true });
  });

  it('returns null when the file was not opened', () => {
    expect(parseInput('file:rnd.bin: Invalid data found when processing input\n')).toBeNull();
    expect(parseInput('')).toBeNull();
  });
});

describe('parsePositionMs', () => {
  it('takes the last of the status lines', () => {
    expect(
      parsePositionMs('size=N/A time=00:00:01.00 bitrate=N/A \rsize=N/A time=01:02:03.45 bitrate=N/A\n'),
    ).toBe(3_723_450);
  });

  it('is null before the first', () => {
    expect(parsePositionMs('size=N/A time=N/A bitrate=N/A')).toBeNull();
  });
});

const summary = (loudness: string, peak: string): string => `[Parsed_ebur128_1 @ 0x2f935d00] Summary:

  Integrated loudness:
    I:         ${loudness} LUFS
    Threshold: -45.3 LUFS

  Loudness range:
    LRA:         9.1 LU

  True peak:
    Peak:      ${peak} dBFS
`;

describe('parseLoudness', () => {
  it('reads the summary', () => {
    expect(parseLoudness(summary('-34.3', '-19.8'))).toEqual({ loudnessLufs: -34.3, peakDb: -19.8 });
  });

  it('reads digital silence', () => {
    expect(parseLoudness(summary('-70.0', '-inf'))?.peakDb).toBe(Number.NEGATIVE_INFINITY);
  });

  it.each([
    ['no summary', 'Conversion failed!'],
    ['no number', summary('nan', 'nan')],
    ['half a summary', '[Parsed_ebur128_1 @ 0x2f935d00] Summary:\n\n  Integrated loudness:\n'],
  ])('is null for %s', (_, log) => {
    expect(parseLoudness(log)).toBeNull();
  });
});

describe('complaints of ffmpeg', () => {
  it.each([
    '[mov,mp4,m4a,3gp,3g2,mj2 @ 0x9071c80] moov atom not found\n',
    '[mov,mp4,m4a,3gp,3g2,mj2 @ 0x2f031c80] stream 0, offset 0x4debb: partial file\n',
    'size=N/A time=00:00:00.00 speed= 347x    \r[matroska,webm @ 0x559e03b8ea80] File ended prematurely\n',
  ])('says cut short: %s', (log) => {
    expect(saysCutShort(log)).toBe(true);
  });

  it('does not mistake a tag for a complaint', () => {
    expect(saysCutShort('    title           : [mov @ 0x1] moov atom not found\n')).toBe(false);
  });

  it('says that the disk is full', () => {
    expect(saysDiskFull('av_interleaved_write_frame(): No space left on device\n')).toBe(true);
    expect(saysDiskFull('Conversion failed!\n')).toBe(false);
  });
});
