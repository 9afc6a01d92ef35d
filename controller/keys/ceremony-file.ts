import { z } from 'zod';
import { publicKeyJwk } from '#protocol';

/** What travels from the server to the root key: a new key's public part, the list in force, and what to revoke. */
export const requestFile = z.object({
  format: z.literal('truyenthanh-key-request/1'),
  madeAt: z.string(),
  /** Thumbprint of the root that is to sign. */
  root: z.string().nullable(),
  /** The list of keys in force, as signed; null before the first one. */
  present: z.string().nullable(),
  add: z.array(z.object({ kid: z.string(), jwk: publicKeyJwk })).max(20),
  revoke: z.array(z.string()).max(20),
});
export type RequestFile = z.infer<typeof requestFile>;

/** What travels back: the list of keys, signed by the root. */
export const listFile = z.object({
  format: z.literal('truyenthanh-key-list/1'),
  list: z.string(),
});
export type ListFile = z.infer<typeof listFile>;

/** Null for what is no such file. */
export const readCeremonyFile = <T>(schema: z.ZodType<T>, text: string): T | null => {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
};

export const writeCeremonyFile = (file: RequestFile | ListFile): string =>
  `${JSON.stringify(file, null, 2)}\n`;

/** A thumbprint in groups, to be read aloud and compared by two people. */
export const fingerprint = (kid: string): string =>
  (Buffer.from(kid, 'base64url').toString('hex').match(/.{4}/g) ?? []).join(' ');
