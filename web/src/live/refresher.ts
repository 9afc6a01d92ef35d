/** Asks again for what has become stale: per key no more often than an interval, and never over a running fetch. */
export interface Refresher {
  stale(keys: readonly string[]): void;
  stop(): void;
}

export const createRefresher = (deps: {
  intervalMs: number;
  now: () => number;
  schedule: (run: () => void, delayMs: number) => () => void;
  isFetching: (key: string) => boolean;
  refetch: (key: string) => void;
}): Refresher => {
  const waiting = new Set<string>();
  const lastRun = new Map<string, number>();
  let cancel: (() => void) | null = null;

  /** A running fetch may have been answered before the event happened, so its key waits and is asked for again. */
  const mayRun = (key: string): boolean =>
    deps.now() - (lastRun.get(key) ?? Number.NEGATIVE_INFINITY) >= deps.intervalMs && !deps.isFetching(key);

  const run = (): void => {
    cancel = null;
    for (const key of [...waiting].filter(mayRun)) {
      waiting.delete(key);
      lastRun.set(key, deps.now());
      deps.refetch(key);
    }
    if (waiting.size > 0) cancel = deps.schedule(run, deps.intervalMs / 4);
  };

  return {
    stale(keys) {
      for (const key of keys) waiting.add(key);
      if (!cancel && waiting.size > 0) cancel = deps.schedule(run, 0);
    },
    stop() {
      cancel?.();
      cancel = null;
      waiting.clear();
    },
  };
};
