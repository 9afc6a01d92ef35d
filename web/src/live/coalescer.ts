/** Gathers values and hands them on together, at once after a quiet time, else no more often than an interval. */
export interface Coalescer<T> {
  add(value: T): void;
  stop(): void;
}

export const createCoalescer = <T>(deps: {
  intervalMs: number;
  now: () => number;
  schedule: (run: () => void, delayMs: number) => () => void;
  flush: (values: readonly T[]) => void;
}): Coalescer<T> => {
  let waiting: T[] = [];
  let flushedAt = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | null = null;

  const flush = (): void => {
    cancel = null;
    flushedAt = deps.now();
    const values = waiting;
    waiting = [];
    deps.flush(values);
  };

  return {
    add(value) {
      waiting.push(value);
      if (cancel) return;
      // Even the first waits a tick: one message from a device often makes several events.
      cancel = deps.schedule(flush, Math.max(0, flushedAt + deps.intervalMs - deps.now()));
    },
    stop() {
      cancel?.();
      cancel = null;
      waiting = [];
    },
  };
};
