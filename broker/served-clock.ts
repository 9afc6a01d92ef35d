const STEP_MS = 100;

export type ServedClock = Readonly<{ now: () => number; stop: () => void }>;

/**
 * Milliseconds in which this process had time for its connections. While it is busy with ten thousand of them at
 * once the clock nearly stands still: what a peer has sent lies unread meanwhile, and its patience is not over.
 */
export const createServedClock = (): ServedClock => {
  let served = 0;
  // Fires at most once in each turn of the event loop, however late.
  const timer = setInterval(() => {
    served += STEP_MS;
  }, STEP_MS).unref();
  return { now: () => served, stop: () => clearInterval(timer) };
};
