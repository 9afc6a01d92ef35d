import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';

export type HttpServer = Readonly<{ host: string; port: number; stop: () => Promise<void> }>;

/** At 05:00 thousands of devices connect at once; Node's default of 511 resets many of them. */
const backlog = 4_096;

/** Listens, and answers with `fetch`. Port 0 takes a free one. */
export const startHttpServer = (options: {
  fetch: (request: Request, env: unknown) => Response | Promise<Response>;
  host: string;
  port: number;
}): Promise<HttpServer> => {
  const server = createAdaptorServer({ fetch: options.fetch, overrideGlobalObjects: false });
  if ('requestTimeout' in server) {
    // An upload over a slow line takes long; what is idle is cut by the headers' and keep-alive timeouts.
    server.requestTimeout = 0;
    server.keepAliveTimeout = 15_000;
  }
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      if ('closeAllConnections' in server) server.closeAllConnections();
    });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port: options.port, backlog }, () => {
      const address = server.address() as AddressInfo;
      resolve({ host: options.host, port: address.port, stop });
    });
  });
};
