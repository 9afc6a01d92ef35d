import { hasWildcard, isReserved } from './topic-filter.ts';

/** What a subscription does with a message; `done` tells that the subscriber took it. */
export type Deliver<Message> = (message: Message, done: () => void) => void;

/** The emitter that aedes asks for: who subscribes to what, and handing messages to them. */
export type TopicRouter<Message> = Readonly<{
  on: (filter: string, deliver: Deliver<Message>, done?: () => void) => void;
  removeListener: (filter: string, deliver: Deliver<Message>, done?: () => void) => void;
  emit: (message: Message, done?: (error?: Error) => void) => void;
  close: (done: () => void) => void;
}>;

type TrieNode<Message> = { children: Map<string, TrieNode<Message>>; delivers: Set<Deliver<Message>> };

const createNode = <Message>(): TrieNode<Message> => ({ children: new Map(), delivers: new Set() });

const noop = () => {};

/**
 * Routes messages to subscriptions: one map lookup for filters without wildcards, a trie for the others.
 *
 * It has no queue and waits for nobody. The default emitter of aedes counts a message as done once every
 * subscriber's socket drained: one frozen subscriber then holds the publisher, and a full queue makes
 * throughput collapse. Here `done` follows when the message was handed to every socket; a subscriber that
 * does not read is cut off by its own limits (see `delivery.ts`) and nobody else notices.
 *
 * Subscribing and unsubscribing act at once, so that a closing connection leaves no half state for the
 * next connection with the same client id.
 */
export const createTopicRouter = <Message extends { topic: string }>(): TopicRouter<Message> => {
  const exact = new Map<string, Set<Deliver<Message>>>();
  const root = createNode<Message>();

  const addPattern = (filter: string, deliver: Deliver<Message>): void => {
    let node = root;
    for (const level of filter.split('/')) {
      const child = node.children.get(level) ?? createNode<Message>();
      node.children.set(level, child);
      node = child;
    }
    node.delivers.add(deliver);
  };

  /** Returns true when the node became empty, so that its parent forgets it. */
  const removePattern = (
    node: TrieNode<Message>,
    levels: readonly string[],
    deliver: Deliver<Message>,
  ): boolean => {
    const [level, ...rest] = levels;
    if (level === undefined) node.delivers.delete(deliver);
    else {
      const child = node.children.get(level);
      if (child && removePattern(child, rest, deliver)) node.children.delete(level);
    }
    return node.children.size === 0 && node.delivers.size === 0;
  };

  const emitPatterns = (
    node: TrieNode<Message>,
    levels: readonly string[],
    depth: number,
    message: Message,
  ): void => {
    // [MQTT-4.7.2-1]: a leading wildcard does not reach the server's own topics.
    const mayBeWild = depth > 0 || !isReserved(message.topic);
    if (mayBeWild) {
      for (const deliver of node.children.get('#')?.delivers ?? []) deliver(message, noop);
    }
    const level = levels[depth];
    if (level === undefined) {
      for (const deliver of node.delivers) deliver(message, noop);
      return;
    }
    const same = node.children.get(level);
    if (same) emitPatterns(same, levels, depth + 1, message);
    const any = mayBeWild ? node.children.get('+') : undefined;
    if (any) emitPatterns(any, levels, depth + 1, message);
  };

  return {
    on: (filter, deliver, done) => {
      if (hasWildcard(filter)) addPattern(filter, deliver);
      else {
        const delivers = exact.get(filter);
        if (delivers) delivers.add(deliver);
        else exact.set(filter, new Set([deliver]));
      }
      done?.();
    },

    removeListener: (filter, deliver, done) => {
      if (hasWildcard(filter)) removePattern(root, filter.split('/'), deliver);
      else {
        const delivers = exact.get(filter);
        delivers?.delete(deliver);
        if (delivers?.size === 0) exact.delete(filter);
      }
      done?.();
    },

    emit: (message, done) => {
      const delivers = exact.get(message.topic);
      for (const deliver of delivers ?? []) deliver(message, noop);
      if (root.children.size > 0) emitPatterns(root, message.topic.split('/'), 0, message);
      // aedes writes to a socket one turn after it is handed a message, so the writes come first.
      if (done) setImmediate(done);
    },

    close: (done) => {
      exact.clear();
      root.children.clear();
      setImmediate(done);
    },
  };
};
