import type { Directory } from '../app/directory/directory.ts';
import type { AnnouncementRow } from '../app/ports/store/announcements.ts';
import type { AreaRow } from '../app/ports/store/areas.ts';
import type { Page } from '../app/ports/store/page.ts';
import type { Store } from '../app/ports/store.ts';

/** Whether an announcement is heard in an area, in part of it, or all over it. */
export const concernsArea = (
  { areas, clusters }: Pick<Directory, 'areas' | 'clusters'>,
  area: AreaRow,
): ((row: Pick<AnnouncementRow, 'targets'>) => boolean) => {
  const chainOf = (key: string): string[] => [key, ...areas.ancestors(key).map((above) => above.key)];
  const own = new Set(chainOf(area.key));
  return ({ targets }) =>
    targets.some((target) => {
      if ('areaKey' in target) return own.has(target.areaKey) || chainOf(target.areaKey).includes(area.key);
      const cluster = clusters.get(target.clusterId);
      if (!cluster) return false;
      const zone = cluster.zoneKey === null ? [] : [cluster.zoneKey];
      return [...zone, ...chainOf(cluster.areaKey)].includes(area.key);
    });
};

/** Whether it is heard in one of these areas; null for all there are. */
export const concernsParts = (
  directory: Directory,
  areaKeys: readonly string[] | null,
): ((row: Pick<AnnouncementRow, 'targets'>) => boolean) => {
  if (areaKeys === null) return () => true;
  const concerns = areaKeys
    .flatMap((key) => directory.areas.get(key) ?? [])
    .map((area) => concernsArea(directory, area));
  return (row) => concerns.some((isHeard) => isHeard(row));
};

/** An area that little concerns gets its page in parts rather than have everything read for it. */
const mostReads = 50;

/** A page of those that are over, or of all, that the question is about. */
export const pageOfAnnouncements = async (
  store: Pick<Store, 'announcements'>,
  query: {
    /** Over by this instant; null for all. */
    endedBy: number | null;
    concerns: (row: AnnouncementRow) => boolean;
    cursor: string | null;
    limit: number;
  },
): Promise<Page<AnnouncementRow>> => {
  const { endedBy, concerns, limit } = query;
  const items: AnnouncementRow[] = [];
  let { cursor } = query;
  for (let reads = 0; reads < mostReads; reads += 1) {
    // No more than there is room for, so that the cursor stands behind the last one shown.
    const page = await store.announcements.page({ endedBy, cursor, limit: limit - items.length });
    items.push(...page.items.filter(concerns));
    cursor = page.next;
    if (cursor === null || items.length === limit) break;
  }
  return { items, next: cursor };
};
