type Record = { failures: number; lastAt: number };

export type FailedConnects = Readonly<{
  /** Notes a refusal; gives how long its answer is to wait. */
  note: (address: string) => number;
  size: () => number;
}>;

const FIRST_DELAY_MS = 250;
/** So long without a failure, and an address begins anew. */
const FORGET_AFTER_MS = 10 * 60_000;
const SWEEP_EVERY = 1_000;
/** Whoever has a whole network of addresses fails once from each: of more than these the oldest is forgiven. */
const MOST_ADDRESSES = 50_000;

/**
 * Slows down whoever guesses, address by address, by answering refusals ever later. Those who show the right secret
 * are let in at once, also from an address where others guess: many devices share one behind a carrier's NAT.
 */
export const createFailedConnects = (deps: {
  failuresBeforeDelay: number;
  maxDelayMs: number;
  now: () => number;
}): FailedConnects => {
  const { failuresBeforeDelay, maxDelayMs, now } = deps;
  const byAddress = new Map<string, Record>();
  let untilSweep = SWEEP_EVERY;

  const sweep = (): void => {
    untilSweep = SWEEP_EVERY;
    for (const [address, { lastAt }] of byAddress)
      if (now() - lastAt > FORGET_AFTER_MS) byAddress.delete(address);
  };

  return {
    note: (address) => {
      untilSweep -= 1;
      if (untilSweep <= 0) sweep();
      const held = byAddress.get(address);
      const before = held && now() - held.lastAt <= FORGET_AFTER_MS ? held.failures : 0;
      // Set anew, so that the first of the map is the one that failed longest ago.
      byAddress.delete(address);
      byAddress.set(address, { failures: before + 1, lastAt: now() });
      const oldest = byAddress.keys().next();
      if (byAddress.size > MOST_ADDRESSES && !oldest.done) byAddress.delete(oldest.value);
      const over = before + 1 - failuresBeforeDelay;
      return over <= 0 ? 0 : Math.min(maxDelayMs, FIRST_DELAY_MS * 2 ** Math.min(over - 1, 20));
    },
    size: () => byAddress.size,
  };
};
