import { z } from 'zod';
import { documentHeader } from './header.ts';
import { epochMs } from './identifiers.ts';

/** Public Ed25519 key, RFC 8037 section 2. */
export const publicKeyJwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
export type PublicKeyJwk = z.infer<typeof publicKeyJwk>;

export const signingKey = z.object({
  /** RFC 7638 SHA-256 thumbprint of `jwk`. */
  kid: z.string(),
  jwk: publicKeyJwk,
  notBefore: epochMs,
  notAfter: epochMs,
  /** From this instant nothing signed by the key is believed, whatever its date. */
  revokedAt: epochMs.optional(),
});
export type SigningKey = z.infer<typeof signingKey>;

export const keysSchema = 'tt/keys/1';

/** `tt/v1/keys`: the keys that may sign every other document. Signed by the root key only. */
export const keysDocument = documentHeader.extend({
  schema: z.literal(keysSchema),
  keys: z.array(signingKey).min(1),
});
export type KeysDocument = z.infer<typeof keysDocument>;

type ListedKeys = Readonly<{ keys: readonly SigningKey[] }>;

/**
 * Whether a list believes again what an earlier one of the same root has revoked. A controller restored from a backup of
 * the time before may sign such a list, and the thief of the key would have a voice again.
 */
export const forgetsRevocation = (next: ListedKeys, earlier: ListedKeys): boolean =>
  earlier.keys.some(
    ({ kid, revokedAt }) =>
      revokedAt !== undefined && next.keys.some((key) => key.kid === kid && key.revokedAt === undefined),
  );
