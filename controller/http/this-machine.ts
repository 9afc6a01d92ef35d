import type { Context } from 'hono';

export type RemoteAddress = (c: Context) => string | undefined;

/** Behind a proxy on this machine everybody's connection comes from here; these headers give it away. */
const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/** Whether a request was made on this machine itself: nobody on the network can claim that. */
export const isFromThisMachine = (c: Context, remoteAddress: RemoteAddress): boolean => {
  const address = remoteAddress(c)?.replace(/^::ffff:/, '') ?? '';
  const isLoopback = address === '::1' || address.startsWith('127.');
  return isLoopback && proxyHeaders.every((name) => c.req.header(name) === undefined);
};
