/** One clock for a whole world: events run one after another, each with what it awaits settled. */
export type VirtualTime = Readonly<{
  /** True time in epoch milliseconds, with fractions. */
  now: () => number;
  /** Runs `task` once, now or later; of two at one instant the one asked for first. Returns its cancellation. */
  at: (at: number, task: () => void) => () => void;
  /** Asynchronous code has been woken: it comes to rest before the next event. */
  stir: () => void;
  /** Moves on to `until`, event by event. */
  runTo: (until: number) => Promise<void>;
  /** Events that were run. */
  turns: () => number;
}>;

type Entry = { at: number; order: number; task: (() => void) | null };

const isSooner = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** A binary heap; the soonest entry is the first. */
const createHeap = () => {
  const entries: Entry[] = [];
  const at = (index: number): Entry | undefined => entries[index];
  const swap = (a: number, b: number): void => {
    const [one, other] = [entries[a], entries[b]];
    if (one === undefined || other === undefined) return;
    entries[a] = other;
    entries[b] = one;
  };
  const sift = (from: number): void => {
    for (let index = from; ; ) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      let best = index;
      for (const child of [left, right]) {
        const [candidate, holder] = [at(child), at(best)];
        if (candidate && holder && isSooner(candidate, holder)) best = child;
      }
      if (best === index) return;
      swap(index, best);
      index = best;
    }
  };
  return {
    peek: (): Entry | undefined => entries[0],
    push: (entry: Entry): void => {
      entries.push(entry);
      for (let index = entries.length - 1; index > 0; ) {
        const parent = (index - 1) >> 1;
        const [child, above] = [at(index), at(parent)];
        if (!child || !above || !isSooner(child, above)) return;
        swap(index, parent);
        index = parent;
      }
    },
    pop: (): void => {
      const last = entries.pop();
      if (last === undefined || entries.length === 0) return;
      entries[0] = last;
      sift(0);
    },
  };
};

/**
 * Every promise of the world settles on the microtask queue, which is empty when a macrotask begins: no
 * port of it may use timers, threads or files.
 */
const atRest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const createVirtualTime = (start: number): VirtualTime => {
  const heap = createHeap();
  let now = start;
  let order = 0;
  let turns = 0;
  let isStirred = false;
  return {
    now: () => now,
    at: (at, task) => {
      order += 1;
      const entry: Entry = { at: Math.max(now, at), order, task };
      heap.push(entry);
      return () => {
        entry.task = null;
      };
    },
    stir: () => {
      isStirred = true;
    },
    runTo: async (until) => {
      if (isStirred) await atRest();
      isStirred = false;
      for (let head = heap.peek(); head && head.at <= until; head = heap.peek()) {
        heap.pop();
        if (head.task === null) continue;
        now = head.at;
        turns += 1;
        head.task();
        if (!isStirred) continue;
        isStirred = false;
        await atRest();
      }
      now = Math.max(now, until);
    },
    turns: () => turns,
  };
};
