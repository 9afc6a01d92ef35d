import { Readable } from 'node:stream';
import type { RetainedMap } from './retained-map.ts';

type ClientRef = object;
type Inbound = { messageId?: number };
type Publish = { topic: string; payload: string | Buffer; qos: 0 | 1 | 2 };

const streamOf = (messages: Iterator<object>): Readable =>
  new Readable({
    objectMode: true,
    read() {
      const next = messages.next();
      this.push(next.done ? null : next.value);
    },
  });

const ended = (): Readable => streamOf([].values());

/**
 * The persistence that aedes asks for, for a broker where every session is clean.
 *
 * Retained messages live in the given map. Nothing is queued for absent clients: such a queue would have
 * no bound, and a device catches up from retained documents when it subscribes again. Wills live with
 * their connection alone: a will that outlives the process would be old news about a device that has
 * since come back. So only the identifiers of unfinished QoS 2 messages are kept, with their connection.
 */
export const createCleanPersistence = (retained: RetainedMap) => {
  const unfinished = new WeakMap<ClientRef, Set<number>>();
  const isUnfinished = (client: ClientRef, { messageId }: Inbound): boolean =>
    messageId !== undefined && (unfinished.get(client)?.has(messageId) ?? false);

  return {
    // aedes refuses a persistence whose setup is not an async function.
    setup: async (): Promise<void> => {},

    /** Zero-length payloads would remove the document [MQTT-3.3.1-10]; only the controller may, by name. */
    storeRetained: async ({ topic, payload, qos }: Publish): Promise<void> => {
      if (payload.length === 0) return;
      retained.store({ topic, payload: Buffer.from(payload), qos });
    },
    createRetainedStreamCombi: (filters: readonly string[]) => streamOf(retainedPackets(retained, filters)),

    addSubscriptions: async () => {},
    removeSubscriptions: async () => {},
    cleanSubscriptions: async () => {},
    subscriptionsByClient: async () => [],
    subscriptionsByTopic: async () => [],

    outgoingEnqueue: async () => {},
    outgoingEnqueueCombi: async () => {},
    outgoingUpdate: async () => {},
    outgoingClearMessageId: async () => undefined,
    outgoingStream: ended,

    incomingStorePacket: async (client: ClientRef, { messageId }: Inbound): Promise<void> => {
      if (messageId === undefined) return;
      const ids = unfinished.get(client) ?? new Set();
      unfinished.set(client, ids.add(messageId));
    },
    // aedes reads "not found" from a rejection [MQTT-4.3.3-2].
    incomingGetPacket: async (client: ClientRef, packet: Inbound): Promise<Inbound> => {
      if (!isUnfinished(client, packet)) throw new Error('no such packet');
      return packet;
    },
    incomingDelPacket: async (client: ClientRef, packet: Inbound): Promise<void> => {
      if (!isUnfinished(client, packet)) throw new Error('no such packet');
      if (packet.messageId !== undefined) unfinished.get(client)?.delete(packet.messageId);
    },
    cleanIncoming: async (client: ClientRef): Promise<void> => {
      unfinished.delete(client);
    },

    putWill: async () => {},
    delWill: async () => undefined,
    streamWill: ended,
  };
};

function* retainedPackets(retained: RetainedMap, filters: readonly string[]): Generator<object> {
  for (const { topic, payload, qos } of retained.match(filters)) {
    yield { cmd: 'publish', topic, payload, qos, retain: true };
  }
}
