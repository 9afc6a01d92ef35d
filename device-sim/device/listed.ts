import {
  type Announcement,
  type AssetInfo,
  type FollowedAnnouncements,
  isTargeted,
  type Place,
  type ProgramDocument,
  type ProgramItem,
} from '#protocol';
import type { ItemFacts } from './disk.ts';

/** An item or announcement that the documents list for a place, in the terms the ledger uses. */
export type Listed = Readonly<{
  facts: ItemFacts;
  /** Length of its audio; null when no audio can be had. */
  audioMs: number | null;
  sizeBytes: number | null;
  /** The audio begins again until the slot ends. */
  loop: boolean;
  volume: number;
  /** Index of the area, among those followed, whose policy's caps bound the volume. */
  area: number;
  /** End of the document that lists it. */
  expiresAt: number;
  /** A stream's fallback clip stands in for it. */
  viaFallback: boolean;
}>;

type Sounding = Exclude<Announcement, { kind: 'stop' }>;

const soundOf = (entry: ProgramItem | Sounding, assets: Readonly<Record<string, AssetInfo>>) => {
  const viaFallback = entry.source.kind === 'stream';
  const sha256 = (entry.source.kind === 'asset' ? entry.source.sha256 : entry.source.fallbackSha256) ?? null;
  const asset = sha256 === null ? undefined : assets[sha256];
  const audioMs = sha256 === null ? null : (asset?.durationMs ?? entry.endAt - entry.startAt);
  return { sha256, audioMs, sizeBytes: asset?.sizeBytes ?? null, viaFallback };
};

export const listItems = (program: ProgramDocument, area: number, place: Place): Listed[] =>
  program.items
    .filter((item) => isTargeted(program.targetSets[item.targetSet], place))
    .map((item) => {
      const { sha256, ...sound } = soundOf(item, program.assets);
      const facts: ItemFacts = {
        id: item.id,
        title: item.title,
        class: item.class,
        startAt: item.startAt,
        endAt: item.endAt,
        sha256,
        programVersion: program.version,
      };
      return { facts, ...sound, area, expiresAt: program.expiresAt, loop: false, volume: item.volume };
    });

/** Everything in force that sounds; a stop is silence and has no outcome of its own. */
export const listAnnouncements = ({ document, area }: FollowedAnnouncements, place: Place): Listed[] =>
  document.announcements.flatMap((entry): Listed[] => {
    if (entry.kind === 'stop' || !isTargeted(document.targetSets[entry.targetSet], place)) return [];
    const { sha256, ...sound } = soundOf(entry, document.assets);
    const facts: ItemFacts = {
      id: entry.id,
      title: entry.title,
      class: entry.kind === 'emergency' ? 'emergency' : 'priority',
      startAt: entry.startAt,
      endAt: entry.endAt,
      sha256,
      programVersion: document.version,
    };
    return [
      { facts, ...sound, area, expiresAt: document.expiresAt, loop: entry.repeat, volume: entry.volume },
    ];
  });
