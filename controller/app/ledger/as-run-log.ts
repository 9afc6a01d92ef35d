import type { Directory } from '../directory/directory.ts';
import { inSlices, pause } from '../in-slices.ts';
import type { Clock } from '../ports/runtime.ts';
import type { Page } from '../ports/store/page.ts';
import type { PlaybackFilter, PlaybackRow, PlaybackTally } from '../ports/store/playbacks.ts';
import type { Store } from '../ports/store.ts';

/** Long reads of the log, which leave heartbeats their turns. */
export type AsRunLog = Readonly<{
  /** Counts per item, commune, outcome and reason. Who asks while the same is being counted gets that. */
  tally: (filter: PlaybackFilter) => Promise<PlaybackTally[]>;
  /** Rows in the order of the log, some at a time, until `most` have come. */
  read: (filter: PlaybackFilter, most: number) => AsyncIterable<readonly PlaybackRow[]>;
}>;

/** Clusters whose rows are counted at once: a day of ten items each is some 15 ms. */
const clustersAtOnce = 1_000;
const rowsAtOnce = 1_000;

export const createAsRunLog = (deps: {
  store: Pick<Store, 'playbacks'>;
  directory: Pick<Directory, 'areas' | 'clusters'>;
  clock: Pick<Clock, 'after'>;
}): AsRunLog => {
  const { store, directory, clock } = deps;
  const underWay = new Map<string, Promise<PlaybackTally[]>>();

  /** Communes in groups that together have no more than so many clusters. */
  const groups = (communes: readonly string[]): string[][] => {
    const found: string[][] = [];
    let room = 0;
    for (const key of communes) {
      const clusters = directory.clusters.under(key).length;
      const group = found.at(-1);
      if (group && clusters <= room) group.push(key);
      else found.push([key]);
      room = (group && clusters <= room ? room : clustersAtOnce) - clusters;
    }
    return found;
  };

  const tallyInGroups = async (filter: PlaybackFilter): Promise<PlaybackTally[]> => {
    // Only a span of time makes the index of communes the right one to walk.
    if (filter.from === null) return store.playbacks.tally(filter);
    const all = () => directory.areas.atLevel('commune').map(({ key }) => key);
    const found = groups(filter.areaKeys ?? all());
    if (found.length < 2) return store.playbacks.tally(filter);
    const tallies = await inSlices(clock, found, 1, ([areaKeys = []]) =>
      store.playbacks.tally({ ...filter, areaKeys }),
    );
    return tallies.flat();
  };

  return {
    tally: (filter) => {
      const name = JSON.stringify(filter);
      const counting = underWay.get(name) ?? tallyInGroups(filter).finally(() => underWay.delete(name));
      underWay.set(name, counting);
      return counting;
    },
    read: async function* (filter, most) {
      let cursor: string | null = null;
      for (let left = most; left > 0; left -= rowsAtOnce) {
        const page: Page<PlaybackRow> = await store.playbacks.page(
          filter,
          cursor,
          Math.min(left, rowsAtOnce),
        );
        yield page.items;
        cursor = page.next;
        if (cursor === null) return;
        await pause(clock);
      }
    },
  };
};
