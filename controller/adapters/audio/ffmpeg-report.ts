/**
 * Reads what ffmpeg prints. Patterns are anchored at the line start and its exact indentation, because tags
 * of the file are printed too, indented deeper, and may say anything.
 */

const clockMs = (hours: string, minutes: string, seconds: string): number =>
  Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000);

const clock = String.raw`(\d+):(\d{2}):(\d{2}(?:\.\d+)?)`;
const durationLine = new RegExp(`^  Duration: ${clock}`, 'm');
const positionPattern = new RegExp(`\\btime=${clock}`, 'g');
const streamLine = /^ {2,4}Stream #0:\d+[^:\n]*: (Audio|Video): (\w+)(.*)$/gm;
/** Cover pictures of music files appear as a video stream. */
const pictureCodecs = new Set(['png', 'mjpeg', 'bmp', 'gif', 'tiff', 'webp']);

export type InputReport = Readonly<{
  durationMs: number | null;
  /** The duration was derived from the file's size, so it proves nothing about a missing end. */
  isDurationEstimated: boolean;
  audioCodec: string | null;
  hasVideo: boolean;
}>;

/** Everything before the outputs: the same `Stream` lines come again for them. */
const inputSection = (log: string): string => {
  const end = log.search(/^(Output #0|Stream mapping:)/m);
  return end < 0 ? log : log.slice(0, end);
};

/** Null when ffmpeg could not open the file. */
export const parseInput = (log: string): InputReport | null => {
  const section = inputSection(log);
  if (!/^Input #0, /m.test(section)) return null;
  const duration = durationLine.exec(section);
  let audioCodec: string | null = null;
  let hasVideo = false;
  for (const [, kind, codec = '', rest = ''] of section.matchAll(streamLine)) {
    if (kind === 'Audio') audioCodec ??= codec;
    else if (!pictureCodecs.has(codec) && !rest.includes('(attached pic)')) hasVideo = true;
  }
  return {
    durationMs: duration ? clockMs(duration[1] ?? '', duration[2] ?? '', duration[3] ?? '') : null,
    isDurationEstimated: section.includes('Estimating duration from bitrate'),
    audioCodec,
    hasVideo,
  };
};

/** Position of the last status line, `time=00:05:00.00`; null before the first. */
export const parsePositionMs = (text: string): number | null => {
  let position: number | null = null;
  for (const [, hours = '', minutes = '', seconds = ''] of text.matchAll(positionPattern)) {
    position = clockMs(hours, minutes, seconds);
  }
  return position;
};

export type LoudnessReport = Readonly<{ loudnessLufs: number; peakDb: number }>;

const decibel = (text: string | undefined): number =>
  text === '-inf' ? Number.NEGATIVE_INFINITY : Number(text ?? Number.NaN);

/** The summary of the ebur128 filter; null when there is none, as for a file without one decoded sample. */
export const parseLoudness = (log: string): LoudnessReport | null => {
  const start = log.search(/^\[Parsed_ebur128_\d+ @ [^\]]*\] Summary:/m);
  if (start < 0) return null;
  const summary = log.slice(start);
  const loudnessLufs = decibel(/^ +I: +(\S+) LUFS/m.exec(summary)?.[1]);
  const peakDb = decibel(/^ +Peak: +(\S+) dBFS/m.exec(summary)?.[1]);
  return Number.isNaN(loudnessLufs) || Number.isNaN(peakDb) ? null : { loudnessLufs, peakDb };
};

/** The file broke off in the middle of what it promised (mov and matroska say so themselves). */
export const saysCutShort = (log: string): boolean =>
  /^\[mov[^\]]*\] moov atom not found|^\[mov[^\]]*\].* partial file$|^\[matroska[^\]]*\] File ended prematurely/m.test(
    log.replaceAll('\r', '\n'),
  );

export const saysDiskFull = (log: string): boolean => log.includes('No space left on device');
