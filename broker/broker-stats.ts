/** Counters since the broker was created, and two gauges, as plain numbers for a metrics page. */
export type BrokerStats = Readonly<{
  /** Clients connected now. */
  clients: number;
  /** Retained documents held now. */
  retained: number;
  connects: number;
  connectsRefused: number;
  disconnects: number;
  /** Messages and wills taken from clients. */
  messagesIn: number;
  /** Messages handed to the sockets of subscribers; retained ones at SUBSCRIBE count too. */
  messagesOut: number;
  publishesRefused: number;
  subscribesRefused: number;
  /** Connections cut because the subscriber did not read. */
  slowClientsCut: number;
  /** Connections cut because of an oversized or malformed packet, or none in time. */
  protocolErrors: number;
}>;

export type Counters = { -readonly [Name in Exclude<keyof BrokerStats, 'clients' | 'retained'>]: number };

export const createCounters = (): Counters => ({
  connects: 0,
  connectsRefused: 0,
  disconnects: 0,
  messagesIn: 0,
  messagesOut: 0,
  publishesRefused: 0,
  subscribesRefused: 0,
  slowClientsCut: 0,
  protocolErrors: 0,
});
