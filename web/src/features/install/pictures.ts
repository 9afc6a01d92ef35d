import { decodeQR } from 'qr/decode.js';
import { base64Of } from '../clusters/base64.ts';

const mostSide = 1_600;
const scanSide = 1_200;
/** Leaves room for base64 in what the server takes. */
const mostPhotoBytes = 650_000;
const qualities = [0.82, 0.7, 0.55, 0.4];

type Source = CanvasImageSource & { width: number; height: number };

const drawn = (source: CanvasImageSource, width: number, height: number, side: number): HTMLCanvasElement => {
  const scale = Math.min(1, side / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.getContext('2d', { willReadFrequently: true })?.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
};

const decodeCanvas = (canvas: HTMLCanvasElement): string | null => {
  const image = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
  if (!image) return null;
  try {
    return decodeQR({ width: image.width, height: image.height, data: image.data });
  } catch {
    return null;
  }
};

/** The QR code in what the camera shows just now; null when there is none. */
export const readFrame = (video: HTMLVideoElement): string | null =>
  video.videoWidth === 0 ? null : decodeCanvas(drawn(video, video.videoWidth, video.videoHeight, scanSide));

const open = async (file: File): Promise<Source> =>
  createImageBitmap(file, { imageOrientation: 'from-image' });

export const readQrPhoto = async (file: File): Promise<string | null> => {
  const bitmap = await open(file);
  // A small code in a large photo, a blurred one in a small: both sizes are tried.
  return (
    decodeCanvas(drawn(bitmap, bitmap.width, bitmap.height, scanSide)) ??
    decodeCanvas(drawn(bitmap, bitmap.width, bitmap.height, 640))
  );
};

const jpegOf = (canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));

/** Smaller, upright, and drawn anew: what tells where and with which camera it was taken is gone. Base64. */
export const shrinkPhoto = async (file: File): Promise<string> => {
  const bitmap = await open(file);
  const canvas = drawn(bitmap, bitmap.width, bitmap.height, mostSide);
  for (const quality of qualities) {
    const blob = await jpegOf(canvas, quality);
    if (blob && blob.size <= mostPhotoBytes) return base64Of(new Uint8Array(await blob.arrayBuffer()));
  }
  throw new Error('The photo stays too large.');
};
