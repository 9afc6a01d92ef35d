import { Hono } from 'hono';
import type { Accounts } from '../app/accounts.ts';
import { signedInUser, signInFirst } from './authentication.ts';
import { problemAnswer } from './problem.ts';
import { isFromThisMachine, type RemoteAddress } from './this-machine.ts';

/** What stands between this process and its work; empty when nothing does. */
export type ReadinessCheck = () => Promise<string[]>;

/** https://prometheus.io/docs/instrumenting/exposition_formats/ */
const metricsType = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * `/healthz`: the process is alive. `/readyz`: database, broker and documents are in place, or 503 and what is
 * waited for. Both are for whoever watches the process, and tell nothing else. `/metrics` counts devices and
 * their messages, which is nobody's business on the network: it is for this machine and for signed-in users.
 */
export const createHealthRoutes = (deps: {
  waitingFor: ReadinessCheck;
  metrics: () => Promise<string>;
  accounts: Pick<Accounts, 'whoIs'>;
  remoteAddress: RemoteAddress;
}): Hono => {
  const { waitingFor, metrics, accounts, remoteAddress } = deps;
  const routes = new Hono();
  routes.get('/healthz', (c) => c.json({ status: 'ok' }));
  routes.get('/readyz', async (c) => {
    const missing = await waitingFor();
    const isReady = missing.length === 0;
    return c.json({ status: isReady ? 'ready' : 'not-ready', waitingFor: missing }, isReady ? 200 : 503);
  });
  routes.get('/metrics', async (c) => {
    const isAllowed = isFromThisMachine(c, remoteAddress) || (await signedInUser(c, accounts)) !== null;
    if (!isAllowed) return problemAnswer(401, signInFirst);
    return c.body(await metrics(), 200, { 'content-type': metricsType });
  });
  return routes;
};
