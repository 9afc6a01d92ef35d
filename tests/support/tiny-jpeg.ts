const segment = (marker: number, ...body: readonly number[]): number[] => [
  0xff,
  marker,
  ((body.length + 2) >> 8) & 0xff,
  (body.length + 2) & 0xff,
  ...body,
];
const text = (words: string): number[] => [...Buffer.from(words, 'latin1')];

type Options = Readonly<{ width?: number; height?: number; exif?: string; tail?: string }>;

/** As much of a JPEG file as its structure needs; its samples mean nothing. */
export const tinyJpeg = ({ width = 16, height = 8, exif, tail }: Options = {}): Buffer =>
  Buffer.from([
    ...[0xff, 0xd8],
    ...segment(0xe0, ...text('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0),
    ...(exif === undefined ? [] : segment(0xe1, ...text(`Exif\0\0${exif}`))),
    ...(exif === undefined ? [] : segment(0xfe, ...text(exif))),
    ...segment(0xdb, 0, ...Array.from({ length: 64 }, () => 1)),
    ...segment(0xc0, 8, height >> 8, height & 0xff, width >> 8, width & 0xff, 1, 1, 0x11, 0),
    ...segment(0xda, 1, 1, 0, 0, 63, 0),
    ...[0x12, 0x34, 0xff, 0x00, 0x56, 0xff, 0xd0, 0x78],
    ...[0xff, 0xd9],
    ...text(tail ?? ''),
  ]);
