import type { BrokerStats } from './broker-stats.ts';
import type { RetainedMessage } from './retained-map.ts';
import type { Flapping } from './takeovers.ts';

/**
 * Takes a client's message in the turn in which it arrived, before it is acknowledged. The payload may be
 * kept, not changed: other handlers see the same bytes. What a handler throws is logged and goes no further.
 */
export type PublishHandler = (topic: string, payload: Buffer, clientId: string) => void;

export type ClientHandler = (clientId: string) => void;

export type ConnectedClient = Readonly<{ clientId: string; remoteAddress: string }>;

/** Ends the registration. */
export type Unregister = () => void;

/** The broker as the program that embeds it sees it: no socket, no subscription, no policy. */
export type LocalLink = Readonly<{
  /**
   * Resolves when the message is stored (retained) and handed to the socket of every current subscriber,
   * without waiting for slow ones. It proves nothing about reception: only an answer by the device does.
   * May be called before `start`: then it fills the retained documents that the first device will find.
   *
   * @throws BrokerError `Broker_EmptyRetained`: an empty retained payload would remove the document
   */
  publish: (
    topic: string,
    payload: Uint8Array | string,
    options: { qos: 0 | 1; retain: boolean },
  ) => Promise<void>;
  /** Every message and will that a client was allowed to publish, without a subscription. */
  onPublish: (handler: PublishHandler) => Unregister;
  /** Connected clients at this moment. */
  clients: () => Iterable<ConnectedClient>;
  /** Cuts a client's connection, as when its rights change; false when it has none. */
  disconnect: (clientId: string) => boolean;
  /** A client was accepted. A takeover is a disconnect followed by a connect. */
  onConnect: (handler: ClientHandler) => Unregister;
  onDisconnect: (handler: ClientHandler) => Unregister;
  /** Two connections push each other out again and again: the same credentials are used in two places. */
  onFlapping: (handler: (flapping: Flapping) => void) => Unregister;
  retained: (topic: string) => RetainedMessage | undefined;
  /** Forgets a retained document; false when there was none. Subscribers are told nothing. */
  clearRetained: (topic: string) => boolean;
  stats: () => BrokerStats;
  /** True while clients can connect: silence is evidence about a device only then. */
  isListening: () => boolean;
  onListeningChange: (handler: (isListening: boolean) => void) => Unregister;
  /**
   * Cuts the network: stops listening and drops every connection. Wills are delivered, as after a real
   * loss of the network. Retained documents stay.
   */
  pause: () => Promise<void>;
  /** Listens again on the addresses that `start` gave. */
  resume: () => Promise<void>;
}>;
