import { filterMatches, hasWildcard } from './topic-filter.ts';

/** A retained message: the last one of its topic, for whoever subscribes later. */
export type RetainedMessage = Readonly<{ topic: string; payload: Buffer; qos: 0 | 1 | 2 }>;

export type RetainedMap = Readonly<{
  /** Replaces what the topic holds. */
  store: (message: RetainedMessage) => void;
  get: (topic: string) => RetainedMessage | undefined;
  /** False when the topic held nothing. */
  remove: (topic: string) => boolean;
  /** What a SUBSCRIBE with these filters receives, each topic once. */
  match: (filters: readonly string[]) => IterableIterator<RetainedMessage>;
  size: () => number;
}>;

/**
 * Retained messages by topic. A filter without wildcards costs one lookup; only patterns scan.
 * The store that aedes brings scans all topics for every filter: 10,000 devices that subscribe again
 * to nine filters each would cost over a minute of CPU with a few thousand documents held.
 *
 * @param matches compares a pattern with a topic; a test counts its calls
 */
export const createRetainedMap = (matches = filterMatches): RetainedMap => {
  const byTopic = new Map<string, RetainedMessage>();

  function* scan(patterns: readonly string[]): Generator<RetainedMessage> {
    for (const message of byTopic.values()) {
      if (patterns.some((pattern) => matches(pattern, message.topic))) yield message;
    }
  }

  return {
    store: (message) => {
      byTopic.set(message.topic, message);
    },
    get: (topic) => byTopic.get(topic),
    remove: (topic) => byTopic.delete(topic),
    match: function* (filters) {
      const patterns = filters.filter(hasWildcard);
      for (const filter of new Set(filters)) {
        const message = byTopic.get(filter);
        if (message && !patterns.some((pattern) => matches(pattern, filter))) yield message;
      }
      if (patterns.length > 0) yield* scan(patterns);
    },
    size: () => byTopic.size,
  };
};
