import type { AedesOptions, AedesPublishPacket, Client } from 'aedes';
import type { Counters } from './broker-stats.ts';
import { ConnectionCut } from './connection-end.ts';
import { encodePublish, type PublishFrame } from './publish-frame.ts';
import type { Session, Sessions } from './sessions.ts';
import { filterMatches, hasWildcard } from './topic-filter.ts';

/** Packet identifiers run from 1 to 65,535 and start over [MQTT-2.3.1-1]. */
export const nextMessageId = (last: number): number => (last % 0xffff) + 1;

type QoS = 0 | 1 | 2;

type DeliveryDeps = Readonly<{
  sessions: Sessions;
  counters: Counters;
  drainTimeoutMs: number;
  maxBacklogBytes: number;
}>;

/**
 * Writes messages to subscribers, in the hook where aedes asks whether it may.
 *
 * aedes would encode the packet again for each subscriber and hand the socket six pieces of it. Here a
 * packet is encoded once for all of them, and a subscriber that does not read is cut off: when its socket
 * stays full for too long, or when too much waits for it. The answer to aedes is always that nothing is
 * left to forward, so packet identifiers are given out in one place.
 */
export const createDelivery = (deps: DeliveryDeps): NonNullable<AedesOptions['authorizeForward']> => {
  const { sessions, counters, drainTimeoutMs, maxBacklogBytes } = deps;

  // One message goes to all its subscribers in one turn: remembering the last encoding is enough.
  let lastKey: Readonly<{ payload: unknown; topic: string; qos: QoS; retain: boolean }> | undefined;
  let lastFrame: PublishFrame | undefined;

  const frameOf = ({ topic, payload, retain }: AedesPublishPacket, qos: QoS): PublishFrame => {
    const isSame =
      lastKey?.payload === payload &&
      lastKey.topic === topic &&
      lastKey.qos === qos &&
      lastKey.retain === retain;
    if (isSame && lastFrame) return lastFrame;
    lastKey = { payload, topic, qos, retain };
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
    lastFrame = encodePublish({ topic, payload: bytes, qos, retain });
    return lastFrame;
  };

  const cut = ({ client }: Session, reason: string): void => {
    client.conn.destroy(new ConnectionCut('slow', reason));
  };

  const awaitDrain = (session: Session): void => {
    if (session.isFull) return;
    session.isFull = true;
    const timer = setTimeout(() => cut(session, 'the subscriber does not read'), drainTimeoutMs);
    timer.unref();
    session.client.conn.once('drain', () => {
      session.isFull = false;
      clearTimeout(timer);
    });
  };

  return (client, packet) => {
    const session = sessions.of(client);
    const { conn } = client;
    if (!session || conn.destroyed) return null;
    if (conn.writableLength > maxBacklogBytes) {
      cut(session, 'too much waits for this subscriber');
      return null;
    }
    const qos = lowerOf(packet.qos, grantedQos(client, packet.topic));
    if (qos > 0) session.lastMessageId = nextMessageId(session.lastMessageId);
    const pieces = frameOf(packet, qos).piecesFor(session.lastMessageId);
    if (pieces.length > 1) conn.cork();
    for (const piece of pieces) conn.write(piece);
    if (pieces.length > 1) conn.uncork();
    counters.messagesOut += 1;
    if (conn.writableNeedDrain) awaitDrain(session);
    return null;
  };
};

const lowerOf = (a: QoS, b: QoS): QoS => (a < b ? a : b);

const qosOf = (subscription: unknown): QoS => {
  const qos: unknown =
    typeof subscription === 'object' && subscription !== null ? Reflect.get(subscription, 'qos') : undefined;
  return qos === 1 || qos === 2 ? qos : 0;
};

/** The most that the client's subscriptions to this topic allow [MQTT-3.3.5-1]. */
const grantedQos = (client: Client, topic: string): QoS => {
  // Not in the published types of aedes: the subscriptions of a client, by filter.
  const held: unknown = Reflect.get(client, 'subscriptions');
  if (typeof held !== 'object' || held === null) return 0;
  const exact: unknown = Reflect.get(held, topic);
  if (exact !== undefined) return qosOf(exact);
  let highest: QoS = 0;
  for (const [filter, subscription] of Object.entries(held)) {
    if (!hasWildcard(filter) || !filterMatches(filter, topic)) continue;
    const qos = qosOf(subscription);
    if (qos > highest) highest = qos;
  }
  return highest;
};
