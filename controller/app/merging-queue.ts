/**
 * Runs one batch of work at a time. Requests that arrive while one runs are merged into the next, so that
 * a burst of changes costs two runs, and none is lost.
 */
export type MergingQueue<Request> = Readonly<{
  /** Settles with the run that took the request up. */
  add: (requests: readonly Request[]) => Promise<void>;
  /** Settles when nothing runs or waits. */
  idle: () => Promise<void>;
}>;

type Batch<Request> = {
  requests: Request[];
  done: Promise<void>;
  resolve: () => void;
  reject: (error: unknown) => void;
};

const openBatch = <Request>(): Batch<Request> => {
  let resolve: () => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const done = new Promise<void>((onDone, onFailed) => {
    resolve = onDone;
    reject = onFailed;
  });
  return { requests: [], done, resolve, reject };
};

export const createMergingQueue = <Request>(
  run: (requests: readonly Request[]) => Promise<void>,
): MergingQueue<Request> => {
  let next: Batch<Request> | null = null;
  let running: Promise<void> | null = null;

  const drain = async (): Promise<void> => {
    // Requests of the same turn belong together.
    await Promise.resolve();
    for (let batch = next; batch; batch = next) {
      next = null;
      try {
        await run(batch.requests);
        batch.resolve();
      } catch (error) {
        batch.reject(error);
      }
    }
    running = null;
  };

  return {
    add: (requests) => {
      if (requests.length === 0) return Promise.resolve();
      next ??= openBatch();
      next.requests.push(...requests);
      const { done } = next;
      running ??= drain();
      return done;
    },
    idle: () => running ?? Promise.resolve(),
  };
};
