import { isIP } from 'node:net';

/**
 * Whether a `Host` header names this server. A page on a name that its owner points at this machine could otherwise
 * speak to it from a visitor's browser. Addresses are nobody's to point elsewhere.
 */
export const createKnownHosts = (names: readonly string[]): ((host: string | undefined) => boolean) => {
  const known = new Set(['localhost', ...names.map((name) => name.toLowerCase())]);
  return (host) => {
    const name = (host ?? '')
      .toLowerCase()
      .replace(/:\d*$/, '')
      .replace(/^\[(.*)\]$/, '$1');
    return known.has(name.replace(/\.$/, '')) || isIP(name) !== 0;
  };
};
