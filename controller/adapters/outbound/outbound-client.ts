import { lookup as systemLookup } from 'node:dns';
import { type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { AddressGuard } from './address-guard.ts';

/** `unreachable` for whatever kept an answer away: which of the reasons it was is nobody's business but the log's. */
export type OutboundAnswer = { ok: true; status: number } | { ok: false; fault: 'unreachable' };

export type OutboundClient = Readonly<{
  /** Posts once: no redirect is followed, of the answer the status alone is read, and it takes `timeoutMs` at most. */
  post: (
    url: URL,
    headers: Readonly<Record<string, string | number>>,
    body: string | Buffer,
  ) => Promise<OutboundAnswer>;
}>;

const unreachable = { ok: false, fault: 'unreachable' } as const;

/** Looks a name up and lets nobody have an answer that leads astray: what is checked is what is connected to. */
const guardedLookup =
  (guard: AddressGuard, scheme: 'http' | 'https', lookup: typeof systemLookup): LookupFunction =>
  (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = error ? [] : addresses;
      if (error) return done(error, '', 0);
      if (!first || !addresses.every(({ address }) => guard.mayConnect(address, hostname, scheme)))
        return done(new Error(`${hostname} leads to an address that may not be reached`), '', 0);
      return options.all ? done(null, addresses) : done(null, first.address, first.family);
    });
  };

export const createOutboundClient = (deps: {
  guard: AddressGuard;
  timeoutMs: number;
  lookup?: typeof systemLookup;
  /** Certificates trusted besides the usual ones. */
  ca?: string;
}): OutboundClient => {
  const { guard, timeoutMs, lookup = systemLookup, ca } = deps;
  return {
    post: (url, headers, body) => {
      const scheme = url.protocol === 'https:' ? 'https' : 'http';
      const host = url.hostname.replace(/^\[|\]$/g, '');
      // A literal address is never looked up.
      if (isIP(host) !== 0 && !guard.mayConnect(host, host, scheme)) return Promise.resolve(unreachable);
      const options: RequestOptions = {
        method: 'POST',
        headers: { 'user-agent': 'truyenthanh', ...headers, 'content-length': Buffer.byteLength(body) },
        agent: false,
        lookup: guardedLookup(guard, scheme, lookup),
        signal: AbortSignal.timeout(timeoutMs),
      };
      return new Promise((resolve) => {
        const request =
          scheme === 'https'
            ? requestHttps(url, { ...options, ...(ca === undefined ? {} : { ca }) })
            : requestHttp(url, options);
        request.on('response', (response) => {
          resolve({ ok: true, status: response.statusCode ?? 0 });
          response.destroy();
        });
        request.on('error', () => resolve(unreachable));
        request.end(body);
      });
    },
  };
};
