import ipaddr from 'ipaddr.js';
import type { MayReach } from '../../domain/outbound-url.ts';

type Scheme = 'http' | 'https';
type Address = ipaddr.IPv4 | ipaddr.IPv6;
/** One entry of `OUTBOUND_ALLOWED`. */
export type Allowed = Readonly<{ isPlain: boolean }> &
  ({ kind: 'range'; range: [Address, number] } | { kind: 'name'; name: string });

export type AddressGuard = Readonly<{
  /** As far as the name tells, when an address is saved. */
  mayReach: MayReach;
  /** Of the address that a name led to, when a connection is made. */
  mayConnect: (address: string, host: string, scheme: Scheme) => boolean;
}>;

/** Answers to every virtual machine of one cloud, on an address that looks public. */
const disguised = new Set(['168.63.129.16']);
/** All that is handed out of the IPv6 space (RFC 4291, 2.4); the rest leads somewhere odd or nowhere. */
const handedOut = ipaddr.parseCIDR('2000::/3');
/** Networks of an office; not this machine, not the link, not a cloud's metadata. */
const internal = new Set(['private', 'uniqueLocal', 'carrierGradeNat']);
const ownNames = /(^|\.)(localhost|local|internal|home\.arpa)\.?$/;

const parse = (text: string): Address | null => {
  const bare = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  // An IPv4 address within an IPv6 one is that IPv4 address.
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : null;
};

const isWithin = (address: Address, [net, bits]: [Address, number]): boolean =>
  address.kind() === net.kind() && address.match(net, bits);

const isPublic = (address: Address): boolean =>
  address.range() === 'unicast' &&
  !disguised.has(address.toString()) &&
  (address.kind() === 'ipv4' || isWithin(address, handedOut));

/** One entry: `10.20.0.0/16`, `10.20.1.5`, `sms.example.vn`, each with `http://` before it to allow plain HTTP. */
const readEntry = (text: string): Allowed | null => {
  const isPlain = text.startsWith('http://');
  const value = text.replace(/^https?:\/\//, '').replace(/\/$/, '');
  if (ipaddr.isValidCIDR(value)) return { isPlain, kind: 'range', range: ipaddr.parseCIDR(value) };
  const address = parse(value);
  if (address) return { isPlain, kind: 'range', range: [address, address.kind() === 'ipv4' ? 32 : 128] };
  const isName = /^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(value);
  return isName ? { isPlain, kind: 'name', name: value.toLowerCase() } : null;
};

/** The entries of a list separated by commas, or the first that cannot be read. */
export const readAllowed = (text: string): { ok: true; value: Allowed[] } | { ok: false; entry: string } => {
  const entries = text.split(',').map((entry) => entry.trim());
  const value: Allowed[] = [];
  for (const entry of entries.filter((one) => one !== '')) {
    const read = readEntry(entry);
    if (!read) return { ok: false, entry };
    value.push(read);
  }
  return { ok: true, value };
};

/**
 * Where this server goes when somebody else names the address: the Internet over HTTPS, and what whoever runs the
 * server listed. A listed network is reached whatever it is; a listed name leads into the Internet or an office's
 * own network, never to this machine or a cloud's metadata.
 */
export const createAddressGuard = (allowed: readonly Allowed[]): AddressGuard => {
  const forScheme = (scheme: Scheme): readonly Allowed[] =>
    scheme === 'https' ? allowed : allowed.filter(({ isPlain }) => isPlain);
  const isListedName = (host: string, scheme: Scheme): boolean =>
    forScheme(scheme).some(
      (one) => one.kind === 'name' && one.name === host.toLowerCase().replace(/\.$/, ''),
    );
  const isListed = (address: Address, scheme: Scheme): boolean =>
    forScheme(scheme).some((one) => one.kind === 'range' && isWithin(address, one.range));

  const mayConnect: AddressGuard['mayConnect'] = (text, host, scheme) => {
    const address = parse(text);
    if (!address) return false;
    if (isListed(address, scheme)) return true;
    if (isListedName(host, scheme)) return isPublic(address) || internal.has(address.range());
    return scheme === 'https' && isPublic(address);
  };

  return {
    mayConnect,
    mayReach: (host, scheme) => {
      if (parse(host)) return mayConnect(host, host, scheme);
      if (isListedName(host, scheme)) return true;
      // It may lead into a listed network; where it does lead is seen when it is asked.
      if (forScheme(scheme).some(({ kind }) => kind === 'range')) return true;
      return scheme === 'https' && !ownNames.test(host);
    },
  };
};
