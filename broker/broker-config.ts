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
  | Readonly<{ kind: 'tls'; host: string; port: number; key: string | Buffer; cert: string | Buffer }>
  | Readonly<{ kind: 'ws'; host: string; port: number }>;

export type ListenerAddress = Readonly<{ kind: ListenerConfig['kind']; host: string; port: number }>;

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
  log: BrokerLog;
}>;
