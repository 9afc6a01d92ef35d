import { type IncomingMessage, request as requestPlain } from 'node:http';
import { Agent, request as requestTls } from 'node:https';

export type Question = Readonly<{
  url: URL;
  method: 'GET' | 'POST';
  /** JSON. */
  body?: string;
  /** Authorities (PEM) in place of those that the device knows by itself; none leaves it at these. */
  authorities: readonly string[];
  timeoutMs: number;
}>;

export type AskServer = (question: Question) => Promise<IncomingMessage>;

/**
 * Asks over HTTP or HTTPS, on connections and TLS sessions that are kept. A redirect is an answer and is not
 * followed: it could lead away from TLS.
 */
export const createAskServer = (): AskServer => {
  const agents = new Map<string, Agent>();
  const agentOf = (authorities: readonly string[]): Agent => {
    const name = authorities.join();
    const ca = authorities.length > 0 ? { ca: [...authorities] } : {};
    const agent = agents.get(name) ?? new Agent({ keepAlive: true, minVersion: 'TLSv1.2', ...ca });
    agents.set(name, agent);
    return agent;
  };
  return ({ url, method, body, authorities, timeoutMs }) =>
    new Promise((resolve, reject) => {
      const headers =
        body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const options = { method, headers, signal: AbortSignal.timeout(timeoutMs) };
      const asking =
        url.protocol === 'https:'
          ? requestTls(url, { ...options, agent: agentOf(authorities) }, resolve)
          : requestPlain(url, options, resolve);
      asking.on('error', reject);
      asking.end(body);
    });
};
