import {
  CompactSign,
  calculateJwkThumbprint,
  compactVerify,
  decodeProtectedHeader,
  errors,
  importJWK,
  type JWK,
} from 'jose';
import type { PublicKeyJwk } from './keys.ts';

/** Signs JSON payloads as JWS compact strings (RFC 7515, EdDSA of RFC 8037). */
export type Signer = Readonly<{
  kid: string;
  publicKey: PublicKeyJwk;
  sign: (payload: object) => Promise<string>;
}>;

export type PrivateKeyJwk = PublicKeyJwk & { d: string };

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** RFC 7638 SHA-256 thumbprint: the `kid` of a key. */
export const keyId = (key: PublicKeyJwk): Promise<string> => calculateJwkThumbprint(publicPart(key));

export const publicPart = ({ kty, crv, x }: PublicKeyJwk): PublicKeyJwk => ({ kty, crv, x });

export const createSigner = async (privateKey: PrivateKeyJwk): Promise<Signer> => {
  const key = await importJWK(privateKey satisfies JWK, 'EdDSA');
  const kid = await keyId(privateKey);
  return Object.freeze({
    kid,
    publicKey: publicPart(privateKey),
    sign: (payload: object) =>
      new CompactSign(encoder.encode(JSON.stringify(payload)))
        .setProtectedHeader({ alg: 'EdDSA', kid })
        .sign(key),
  });
};

/** The key that a JWS says it was signed with; null when it says none, or is no JWS. Proves nothing. */
export const claimedKeyId = (jws: string): string | null => {
  try {
    return decodeProtectedHeader(jws).kid ?? null;
  } catch {
    return null;
  }
};

export type Verification =
  | { ok: true; kid: string; payload: unknown }
  | { ok: false; reason: 'malformed' | 'unknown-key' | 'bad-signature' };

export type ImportedKey = Awaited<ReturnType<typeof importJWK>>;

/** Makes a public key ready for many verifications. */
export const importPublicKey = (key: PublicKeyJwk): Promise<ImportedKey> =>
  importJWK(publicPart(key) satisfies JWK, 'EdDSA');

/**
 * Checks a JWS compact string against the keys a device knows, by `kid`. Only `alg: EdDSA` passes:
 * neither `none` nor a key type of the sender's choosing.
 */
export const verifyCompact = async (
  jws: string,
  keyOf: (kid: string) => ImportedKey | undefined,
): Promise<Verification> => {
  let unknownKey = false;
  try {
    const verified = await compactVerify(
      jws,
      (header) => {
        const key = header.kid === undefined ? undefined : keyOf(header.kid);
        if (!key) {
          unknownKey = true;
          throw new errors.JWSInvalid('No such key');
        }
        return key;
      },
      { algorithms: ['EdDSA'] },
    );
    const payload: unknown = JSON.parse(decoder.decode(verified.payload));
    return { ok: true, kid: verified.protectedHeader.kid ?? '', payload };
  } catch (error) {
    if (unknownKey) return { ok: false, reason: 'unknown-key' };
    return {
      ok: false,
      reason: error instanceof errors.JWSSignatureVerificationFailed ? 'bad-signature' : 'malformed',
    };
  }
};
