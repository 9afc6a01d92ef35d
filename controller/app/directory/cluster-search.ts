import { compareNames, normaliseName } from '../../domain/area-name.ts';
import type { ClusterRow } from '../ports/store/clusters.ts';
import type { Page } from '../ports/store/page.ts';

export type ClusterQuery = Readonly<{
  /** Any level; null for everywhere. */
  areaKey?: string | null;
  /** Words that begin a word of the cluster's name, its commune's name, its id or a serial; tone marks do not matter. */
  text?: string | null;
  /** What the directory does not know, such as presence. */
  where?: (cluster: ClusterRow) => boolean;
  cursor?: string | null;
  limit: number;
}>;

/** `total` counts all pages. */
export type ClusterPage = Page<ClusterRow> & { total: number };

/** One line to look words up in: a word begins after a space, so a search is a plain substring test. */
export const searchLine = (...texts: readonly string[]): string =>
  ` ${normaliseName(texts.join(' ').replace(/[–—,.;:()/_-]+/g, ' '))}`;

const matches = (line: string, words: readonly string[]): boolean =>
  words.every((word) => line.includes(word));

/** By name as people count, Khu 3 before Khu 10. */
export const compareClusters = (a: ClusterRow, b: ClusterRow): number =>
  compareNames(a.name, b.name) || (a.id < b.id ? -1 : 1);

/**
 * One page of `ordered`. The cursor is the id of the last cluster shown, so that clusters added meanwhile
 * move nothing; an id that is gone starts again.
 */
export const searchClusters = (
  ordered: readonly ClusterRow[],
  lineOf: (cluster: ClusterRow) => string,
  query: ClusterQuery,
): ClusterPage => {
  const words = query.text
    ? searchLine(query.text)
        .split(' ')
        .filter((word) => word !== '')
        .map((word) => ` ${word}`)
    : [];
  const found = ordered.filter(
    (cluster) => (words.length === 0 || matches(lineOf(cluster), words)) && (query.where?.(cluster) ?? true),
  );
  const last = query.cursor ? found.findIndex((cluster) => cluster.id === query.cursor) : -1;
  const items = found.slice(last + 1, last + 1 + query.limit);
  const hasMore = last + 1 + items.length < found.length;
  return { items, total: found.length, next: hasMore ? (items.at(-1)?.id ?? null) : null };
};
