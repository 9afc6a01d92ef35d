import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer, type TlsOptions, Server as TlsServer } from 'node:tls';
import type { BrokerLog, CertificatePair, ListenerAddress, ListenerConfig } from './broker-config.ts';
import { attachWebSocket } from './websocket.ts';

/**
 * Connections that the kernel may hold before we accept them. With Node's default of 511, a province
 * that reconnects at once after a power cut is refused and retries for twice the time.
 */
const BACKLOG = 4096;

/** A half-open mobile connection without an MQTT keep alive is noticed by TCP's own probes. */
const TCP_KEEP_ALIVE_MS = 60_000;

/** A device that comes back within a day resumes its session: no signature, a round trip less. */
const TLS_SESSION_S = 86_400;

/** `socket` is the one beneath TLS and WebSocket. */
export type ConnectionHandler = (stream: Duplex, remoteAddress: string, socket: Socket | undefined) => void;

export type Listener = Readonly<{
  /** Binds and accepts. The first call fixes the port; later calls take the same one. */
  open: () => Promise<ListenerAddress>;
  /** Accepts no more. */
  refuse: () => void;
  /** Shows another certificate to new connections; those that stand go on. */
  renew: (certificate: CertificatePair) => void;
  /** Destroys what is still connected and resolves when nothing is; only after `refuse`. */
  drop: () => Promise<void>;
}>;

type ListenerDeps = Readonly<{
  config: ListenerConfig;
  onConnection: (stream: Duplex, socket: Socket) => void;
  connectTimeoutMs: number;
  maxPacketBytes: number;
  /** Asked for every connection, beneath TLS and HTTP; false refuses it. */
  admits: (socket: Socket) => boolean;
  onTlsError: () => void;
  log: BrokerLog;
}>;

const secure = ({ key, cert }: CertificatePair): TlsOptions => ({ key, cert, minVersion: 'TLSv1.2' });

const createServer = (deps: ListenerDeps): Server => {
  const { config, onConnection, connectTimeoutMs, maxPacketBytes } = deps;
  const socketOptions = { noDelay: true, keepAlive: true, keepAliveInitialDelay: TCP_KEEP_ALIVE_MS };
  switch (config.kind) {
    case 'tcp':
      return createTcpServer(socketOptions, (socket) => onConnection(socket, socket));
    case 'tls': {
      const options = {
        ...socketOptions,
        ...secure(config),
        handshakeTimeout: connectTimeoutMs,
        sessionTimeout: TLS_SESSION_S,
      };
      const server = createTlsServer(options, (socket) => onConnection(socket, socket));
      return closeFailedHandshakes(server, deps);
    }
    case 'ws':
    case 'wss': {
      const options = {
        ...socketOptions,
        headersTimeout: connectTimeoutMs,
        requestTimeout: connectTimeoutMs,
        connectionsCheckingInterval: connectTimeoutMs,
      };
      const server =
        config.kind === 'ws'
          ? createHttpServer(options)
          : createHttpsServer({
              ...options,
              ...secure(config),
              handshakeTimeout: connectTimeoutMs,
              sessionTimeout: TLS_SESSION_S,
            });
      attachWebSocket({ server, onConnection, maxPacketBytes });
      return closeFailedHandshakes(server, deps);
    }
  }
};

/** A failed handshake is the peer's affair; without a listener its socket would stay open. */
const closeFailedHandshakes = (server: Server, { onTlsError }: ListenerDeps): Server =>
  server.on('tlsClientError', (_error: Error, socket: Socket) => {
    onTlsError();
    socket.destroy();
  });

/** The same for a socket of TLS and for the one beneath it. */
const nameOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;

/** One address on which clients connect, over TCP, TLS or WebSocket. */
export const createListener = (
  deps: Omit<ListenerDeps, 'onConnection'> & { onConnection: ConnectionHandler },
): Listener => {
  const { config, log, onConnection } = deps;
  /** Every accepted socket, handshakes included, so that a cut network is a cut network. */
  const sockets = new Map<string, Socket>();
  const server = createServer({
    ...deps,
    onConnection: (stream, socket) =>
      onConnection(stream, socket.remoteAddress ?? 'unknown', sockets.get(nameOf(socket))),
  });
  let port = config.port;
  let closed: Promise<void> = Promise.resolve();

  // Before the server's own listener: what it hands on is known by then.
  server.prependListener('connection', (socket: Socket) => {
    const name = nameOf(socket);
    sockets.set(name, socket);
    socket.once('close', () => {
      // A peer that comes back from the same port may be here already.
      if (sockets.get(name) === socket) sockets.delete(name);
    });
    // Before TLS or HTTP takes over, and after it lets go, a reset would be an unhandled error.
    socket.on('error', (error) => log.debug({ err: error }, 'a connection failed'));
    if (!deps.admits(socket)) socket.destroy();
  });

  return {
    open: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen({ host: config.host, port, backlog: BACKLOG }, () => {
          server.off('error', reject);
          const bound = server.address();
          if (bound !== null && typeof bound === 'object') port = bound.port;
          resolve({ kind: config.kind, host: config.host, port });
        });
      }),
    refuse: () => {
      closed = new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
    renew: (certificate) => {
      if (server instanceof TlsServer) server.setSecureContext(secure(certificate));
    },
    drop: async () => {
      for (const socket of sockets.values()) socket.destroy();
      await closed;
    },
  };
};
