import { z } from 'zod';
import { identifier } from './identifiers.ts';
import { publicKeyJwk } from './keys.ts';

/** `POST /api/v1/claims`: a receiver takes up its identity with a one-time code and its own public key. */
export const claimRequest = z.object({
  code: z.string().min(8).max(64),
  publicKey: publicKeyJwk,
});
export type ClaimRequest = z.infer<typeof claimRequest>;

export const claimResponse = z.object({
  deviceId: identifier,
  /** MQTT password: 256 random bits, base64url. Shown here once and stored only as a hash. The user name and client id are the device id. */
  secret: z.string(),
  mqttUrls: z.array(z.string()).min(1),
  /** Signs `tt/v1/keys`; the only trust a device is born with. */
  rootKey: publicKeyJwk,
  /**
   * Authorities (PEM) of which one must vouch for the broker's certificate. None: those that the device knows by
   * itself, as a browser does.
   */
  caCertificates: z.array(z.string()).default([]),
});
export type ClaimResponse = z.infer<typeof claimResponse>;

/** What the QR code of a receiver says: where to claim, with which code, and whom to believe there. */
export type ClaimLink = Readonly<{
  /** Of the server, `https://loa.example.gov.vn`. */
  origin: string;
  code: string;
  /** RFC 7638 SHA-256 thumbprint of the root key, its `kid`. An answer with another root key is a swapped one. */
  rootKeyId: string;
  /** SHA-256 of the certificate (DER) of the server's authority, base64url; null where somebody else ends TLS, or nobody. */
  certificate: string | null;
}>;

const hash = /^[A-Za-z0-9_-]{43}$/;

/**
 * A web address, so that the camera of any phone opens the page for installing. Everything of worth is in the fragment,
 * which browsers send to no server and write into no log.
 */
export const formatClaimLink = ({ origin, code, rootKeyId, certificate }: ClaimLink): string => {
  const url = new URL('/install', origin);
  const facts = new URLSearchParams({ v: '1', c: code, k: rootKeyId });
  if (certificate !== null) facts.set('t', certificate);
  url.hash = facts.toString();
  return url.href;
};

/** Null when the text is no link of version 1. Unknown names are passed over. */
export const parseClaimLink = (text: string): ClaimLink | null => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null;
  const facts = new URLSearchParams(url.hash.slice(1));
  const [code, rootKeyId, certificate] = [facts.get('c'), facts.get('k'), facts.get('t')];
  if (facts.get('v') !== '1' || !claimRequest.shape.code.safeParse(code).success || code === null)
    return null;
  if (rootKeyId === null || !hash.test(rootKeyId)) return null;
  if (certificate !== null && !hash.test(certificate)) return null;
  return { origin: url.origin, code, rootKeyId, certificate };
};
