/**
 * Assets in memory, bounded by bytes, least recently used out first. At 05:00 every device wants the same
 * few files: each is read once, however many ask while it is being read.
 */
export type MediaCache = Readonly<{
  /**
   * The bytes of an asset, or null when it does not fit beside what is being loaded right now and the caller
   * streams it. Rejects when `load` does.
   */
  get: (
    name: string,
    sizeBytes: number,
    load: () => Promise<Uint8Array<ArrayBuffer>>,
  ) => Promise<Uint8Array<ArrayBuffer> | null>;
  /** Bytes already in memory, without loading. */
  peek: (name: string) => Uint8Array<ArrayBuffer> | null;
  sizeBytes: () => number;
}>;

type Entry = {
  sizeBytes: number;
  content: Promise<Uint8Array<ArrayBuffer>>;
  loaded: Uint8Array<ArrayBuffer> | null;
};

export const createMediaCache = (capacityBytes: number): MediaCache => {
  /** Insertion order is the order of use. */
  const entries = new Map<string, Entry>();
  let heldBytes = 0;

  const touch = (name: string, entry: Entry): void => {
    entries.delete(name);
    entries.set(name, entry);
  };

  const drop = (name: string, entry: Entry): void => {
    if (entries.get(name) !== entry) return;
    entries.delete(name);
    heldBytes -= entry.sizeBytes;
  };

  /** Evicts finished entries only: one that is being read is about to be used. */
  const makeRoom = (sizeBytes: number): boolean => {
    // A file of a quarter of the memory would push out everything else.
    if (sizeBytes > capacityBytes / 4) return false;
    for (const [name, entry] of entries) {
      if (heldBytes + sizeBytes <= capacityBytes) break;
      if (entry.loaded) drop(name, entry);
    }
    return heldBytes + sizeBytes <= capacityBytes;
  };

  return {
    get: async (name, sizeBytes, load) => {
      const known = entries.get(name);
      if (known) {
        touch(name, known);
        return known.content;
      }
      if (!makeRoom(sizeBytes)) return null;
      const entry: Entry = { sizeBytes, content: load(), loaded: null };
      entries.set(name, entry);
      heldBytes += sizeBytes;
      try {
        entry.loaded = await entry.content;
        return entry.loaded;
      } catch (error) {
        drop(name, entry);
        throw error;
      }
    },
    peek: (name) => {
      const entry = entries.get(name);
      if (!entry?.loaded) return null;
      touch(name, entry);
      return entry.loaded;
    },
    sizeBytes: () => heldBytes,
  };
};
