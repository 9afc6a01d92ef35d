import type { AssetInfo, TargetSet } from '#protocol';
import {
  type AnnouncementsContent,
  announcementsContent,
  isListed,
  keepEndedMs,
} from '../../domain/announcement.ts';
import { documentsOf, type TargetPlaces } from '../../domain/announcement-targets.ts';
import type { Reach } from '../../domain/reach.ts';
import type { AnnouncementRow } from '../ports/store/announcements.ts';
import type { ClusterRow } from '../ports/store/clusters.ts';
import type { Store } from '../ports/store.ts';

/** An announcement with the documents in which it stands. */
export type ListedAnnouncement = Readonly<{
  row: AnnouncementRow;
  documents: ReadonlyMap<string, TargetSet>;
  asset: AssetInfo | null;
}>;

export const targetPlacesOf = (
  reach: Reach,
  cluster: (clusterId: string) => ClusterRow | undefined,
): TargetPlaces => ({ ancestors: reach.ancestors, level: reach.level, cluster });

/** What documents name at `now`, from the store: in force, or ended a short while ago. */
export const loadListed = async (
  store: Pick<Store, 'announcements' | 'assets'>,
  places: TargetPlaces,
  now: number,
): Promise<ListedAnnouncement[]> => {
  const rows = [
    ...(await store.announcements.unended()),
    ...(await store.announcements.endedSince(now - keepEndedMs)),
  ].filter((row) => isListed(row, now));
  const sha256s = new Set(rows.flatMap(({ sha256 }) => sha256 ?? []));
  const assets = new Map((await store.assets.many([...sha256s])).map((asset) => [asset.sha256, asset]));
  return rows.map((row) => ({
    row,
    documents: documentsOf(row.targets, places, row.areaKey),
    asset: assets.get(row.sha256 ?? '') ?? null,
  }));
};

/** What the announcements document of an area says at `now`. */
export const contentOf = (
  listed: Iterable<ListedAnnouncement>,
  areaKey: string,
  now: number,
): AnnouncementsContent =>
  announcementsContent(
    [...listed].flatMap(({ row, documents, asset }) => {
      const set = documents.get(areaKey);
      return set && isListed(row, now) ? [{ row, set, asset }] : [];
    }),
  );
