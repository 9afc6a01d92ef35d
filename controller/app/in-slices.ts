import type { Clock } from './ports/runtime.ts';

/** Gives everybody else on the event loop their turn. */
export const pause = (clock: Pick<Clock, 'after'>): Promise<void> =>
  new Promise((resolve) => clock.after(0, resolve));

/**
 * A long read as several short ones, with a turn for heartbeats in between, because SQLite works on the event
 * loop. No items are one empty slice.
 */
export const inSlices = async <Item, Result>(
  clock: Pick<Clock, 'after'>,
  items: readonly Item[],
  size: number,
  read: (slice: readonly Item[]) => Promise<Result>,
): Promise<Result[]> => {
  const results = [await read(items.slice(0, size))];
  for (let first = size; first < items.length; first += size) {
    await pause(clock);
    results.push(await read(items.slice(first, first + size)));
  }
  return results;
};
