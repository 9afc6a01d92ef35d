/** Connections that have not yet said who they are: all of them, and those from one address. */
export type HalfOpenLimits = Readonly<{ total: number; perAddress: number; graceMs: number }>;

export type HalfOpen<Peer extends object> = Readonly<{
  /**
   * Remembers a connection that has just come; false when it cannot be taken. Where there are too many from its
   * address, the oldest of them gives way once it has had its time: an attacker behind the same carrier's address
   * then costs honest devices nothing, since they say who they are at once.
   */
  add: (peer: Peer, address: string) => boolean;
  /** It has said who it is, or is gone. */
  remove: (peer: Peer) => void;
  size: () => number;
}>;

type Waiting = Readonly<{ address: string; since: number }>;

export const createHalfOpen = <Peer extends object>(deps: {
  limits: HalfOpenLimits;
  now: () => number;
  /** Ends a connection that gave way. */
  evict: (peer: Peer) => void;
}): HalfOpen<Peer> => {
  const { limits, now, evict } = deps;
  const waiting = new Map<Peer, Waiting>();
  /** In the order of coming. */
  const byAddress = new Map<string, Set<Peer>>();

  const remove = (peer: Peer): void => {
    const entry = waiting.get(peer);
    if (!entry) return;
    waiting.delete(peer);
    const others = byAddress.get(entry.address);
    others?.delete(peer);
    if (others?.size === 0) byAddress.delete(entry.address);
  };

  /** The first of them, if it has had its time. */
  const evictFirst = (peers: Iterable<Peer>): boolean => {
    for (const peer of peers) {
      const entry = waiting.get(peer);
      if (!entry || now() - entry.since < limits.graceMs) return false;
      remove(peer);
      evict(peer);
      return true;
    }
    return false;
  };

  return {
    add: (peer, address) => {
      const same = byAddress.get(address) ?? new Set();
      if (same.size >= limits.perAddress) evictFirst(same);
      if (waiting.size >= limits.total && !evictFirst(waiting.keys())) return false;
      waiting.set(peer, { address, since: now() });
      // Asked anew: giving way may have emptied the address.
      const peers = byAddress.get(address) ?? new Set();
      byAddress.set(address, peers.add(peer));
      return true;
    },
    remove,
    size: () => waiting.size,
  };
};
