import { cleanJpeg } from '../../domain/jpeg.ts';
import type { PhotoFiles } from '../ports/photo-files.ts';
import type { Clock, Fault, Outcome, Random } from '../ports/runtime.ts';
import type { ClusterPhotoRow, ClusterRow } from '../ports/store/clusters.ts';
import type { Store } from '../ports/store.ts';
import { createTell } from './device-history.ts';

/** Pictures of places, so that whoever repairs a loudspeaker finds it. */
export type ClusterPhotos = Readonly<{
  /** In place of the one before. What tells where and by whom it was taken is left out. */
  put: (cluster: ClusterRow, bytes: Uint8Array, by: string) => Promise<Outcome<ClusterPhotoRow>>;
  get: (clusterId: string) => Promise<Uint8Array<ArrayBuffer> | null>;
}>;

const mostBytes = 700_000;

const faults = {
  tooLarge: {
    code: 'Photo_TooLarge',
    vi: 'Ảnh lớn quá 700 KB. Hãy chụp lại qua trang lắp đặt, trang sẽ tự thu nhỏ.',
    en: 'The photo is larger than 700 KB. Take it on the page for installing, which makes it smaller.',
  },
  noPicture: {
    code: 'Photo_NoPicture',
    vi: 'Tệp không phải ảnh JPEG đọc được, hoặc lớn hơn 2000 điểm ảnh mỗi chiều.',
    en: 'The file is no readable JPEG picture, or has more than 2000 pixels on a side.',
  },
} as const satisfies Record<string, Fault>;

export const createClusterPhotos = (deps: {
  store: Store;
  files: PhotoFiles;
  digestOf: (bytes: Uint8Array) => string;
  clock: Clock;
  random: Random;
}): ClusterPhotos => {
  const { store, files, digestOf, clock } = deps;
  const tell = createTell(deps);
  return {
    put: async (cluster, bytes, by) => {
      if (bytes.length > mostBytes) return { ok: false, status: 413, fault: faults.tooLarge };
      const cleaned = cleanJpeg(bytes);
      if (!cleaned) return { ok: false, status: 415, fault: faults.noPicture };
      const sha256 = digestOf(cleaned.bytes);
      await files.keep(sha256, cleaned.bytes);
      const photo: ClusterPhotoRow = {
        clusterId: cluster.id,
        sha256,
        sizeBytes: cleaned.bytes.length,
        takenAt: clock.now(),
        takenBy: by,
      };
      await store.transaction(async (tx) => {
        await tx.clusters.putPhoto(photo);
        await tx.devices.addEvents([tell('photo', { cluster, by })]);
      });
      return { ok: true, value: photo };
    },
    get: async (clusterId) => {
      const photo = await store.clusters.photo(clusterId);
      return photo && files.read(photo.sha256);
    },
  };
};
