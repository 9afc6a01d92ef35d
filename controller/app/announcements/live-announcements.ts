import type { AssetInfo } from '#protocol';
import { type AnnouncementsContent, isInForce } from '../../domain/announcement.ts';
import { documentsOf, type TargetPlaces } from '../../domain/announcement-targets.ts';
import { createReachOf, type Places } from '../directory/places.ts';
import type { Clock } from '../ports/runtime.ts';
import type { AnnouncementRow } from '../ports/store/announcements.ts';
import type { ClusterRow } from '../ports/store/clusters.ts';
import type { Store } from '../ports/store.ts';
import { contentOf, type ListedAnnouncement, loadListed, targetPlacesOf } from './listed-announcements.ts';

/** What is in force or ended of late, in memory: starting an announcement must not wait for tables to be read. */
export type LiveAnnouncements = Readonly<{
  load: () => Promise<void>;
  /** By id: in force, or still listed. */
  get: (id: string) => ListedAnnouncement | undefined;
  all: () => Iterable<ListedAnnouncement>;
  inForce: () => ListedAnnouncement[];
  places: () => TargetPlaces;
  /** The row with the documents in which it belongs. */
  place: (row: AnnouncementRow, asset: AssetInfo | null) => ListedAnnouncement;
  /** What an area's document says, with these in place of those of their ids. */
  contentOf: (areaKey: string, now: number, changed?: readonly ListedAnnouncement[]) => AnnouncementsContent;
  /** Takes rows up that are committed. */
  adopt: (changed: readonly ListedAnnouncement[]) => void;
  forget: (ids: readonly string[]) => void;
}>;

export const createLiveAnnouncements = (deps: {
  store: Pick<Store, 'announcements' | 'assets'>;
  places: Places;
  clock: Pick<Clock, 'now'>;
}): LiveAnnouncements => {
  const { store, clock } = deps;
  const reachOf = createReachOf(deps.places);
  const live = new Map<string, ListedAnnouncement>();
  let clusters: { all: readonly ClusterRow[]; byId: ReadonlyMap<string, ClusterRow> } | null = null;

  const clusterOf = (clusterId: string): ClusterRow | undefined => {
    const all = deps.places.clusters();
    if (clusters?.all !== all) clusters = { all, byId: new Map(all.map((one) => [one.id, one])) };
    return clusters.byId.get(clusterId);
  };
  const places = (): TargetPlaces => targetPlacesOf(reachOf(clock.now()), clusterOf);

  return {
    load: async () => {
      const listed = await loadListed(store, places(), clock.now());
      live.clear();
      for (const one of listed) live.set(one.row.id, one);
    },
    get: (id) => live.get(id),
    all: () => live.values(),
    inForce: () => [...live.values()].filter(({ row }) => isInForce(row, clock.now())),
    places,
    place: (row, asset) => ({ row, documents: documentsOf(row.targets, places(), row.areaKey), asset }),
    contentOf: (areaKey, now, changed = []) => {
      const others = new Map(live);
      for (const one of changed) others.set(one.row.id, one);
      return contentOf(others.values(), areaKey, now);
    },
    adopt: (changed) => {
      for (const one of changed) live.set(one.row.id, one);
    },
    forget: (ids) => {
      for (const id of ids) live.delete(id);
    },
  };
};
