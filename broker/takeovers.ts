const WINDOW_MS = 60_000;

export type Takeovers = Readonly<{
  /** A newer connection took the place of an older one; true when that happens too often to be one device. */
  note: (clientId: string, addresses: readonly [older: string, newer: string]) => Flapping | null;
}>;

/** Two connections with the same credentials push each other out. */
export type Flapping = Readonly<{ clientId: string; takeovers: number; addresses: readonly string[] }>;

type Seen = { times: number[]; addresses: Set<string>; toldAt: number };

/** Sees when one identity is used in two places: a copied device, or a stolen secret. */
export const createTakeovers = (deps: { perMinute: number; now: () => number }): Takeovers => {
  const { perMinute, now } = deps;
  const seen = new Map<string, Seen>();
  return {
    note: (clientId, addresses) => {
      const at = now();
      for (const [id, { times }] of seen) {
        if (id !== clientId && at - (times.at(-1) ?? 0) <= WINDOW_MS) break;
        if (id !== clientId) seen.delete(id);
      }
      const entry = seen.get(clientId) ?? { times: [], addresses: new Set(), toldAt: -WINDOW_MS };
      // Moved to the end: the first are then those that have been quiet longest.
      seen.delete(clientId);
      seen.set(clientId, entry);
      entry.times = [...entry.times.filter((time) => at - time <= WINDOW_MS), at].slice(-1_000);
      if (entry.times.length === 1) entry.addresses.clear();
      for (const address of addresses) if (entry.addresses.size < 10) entry.addresses.add(address);
      if (entry.times.length < perMinute || at - entry.toldAt < WINDOW_MS) return null;
      entry.toldAt = at;
      return { clientId, takeovers: entry.times.length, addresses: [...entry.addresses] };
    },
  };
};
