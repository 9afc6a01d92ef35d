import type { Context } from 'hono';
import { isLoopback } from '../domain/loopback.ts';

export type RemoteAddress = (c: Context) => string | undefined;

/** Behind a proxy on this machine everybody's connection comes from here; these headers give it away. */
const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/** Whether a request was made on this machine itself: nobody on the network can claim that. */
export const isFromThisMachine = (c: Context, remoteAddress: RemoteAddress): boolean =>
  isLoopback(remoteAddress(c) ?? '') && proxyHeaders.every((name) => c.req.header(name) === undefined);
