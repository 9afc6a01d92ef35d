import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener, RequestError } from '@hono/node-server';

export type HttpServer = Readonly<{ host: string; port: number; stop: () => Promise<void> }>;

/** At 05:00 thousands of devices connect at once; Node's default of 511 resets many of them. */
const backlog = 4_096;
/** A line on which nothing moves for so long is dead: its upload is given up. Streams of events say more often that they live. */
const defaultIdleMs = 120_000;

/** Listens, and answers with `fetch`. Port 0 takes a free one. */
export const startHttpServer = (options: {
  fetch: (request: Request, env: unknown) => Response | Promise<Response>;
  /** Answers a request that names no address of ours, such as one with a broken `Host`. */
  refuse: () => Response;
  host: string;
  port: number;
  idleMs?: number;
}): Promise<HttpServer> => {
  const server = createServer(
    getRequestListener(options.fetch, {
      overrideGlobalObjects: false,
      errorHandler: (error) =>
        error instanceof RequestError ? options.refuse() : new Response(null, { status: 500 }),
    }),
  );
  // An upload over a slow line takes as long as it takes.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 15_000;
  server.timeout = options.idleMs ?? defaultIdleMs;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port: options.port, backlog }, () => {
      const address = server.address() as AddressInfo;
      resolve({ host: options.host, port: address.port, stop });
    });
  });
};
