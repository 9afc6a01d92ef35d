/** Sides of a picture in pixels. */
export type PictureSize = Readonly<{ width: number; height: number }>;
export type CleanJpeg = Readonly<{ bytes: Uint8Array; size: PictureSize }>;

/** Wider or higher unfolds into tens of megabytes in every browser that shows it. */
const mostPixelsPerSide = 2_000;

const soi = 0xd8;
const eoi = 0xd9;
const sos = 0xda;
const comment = 0xfe;
const isFrame = (marker: number): boolean =>
  // Baseline, extended and progressive; what lossless and arithmetic coders make no browser shows.
  marker >= 0xc0 && marker <= 0xc2;
const isOtherFrame = (marker: number): boolean =>
  marker > 0xc2 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** EXIF with its position, thumbnails, XMP, makers' notes. APP0 alone says how the samples are meant. */
const isTelltale = (marker: number): boolean => (marker >= 0xe1 && marker <= 0xef) || marker === comment;
const isAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

/** Where the coded picture data that begins at `from` ends: at a marker that is neither stuffing nor a restart. */
const endOfScan = (bytes: Uint8Array, from: number): number => {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    if (bytes[at] !== 0xff) continue;
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !isAlone(next)) return at;
  }
  return bytes.length;
};

/**
 * The picture of a JPEG file (ITU-T T.81) and nothing else of it: what tells where and by whom it was taken is left
 * out, and so is whatever follows its end. Nothing is decoded here. Null when it is no such file or too large a picture.
 */
export const cleanJpeg = (bytes: Uint8Array): CleanJpeg | null => {
  if (bytes[0] !== 0xff || bytes[1] !== soi) return null;
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let size: PictureSize | null = null;
  let hasScan = false;
  for (let at = 2; at + 1 < bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === eoi) {
      if (!size || !hasScan) return null;
      kept.push(Uint8Array.of(0xff, eoi));
      const cleaned = new Uint8Array(kept.reduce((sum, part) => sum + part.length, 0));
      let filled = 0;
      for (const part of kept) {
        cleaned.set(part, filled);
        filled += part.length;
      }
      return { bytes: cleaned, size };
    }
    if (marker === soi || marker === 0 || isAlone(marker) || isOtherFrame(marker)) return null;
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    let end = at + 2 + length;
    if (length < 2 || end > bytes.length) return null;
    if (isFrame(marker)) {
      if (size || length < 8) return null;
      const height = ((bytes[at + 5] ?? 0) << 8) | (bytes[at + 6] ?? 0);
      const width = ((bytes[at + 7] ?? 0) << 8) | (bytes[at + 8] ?? 0);
      const fits = width > 0 && height > 0 && Math.max(width, height) <= mostPixelsPerSide;
      if (!fits) return null;
      size = { width, height };
    }
    if (marker === sos) {
      if (!size) return null;
      hasScan = true;
      end = endOfScan(bytes, end);
    }
    if (!isTelltale(marker)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return null;
};
