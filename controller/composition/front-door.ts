import type { IncomingMessage } from 'node:http';
import { hostname } from 'node:os';
import type { HttpBindings } from '@hono/node-server';
import { createKnownHosts } from '../adapters/http/known-hosts.ts';
import { createRequestRate } from '../adapters/http/request-rate.ts';
import { type HttpServer, startHttpServer } from '../adapters/http/server.ts';
import { createTrustedProxies } from '../adapters/http/trusted-proxies.ts';
import {
  createServerCertificate,
  type ServerCertificate,
  tlsFolder,
} from '../adapters/tls/server-certificate.ts';
import { networkOf } from '../app/people/sign-in-limits.ts';
import type { ServerTrust } from '../app/ports/server-trust.ts';
import type { Config } from '../config.ts';
import { isLoopback } from '../domain/loopback.ts';
import { createGate } from '../http/gate.ts';
import { refuseUnreadable } from '../http/starting-up.ts';
import type { Foundations } from './foundations.ts';

/** Of one address; an office of many people, or a proxy that is not named as one, is one address too. */
const requestRate = { perSecond: 200, burst: 2_000 };

const bareHost = (url: string): string => new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');

/** Names and addresses by which this server is reached, the public one first. */
const hostsOf = (config: Config): string[] => {
  const names = config.publicUrl === null ? [] : [bareHost(config.publicUrl)];
  return [...new Set([...names, ...config.hostNames, hostname(), 'localhost', '127.0.0.1', '::1'])];
};

/** Null where nothing speaks TLS. */
export const openCertificate = async (
  config: Config,
  { clock, log }: Foundations,
): Promise<ServerCertificate | null> => {
  const { http, mqtt, tls, dataDir } = config;
  const servesMqtt = mqtt.externalUrl === null && (mqtt.tlsPort !== null || mqtt.wssPort !== null);
  if (!http.isTls && !servesMqtt) return null;
  return createServerCertificate({
    tls,
    directory: tlsFolder(dataDir),
    hosts: hostsOf(config),
    clock,
    log: log.child({ component: 'tls' }),
  });
};

export const trustOf = (
  config: { http: Pick<Config['http'], 'isTls'> },
  certificate: ServerCertificate | null,
): ServerTrust => ({
  tlsFingerprint: () => {
    const fingerprint = config.http.isTls ? (certificate?.fingerprint() ?? null) : null;
    return fingerprint === null ? null : Buffer.from(fingerprint, 'hex').toString('base64url');
  },
  caCertificates: () => {
    const ca = certificate?.current().ca ?? null;
    return ca === null ? [] : [ca];
  },
  certificate: () => {
    if (certificate === null) return null;
    const { notBefore, notAfter } = certificate.current();
    return { notBefore, notAfter, refused: certificate.fault()?.code ?? null };
  },
});

export type FrontDoor = Readonly<{
  server: HttpServer;
  /** Where browsers and devices reach page, API and media. */
  url: string;
  /** Who asked: the peer, or the address that a trusted proxy names. */
  addressOf: (request: IncomingMessage) => string | undefined;
}>;

/** Page, API and media on their port, and what is turned away before it reaches them. */
export const openFrontDoor = async (deps: {
  config: Config;
  certificate: ServerCertificate | null;
  answer: (request: Request, bindings: HttpBindings) => Response | Promise<Response>;
}): Promise<FrontDoor> => {
  const { config, certificate, answer } = deps;
  const { http, publicUrl } = config;
  const proxies = createTrustedProxies(config.trustedProxies);
  const isForProxyAlone = !http.isTls && !proxies.isEmpty && !http.allowPlain && !isLoopback(http.host);
  const rate = createRequestRate(requestRate);
  const gate = createGate({
    isKnownHost: createKnownHosts(hostsOf(config)),
    isForeignPeer: (peer) => isForProxyAlone && !proxies.isTrusted(peer) && !isLoopback(peer ?? ''),
    waitOf: (address) => rate.waitOf(networkOf(address)),
  });
  const server = await startHttpServer({
    host: http.host,
    port: http.port,
    certificate: http.isTls ? (certificate?.current() ?? null) : null,
    prepare: proxies.normalise,
    refuse: refuseUnreadable,
    fetch: (request, env) => {
      const bindings = env as HttpBindings;
      const { incoming } = bindings;
      const turnedAway = gate({
        address: proxies.addressOf(incoming) ?? '',
        peer: incoming.socket.remoteAddress,
        host: incoming.headers.host,
        path: new URL(request.url).pathname,
        method: incoming.method ?? '',
      });
      return turnedAway ?? answer(request, bindings);
    },
  });
  certificate?.onChange(server.renew);
  return {
    server,
    url: publicUrl ?? `${http.isTls ? 'https' : 'http'}://127.0.0.1:${server.port}`,
    addressOf: proxies.addressOf,
  };
};
