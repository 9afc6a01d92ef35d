import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

/** Who asked, and what for, as far as it can be believed. */
export type TrustedProxies = Readonly<{
  isEmpty: boolean;
  isTrusted: (address: string | undefined) => boolean;
  /** The address that asked: the peer's, or the one that a trusted proxy names. */
  addressOf: (request: IncomingMessage) => string | undefined;
  /**
   * Rewrites the head in place, so that everything behind may rely on it: `X-Forwarded-Proto` and the host are what
   * a trusted proxy says, and nothing is left of what others say about it.
   */
  normalise: (request: IncomingMessage) => void;
}>;

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

const parseAddress = (text: string | undefined): ipaddr.IPv4 | ipaddr.IPv6 | null => {
  // A port may follow, as some proxies write it; brackets belong to IPv6.
  const bare = text
    ?.trim()
    .replace(/^\[([^\]]+)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  if (bare === undefined || !ipaddr.isValid(bare)) return null;
  // `process`, since a socket that takes both kinds shows IPv4 as ::ffff:10.0.0.1.
  return ipaddr.process(bare);
};

const parseNetwork = (text: string): Network => {
  if (text.includes('/')) return ipaddr.parseCIDR(text);
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
};

const listOf = (header: string | string[] | undefined): string[] =>
  [header ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

/** Headers that say where a request came from. The last three stay as a sign that a proxy was there. */
const claims = ['x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-for', 'forwarded', 'x-real-ip'];

const dropHeader = (request: IncomingMessage, name: string): void => {
  delete request.headers[name];
  const { rawHeaders } = request;
  for (let index = rawHeaders.length - 2; index >= 0; index -= 2)
    if (rawHeaders[index]?.toLowerCase() === name) rawHeaders.splice(index, 2);
};

const setHeader = (request: IncomingMessage, name: string, value: string): void => {
  dropHeader(request, name);
  request.headers[name] = value;
  request.rawHeaders.push(name, value);
};

/** @param networks addresses and CIDR networks of reverse proxies */
export const createTrustedProxies = (networks: readonly string[]): TrustedProxies => {
  const trusted = networks.map(parseNetwork);
  const isTrusted = (address: string | undefined): boolean => {
    const parsed = parseAddress(address);
    return (
      parsed !== null &&
      trusted.some(([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits))
    );
  };

  /** Each proxy appends who spoke to it: the last entry that is no proxy of ours is the one that asked. */
  const addressOf = (request: IncomingMessage): string | undefined => {
    const peer = request.socket.remoteAddress;
    if (!isTrusted(peer)) return peer;
    const hops = listOf(request.headers['x-forwarded-for']);
    for (const hop of hops.reverse()) {
      const parsed = parseAddress(hop);
      // Unreadable: whoever stands before it can be anybody.
      if (parsed === null) return peer;
      if (!isTrusted(hop)) return parsed.toString();
    }
    return peer;
  };

  return {
    isEmpty: trusted.length === 0,
    isTrusted,
    addressOf,
    normalise: (request) => {
      const peer = request.socket.remoteAddress;
      if (!isTrusted(peer)) {
        // On this machine an unknown proxy may stand in front: that it spoke must remain visible.
        const isLocal = parseAddress(peer)?.range() === 'loopback';
        for (const name of isLocal ? claims.slice(0, 2) : claims) dropHeader(request, name);
        return;
      }
      const scheme = listOf(request.headers['x-forwarded-proto']).at(-1)?.toLowerCase();
      const host = listOf(request.headers['x-forwarded-host']).at(-1);
      if (scheme === 'https' || scheme === 'http') setHeader(request, 'x-forwarded-proto', scheme);
      else dropHeader(request, 'x-forwarded-proto');
      if (host !== undefined) setHeader(request, 'host', host);
      dropHeader(request, 'x-forwarded-host');
    },
  };
};
