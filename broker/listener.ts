import { createServer as createHttpServer } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import type { BrokerLog, ListenerAddress, ListenerConfig } from './broker-config.ts';
import { attachWebSocket } from './websocket.ts';

/**
 * Connections that the kernel may hold before we accept them. With Node's default of 511, a province
 * that reconnects at once after a power cut is refused and retries for twice the time.
 */
const BACKLOG = 4096;

/** A half-open mobile connection without an MQTT keep alive is noticed by TCP's own probes. */
const TCP_KEEP_ALIVE_MS = 60_000;

export type ConnectionHandler = (stream: Duplex, remoteAddress: string) => void;

export type Listener = Readonly<{
  /** Binds and accepts. The first call fixes the port; later calls take the same one. */
  open: () => Promise<ListenerAddress>;
  /** Accepts no more. */
  refuse: () => void;
  /** Destroys what is still connected and resolves when nothing is; only after `refuse`. */
  drop: () => Promise<void>;
}>;

type ListenerDeps = Readonly<{
  config: ListenerConfig;
  onConnection: ConnectionHandler;
  connectTimeoutMs: number;
  maxPacketBytes: number;
  log: BrokerLog;
}>;

const createServer = ({ config, onConnection, connectTimeoutMs, maxPacketBytes }: ListenerDeps): Server => {
  const socketOptions = { noDelay: true, keepAlive: true, keepAliveInitialDelay: TCP_KEEP_ALIVE_MS };
  switch (config.kind) {
    case 'tcp':
      return createTcpServer(socketOptions, (socket) => onConnection(socket, addressOf(socket)));
    case 'tls': {
      const { key, cert } = config;
      const options = { ...socketOptions, key, cert, handshakeTimeout: connectTimeoutMs };
      const server = createTlsServer(options, (socket) => onConnection(socket, addressOf(socket)));
      // A failed handshake is the peer's affair; without a listener its socket would stay open.
      return server.on('tlsClientError', (_error, socket) => socket.destroy());
    }
    case 'ws': {
      const server = createHttpServer({
        ...socketOptions,
        headersTimeout: connectTimeoutMs,
        requestTimeout: connectTimeoutMs,
        connectionsCheckingInterval: connectTimeoutMs,
      });
      attachWebSocket({ server, onConnection, maxPacketBytes });
      return server;
    }
  }
};

const addressOf = (socket: Socket): string => socket.remoteAddress ?? 'unknown';

/** One address on which clients connect, over TCP, TLS or WebSocket. */
export const createListener = (deps: ListenerDeps): Listener => {
  const { config, log } = deps;
  const server = createServer(deps);
  /** Every accepted socket, handshakes included, so that a cut network is a cut network. */
  const sockets = new Set<Socket>();
  let port = config.port;
  let closed: Promise<void> = Promise.resolve();

  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Before TLS or HTTP takes over, and after it lets go, a reset would be an unhandled error.
    socket.on('error', (error) => log.debug({ err: error }, 'a connection failed'));
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
    drop: async () => {
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};
