import { Hono } from 'hono';
import type { Directory } from '../app/directory/directory.ts';
import type { Identities } from '../app/people/identities.ts';
import type { Grant } from '../domain/permissions.ts';
import { signedInUser, signInFirst } from './authentication.ts';
import { problemAnswer } from './problem.ts';
import { createReadable } from './readable.ts';
import { isFromThisMachine, type RemoteAddress } from './this-machine.ts';

const wholeProvince = {
  code: 'Area_NotAllowed',
  vi: 'Số liệu này nói về cả tỉnh; tài khoản của bạn không xem được cả tỉnh.',
  en: 'These figures are of the whole province, which your account may not read.',
};

/** What stands between this process and its work; empty when nothing does. */
export type ReadinessCheck = () => Promise<string[]>;

/** https://prometheus.io/docs/instrumenting/exposition_formats/ */
const metricsType = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * `/healthz`: the process is alive. `/readyz`: database, broker and documents are in place, or 503 and what is
 * waited for. Both are for whoever watches the process, and tell nothing else. `/metrics` counts devices and
 * their messages, which is nobody's business on the network: it is for this machine and for who may
 * read the whole province.
 */
export const createHealthRoutes = (deps: {
  waitingFor: ReadinessCheck;
  metrics: () => Promise<string>;
  identities: Pick<Identities, 'ofBrowser' | 'ofMachine'>;
  directory: Directory;
  remoteAddress: RemoteAddress;
}): Hono => {
  const { waitingFor, metrics, identities, directory, remoteAddress } = deps;
  const readsAll = (grants: readonly Grant[]): boolean => createReadable(directory, grants).tops === null;
  const routes = new Hono();
  routes.get('/healthz', (c) => c.json({ status: 'ok' }));
  routes.get('/readyz', async (c) => {
    const missing = await waitingFor();
    const isReady = missing.length === 0;
    return c.json({ status: isReady ? 'ready' : 'not-ready', waitingFor: missing }, isReady ? 200 : 503);
  });
  routes.get('/metrics', async (c) => {
    if (!isFromThisMachine(c, remoteAddress)) {
      const user = await signedInUser(c, identities);
      if (!user) return problemAnswer(401, signInFirst);
      if (!readsAll(user.grants)) return problemAnswer(403, wholeProvince);
    }
    return c.body(await metrics(), 200, { 'content-type': metricsType });
  });
  return routes;
};
