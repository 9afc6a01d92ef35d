/** Tells who watches a sign-in or a token that it ended before its time: a live stream closes with it. */
export type Endings = Readonly<{
  /** Calls `then` once when that one ends; the returned function stops watching. */
  watch: (id: string, then: () => void) => () => void;
  end: (ids: readonly string[]) => void;
}>;

export const createEndings = (): Endings => {
  const watchers = new Map<string, Set<() => void>>();
  return {
    watch: (id, then) => {
      const those = watchers.get(id) ?? new Set();
      watchers.set(id, those.add(then));
      return () => {
        those.delete(then);
        if (those.size === 0 && watchers.get(id) === those) watchers.delete(id);
      };
    },
    end: (ids) => {
      for (const id of ids) {
        const those = watchers.get(id);
        watchers.delete(id);
        for (const then of those ?? []) then();
      }
    },
  };
};
