import type { PhotoFiles } from '../../controller/app/ports/photo-files.ts';

/** Pictures in memory. */
export const memoryPhotos = (): PhotoFiles => {
  const held = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    keep: async (sha256, bytes) => void held.set(sha256, new Uint8Array(bytes)),
    read: async (sha256) => held.get(sha256) ?? null,
  };
};
