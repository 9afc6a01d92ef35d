import type { HalfOpenLimits } from './half-open.ts';
import type { BucketSize } from './token-bucket.ts';

/** What a connection shows before it is known. */
export type Credentials = Readonly<{
  clientId: string;
  username: string;
  password: Buffer | undefined;
  remoteAddress: string;
}>;

/** Who a connection is, and what it may do. Policy comes in from outside; the broker enforces it. */
export type Principal = Readonly<{
  /** The only client id that may connect with these credentials. */
  id: string;
  maySubscribe: (filter: string) => boolean;
  mayPublish: (topic: string) => boolean;
  /** Largest payload on a topic that it may publish to; as large as a packet may be unless said. */
  maxPayloadBytes?: (topic: string) => number;
}>;

/** The part of a pino logger that the broker needs. */
export type BrokerLog = Readonly<{
  debug: (fields: object, sentence: string) => void;
  info: (fields: object, sentence: string) => void;
  warn: (fields: object, sentence: string) => void;
  error: (fields: object, sentence: string) => void;
}>;

/** Where clients connect; port 0 takes a free one. */
export type ListenerConfig =
  | Readonly<{ kind: 'tcp'; host: string; port: number }>
  | (Readonly<{ kind: 'tls' | 'wss'; host: string; port: number }> & CertificatePair)
  | Readonly<{ kind: 'ws'; host: string; port: number }>;

/** What a listener with TLS shows and proves. */
export type CertificatePair = Readonly<{ key: string | Buffer; cert: string | Buffer }>;

export type ListenerAddress = Readonly<{ kind: ListenerConfig['kind']; host: string; port: number }>;

/**
 * What one client, one address and everybody together may take. None of it slows devices that come back all at
 * once, however many share an address: only what fails or says nothing is held against an address.
 */
export type BrokerLimits = Readonly<{
  /** Of one client, PUBLISH and filters of SUBSCRIBE together. Default 50 a second, 500 at once. */
  messages: BucketSize;
  /** Of one client. Default 256 KiB a second, 8 MiB at once: thirty days of play events are 4 MiB. */
  bytes: BucketSize;
  /** Packets of any kind, and messages dropped, beyond which a client over its limits is cut. Default 2,000. */
  maxExcess: number;
  /** Default 20,000. */
  maxClients: number;
  /** Connections without a CONNECT: in all, from one address, and how long one may wait before it gives way. */
  halfOpen: HalfOpenLimits;
  /** Refused CONNECTs of an address before the answers to further ones come late. Default 10. */
  failuresBeforeDelay: number;
  /** Longest delay of such an answer. Default 15,000. */
  maxFailureDelayMs: number;
  /** Keep alive of a client that asks for none, or for a longer one. Default 600. */
  maxKeepAliveS: number;
  /** Take-overs of one client id in a minute that are no reconnecting any more: two devices share one secret. Default 6. */
  takeoversPerMinute: number;
}>;

export type BrokerConfig = Readonly<{
  listeners: readonly ListenerConfig[];
  /** Null for wrong credentials; a rejection answers "server unavailable", so that devices try again. */
  authenticate: (credentials: Credentials) => Promise<Principal | null>;
  /** How long a peer may take to send its CONNECT. Default 10,000. */
  connectTimeoutMs?: number;
  /** Largest packet accepted, fixed header included. Default 256 KiB. */
  maxPacketBytes?: number;
  /** How long a subscriber's full socket may stay full before the connection is cut. Default 5,000. */
  drainTimeoutMs?: number;
  /** Bytes that may wait for one subscriber before the connection is cut. Default 8 MiB. */
  maxBacklogBytes?: number;
  /** Filters one connection may hold; more are answered 0x80. Default 200. */
  maxSubscriptions?: number;
  limits?: Partial<BrokerLimits>;
  log: BrokerLog;
}>;
