/** In slices, because the arguments of a call are limited. */
const sliceSize = 8_192;

export const base64Of = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += sliceSize)
    text += String.fromCharCode(...bytes.subarray(at, at + sliceSize));
  return btoa(text);
};
