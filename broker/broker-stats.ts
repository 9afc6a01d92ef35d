/** Counters since the broker was created, and three gauges, as plain numbers for a metrics page. */
export type BrokerStats = Readonly<{
  /** Clients connected now. */
  clients: number;
  /** Retained documents held now. */
  retained: number;
  /** Connections now that have not said who they are. */
  halfOpen: number;
  connects: number;
  connectsRefused: number;
  /** Refusals that were answered late, since too many came from one address. */
  refusalsDelayed: number;
  /** Connections refused or ended before their CONNECT, since there were too many. */
  halfOpenCut: number;
  /** Newer connections that took the place of an older one with the same client id. */
  takeovers: number;
  /** Handshakes of TLS that failed. */
  tlsErrors: number;
  disconnects: number;
  /** Messages and wills taken from clients. */
  messagesIn: number;
  /** Messages handed to the sockets of subscribers; retained ones at SUBSCRIBE count too. */
  messagesOut: number;
  publishesRefused: number;
  /** Of those: larger than their topic allows. */
  publishesTooLarge: number;
  /** Messages held back until their client was within its limits, and messages of QoS 0 dropped instead. */
  publishesDelayed: number;
  publishesDropped: number;
  subscribesRefused: number;
  /** Connections cut because the subscriber did not read. */
  slowClientsCut: number;
  /** Connections cut because the client sent far more than it may. */
  floodsCut: number;
  /** Connections cut because of an oversized or malformed packet, or none in time. */
  protocolErrors: number;
}>;

export type Counters = {
  -readonly [Name in Exclude<keyof BrokerStats, 'clients' | 'retained' | 'halfOpen'>]: number;
};

export const createCounters = (): Counters => ({
  connects: 0,
  connectsRefused: 0,
  refusalsDelayed: 0,
  halfOpenCut: 0,
  takeovers: 0,
  tlsErrors: 0,
  disconnects: 0,
  messagesIn: 0,
  messagesOut: 0,
  publishesRefused: 0,
  publishesTooLarge: 0,
  publishesDelayed: 0,
  publishesDropped: 0,
  subscribesRefused: 0,
  slowClientsCut: 0,
  floodsCut: 0,
  protocolErrors: 0,
});
