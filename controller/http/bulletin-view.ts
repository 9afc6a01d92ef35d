import type { Bulletins } from '../app/bulletins/bulletins.ts';
import type { Directory } from '../app/directory/directory.ts';
import type { ApprovalRow } from '../app/ports/store/approvals.ts';
import type { AssetRow } from '../app/ports/store/assets.ts';
import type { BulletinRow } from '../app/ports/store/bulletins.ts';
import type { Store } from '../app/ports/store.ts';
import { producersOf } from '../domain/approval.ts';
import { areaRefOf } from './area-ref.ts';
import type { Bulletin } from './representations/bulletin.ts';
import { iso } from './representations/time.ts';

/** Bulletins as the API tells them, with their audio, in the order given. */
export const createBulletinView = (deps: {
  bulletins: Pick<Bulletins, 'progress'>;
  store: Pick<Store, 'assets' | 'approvals'>;
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

  const approvalOf = (row: BulletinRow, history: readonly ApprovalRow[]) => ({
    approval: row.approval,
    revision: row.revision,
    submitsWhenReady:
      row.submitter !== null && (row.audioState === 'queued' || row.audioState === 'processing'),
    history: history.map(({ step, at, by, reason, isSolo }) => ({
      step,
      at: iso(at),
      by,
      reason,
      solo: isSolo,
    })),
    soloApproved: row.approval === 'approved' && history.some(({ isSolo }) => isSolo),
    producers: [...producersOf(row, history)],
  });

  return async (rows) => {
    const steps = await store.approvals.of(rows.map(({ id }) => id));
    const solo = new Set((await store.approvals.solo()).flatMap((one) => (one.isOn ? one.areaKey : [])));
    const isSolo = (areaKey: string): boolean =>
      [areaKey, ...directory.areas.ancestors(areaKey).map(({ key }) => key)].some((key) => solo.has(key));
    const assets = await store.assets.many(rows.flatMap((row) => row.sha256 ?? []));
    const bySha = new Map(assets.map((asset) => [asset.sha256, asset]));
    return rows.map((row) => ({
      id: row.id,
      title: row.title,
      class: row.class,
      language: row.language,
      area: areaRefOf(directory, row.areaKey),
      ...approvalOf(
        row,
        steps.filter(({ bulletinId }) => bulletinId === row.id),
      ),
      soloAllowed: isSolo(row.areaKey),
      audio: audioOf(row, row.sha256 === null ? undefined : bySha.get(row.sha256)),
      createdBy: row.createdBy,
      createdAt: iso(row.createdAt),
      demo: row.isDemo,
    }));
  };
};
