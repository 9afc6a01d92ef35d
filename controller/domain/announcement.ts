import type { Announcement, AnnouncementsDocument, AssetInfo, TargetSet } from '#protocol';

/** What the rules need of an announcement as stored. */
export type StoredAnnouncement = Readonly<{
  id: string;
  kind: Announcement['kind'];
  title: string;
  sha256: string | null;
  volume: number | null;
  repeat: boolean;
  startAt: number;
  endAt: number | null;
  endedAt: number | null;
}>;

/** When it ceases, by plan or because somebody ended it; null for a stop that holds. */
export const endOf = ({ endAt, endedAt }: Pick<StoredAnnouncement, 'endAt' | 'endedAt'>): number | null =>
  endAt === null || endedAt === null ? (endAt ?? endedAt) : Math.min(endAt, endedAt);

export const isInForce = (one: Pick<StoredAnnouncement, 'endAt' | 'endedAt'>, now: number): boolean =>
  (endOf(one) ?? Number.POSITIVE_INFINITY) > now;

/**
 * What has ended stays in its document this long: what displaced items do next follows from it, and a device that
 * comes back can account for it.
 */
export const keepEndedMs = 24 * 60 * 60 * 1000;

/** Whether a document names it. What was taken back before its start has never been. */
export const isListed = (
  one: Pick<StoredAnnouncement, 'startAt' | 'endAt' | 'endedAt'>,
  now: number,
): boolean => {
  const end = endOf(one);
  return end === null || (end > one.startAt && end + keepEndedMs > now);
};

export type AnnouncementsContent = Pick<AnnouncementsDocument, 'targetSets' | 'announcements' | 'assets'>;

/**
 * Until when a document that has something sound may be believed. Who withholds the next document, and with it the
 * end of an emergency, keeps it alive no longer than that. A stop outlives its document in any case.
 */
export const announcementsExpiry = (
  announcements: readonly Announcement[],
  now: number,
  lifetimes: Readonly<{ soundingMs: number; restingMs: number }>,
): number => {
  const isSounding = announcements.some(({ kind, endAt }) => kind !== 'stop' && (endAt ?? now) > now);
  return now + (isSounding ? lifetimes.soundingMs : lifetimes.restingMs);
};

/** One announcement in one area's document, with the set of places that it means there. */
export type Listing = Readonly<{ row: StoredAnnouncement; set: TargetSet; asset: AssetInfo | null }>;

const announcementOf = (row: StoredAnnouncement, targetSet: string): Announcement | null => {
  const { id, kind, title, startAt, sha256, volume, repeat } = row;
  const common = { id, title, startAt, targetSet };
  const endAt = endOf(row);
  if (kind === 'stop') return { kind, ...common, ...(endAt === null ? {} : { endAt }) };
  if (endAt === null || sha256 === null) return null;
  return { kind, ...common, endAt, volume: volume ?? 0, repeat, source: { kind: 'asset', sha256 } };
};

/** What the announcements document of one area says: by start and id, so that the same facts give the same bytes. */
export const announcementsContent = (listings: readonly Listing[]): AnnouncementsContent => {
  const content: AnnouncementsContent = { targetSets: {}, announcements: [], assets: {} };
  const names = new Map<string, string>();
  const nameOf = (set: TargetSet): string => {
    const text = JSON.stringify(set);
    const name = names.get(text) ?? ('all' in set ? 'all' : `set-${names.size + 1}`);
    names.set(text, name);
    content.targetSets[name] = set;
    return name;
  };
  const inOrder = [...listings].sort(
    (a, b) => a.row.startAt - b.row.startAt || (a.row.id < b.row.id ? -1 : 1),
  );
  for (const { row, set, asset } of inOrder) {
    const announcement = announcementOf(row, nameOf(set));
    if (!announcement) continue;
    content.announcements.push(announcement);
    if (row.sha256 !== null && asset) {
      content.assets[row.sha256] = { sizeBytes: asset.sizeBytes, durationMs: asset.durationMs };
    }
  }
  return content;
};
