import type { Bulletins } from '../app/bulletins/bulletins.ts';
import type { Directory } from '../app/directory/directory.ts';
import type { AssetRow, BulletinRow } from '../app/ports/rows.ts';
import type { Store } from '../app/ports/store.ts';
import { areaRefOf } from './area-ref.ts';
import type { Bulletin } from './representations/bulletin.ts';
import { iso } from './representations/time.ts';

/** Bulletins as the API tells them, with their audio, in the order given. */
export const createBulletinView = (deps: {
  bulletins: Pick<Bulletins, 'progress'>;
  store: Pick<Store, 'assets'>;
  directory: Directory;
}): ((rows: readonly BulletinRow[]) => Promise<Bulletin[]>) => {
  const { bulletins, store, directory } = deps;

  const audioOf = (row: BulletinRow, asset: AssetRow | undefined): Bulletin['audio'] => ({
    state: row.audioState === 'queued' && bulletins.progress(row.id) > 0 ? 'processing' : row.audioState,
    progress: row.audioState === 'ready' ? 1 : bulletins.progress(row.id),
    fault:
      row.faultCode === null ? null : { code: row.faultCode, vi: row.faultVi ?? '', en: row.faultEn ?? '' },
    asset: asset
      ? {
          sha256: asset.sha256,
          url: `/media/${asset.sha256}.mp3`,
          durationMs: asset.durationMs,
          sizeBytes: asset.sizeBytes,
          loudnessLufs: asset.loudnessLufs,
          truePeakDbtp: asset.truePeakDbtp,
          peaks: asset.peaks,
        }
      : null,
  });

  return async (rows) => {
    const assets = await store.assets.many(rows.flatMap((row) => row.sha256 ?? []));
    const bySha = new Map(assets.map((asset) => [asset.sha256, asset]));
    return rows.map((row) => ({
      id: row.id,
      title: row.title,
      class: row.class,
      language: row.language,
      area: areaRefOf(directory, row.areaKey),
      approval: row.approval,
      audio: audioOf(row, row.sha256 === null ? undefined : bySha.get(row.sha256)),
      createdBy: row.createdBy,
      createdAt: iso(row.createdAt),
      demo: row.isDemo,
    }));
  };
};
