import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener, RequestError } from '@hono/node-server';
import { createHalfOpen } from '../../../broker/half-open.ts';
import { createServedClock } from '../../../broker/served-clock.ts';
import { createSlowBodies } from './slow-bodies.ts';

export type HttpServer = Readonly<{
  host: string;
  port: number;
  /** Shows another certificate to new connections; the others go on. */
  renew: (material: Certificate) => void;
  stats: () => HttpServerStats;
  stop: () => Promise<void>;
}>;

export type Certificate = Readonly<{ cert: string; key: string }>;

export type HttpServerStats = Readonly<{
  connections: number;
  /** Connections that have not yet sent the head of a request. */
  silent: number;
  /** Refused or ended, since there were too many. */
  refused: number;
}>;

/** What a peer may take. The defaults let thousands of loudspeakers behind one address fetch at once. */
export type HttpLimits = Readonly<{
  headersTimeoutMs: number;
  /** Until a body must come at its pace, and that pace. */
  bodyGraceMs: number;
  bodyBytesPerSecond: number;
  maxConnections: number;
  /** Without a request yet: in all, and from one address where older ones give way. */
  maxSilent: number;
  maxSilentPerAddress: number;
  silentGraceMs: number;
}>;

export const defaultHttpLimits: HttpLimits = {
  headersTimeoutMs: 15_000,
  bodyGraceMs: 30_000,
  bodyBytesPerSecond: 2_000,
  maxConnections: 12_000,
  maxSilent: 8_000,
  maxSilentPerAddress: 2_000,
  silentGraceMs: 3_000,
};

/** At 05:00 thousands of devices connect at once; Node's default of 511 resets many of them. */
const backlog = 4_096;
/** A line on which nothing moves for so long is dead: its upload is given up. Streams of events say more often that they live. */
const defaultIdleMs = 120_000;
/** Receivers that come back within a day need no second handshake of the expensive kind. */
const sessionTimeoutS = 86_400;

type Options = Readonly<{
  fetch: (request: Request, env: unknown) => Response | Promise<Response>;
  /** Answers a request that names no address of ours, such as one with a broken `Host`. */
  refuse: () => Response;
  /** Sees the head before anybody else does. */
  prepare?: (request: IncomingMessage) => void;
  host: string;
  port: number;
  /** HTTPS when there is one. */
  certificate?: Certificate | null;
  idleMs?: number;
  limits?: Partial<HttpLimits>;
}>;

const isTls = (server: Server | TlsServer): server is TlsServer => 'setSecureContext' in server;

/** Follows connections beneath TLS, so that an unfinished handshake counts, and ends some that say nothing. */
const followConnections = (server: Server | TlsServer, limits: HttpLimits) => {
  const servedClock = createServedClock();
  const open = new Map<string, Socket>();
  let refused = 0;
  const end = (socket: Socket): void => {
    refused += 1;
    socket.destroy();
  };
  const silent = createHalfOpen<Socket>({
    limits: {
      total: limits.maxSilent,
      perAddress: limits.maxSilentPerAddress,
      graceMs: limits.silentGraceMs,
    },
    now: servedClock.now,
    evict: end,
  });
  server.on('connection', (socket: Socket) => {
    const name = nameOf(socket);
    open.set(name, socket);
    socket.once('close', () => {
      // A peer that comes back from the same port may be here already.
      if (open.get(name) === socket) open.delete(name);
      silent.remove(socket);
    });
    if (!silent.add(socket, socket.remoteAddress ?? '')) end(socket);
  });
  server.on('drop', () => {
    refused += 1;
  });
  return {
    /** It has sent the head of a request. */
    hasSpoken: (socket: Socket): void => {
      const beneath = open.get(nameOf(socket));
      if (beneath) silent.remove(beneath);
    },
    stats: (): HttpServerStats => ({ connections: open.size, silent: silent.size(), refused }),
    destroy: (): void => {
      servedClock.stop();
      for (const socket of open.values()) socket.destroy();
    },
  };
};

/** The same for a socket of TLS and for the one beneath it. */
const nameOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;

/** Listens, and answers with `fetch`. Port 0 takes a free one. */
export const startHttpServer = (options: Options): Promise<HttpServer> => {
  const { certificate = null, prepare } = options;
  const limits = { ...defaultHttpLimits, ...options.limits };
  const answer = getRequestListener(options.fetch, {
    overrideGlobalObjects: false,
    errorHandler: (error) =>
      error instanceof RequestError ? options.refuse() : new Response(null, { status: 500 }),
  });
  const bodies = createSlowBodies({
    graceMs: limits.bodyGraceMs,
    bytesPerSecond: limits.bodyBytesPerSecond,
  });
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    connections.hasSpoken(request.socket);
    bodies.watch(request, response);
    prepare?.(request);
    void answer(request, response);
  };
  const common = {
    headersTimeout: limits.headersTimeoutMs,
    connectionsCheckingInterval: Math.min(5_000, limits.headersTimeoutMs),
    // An upload over a slow line takes as long as it takes; see slow-bodies.ts for one that stands still.
    requestTimeout: 0,
    keepAliveTimeout: 15_000,
  };
  const server = certificate
    ? createTlsServer(
        {
          ...common,
          cert: certificate.cert,
          key: certificate.key,
          minVersion: 'TLSv1.2',
          handshakeTimeout: limits.headersTimeoutMs,
          sessionTimeout: sessionTimeoutS,
        },
        onRequest,
      )
    : createServer(common, onRequest);
  server.timeout = options.idleMs ?? defaultIdleMs;
  server.maxConnections = limits.maxConnections;
  const connections = followConnections(server, limits);

  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      bodies.stop();
      server.close(() => resolve());
      server.closeAllConnections();
      connections.destroy();
    });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port: options.port, backlog }, () => {
      const address = server.address() as AddressInfo;
      resolve({
        host: options.host,
        port: address.port,
        renew: ({ cert, key }) => {
          if (isTls(server)) server.setSecureContext({ cert, key, minVersion: 'TLSv1.2' });
        },
        stats: connections.stats,
        stop,
      });
    });
  });
};
