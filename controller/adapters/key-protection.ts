import { createHash } from 'node:crypto';
import { CompactEncrypt, compactDecrypt, errors } from 'jose';
import { z } from 'zod';
import type { KeyProtection } from '../app/ports/key-files.ts';

/** A key file that a passphrase protects says so by itself, and how. */
const protectedKey = z.object({
  format: z.literal('truyenthanh-protected-key/1'),
  /** RFC 7518 section 4.8: PBKDF2 with HMAC SHA-512 makes the key that wraps the content's key. */
  algorithm: z.literal('PBES2-HS512+A256KW'),
  iterations: z.int().min(1_000).max(100_000_000),
  /** SHA-256 of `sealed`: a damaged file is told from a wrong passphrase. */
  sha256: z.string(),
  /** JWE compact string. */
  sealed: z.string(),
});

/** Half a second of one core: nothing at a start, years for somebody who tries words. */
export const defaultIterations = 600_000;

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const saysProtected = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'format' in value;

export const createKeyProtection = (deps: {
  /** Null when none is given: keys are stored as they are, and protected ones cannot be read. */
  passphrase: string | null;
  iterations?: number;
}): KeyProtection => {
  const { passphrase, iterations = defaultIterations } = deps;
  const secret = passphrase === null ? null : new TextEncoder().encode(passphrase.normalize('NFC'));
  return {
    isOn: secret !== null,
    seal: async (text) => {
      if (secret === null) return text;
      const sealed = await new CompactEncrypt(new TextEncoder().encode(text))
        .setProtectedHeader({ alg: 'PBES2-HS512+A256KW', enc: 'A256GCM' })
        .setKeyManagementParameters({ p2c: iterations })
        .encrypt(secret);
      const file: z.infer<typeof protectedKey> = {
        format: 'truyenthanh-protected-key/1',
        algorithm: 'PBES2-HS512+A256KW',
        iterations,
        sha256: digestOf(sealed),
        sealed,
      };
      return `${JSON.stringify(file, null, 2)}\n`;
    },
    open: async (text) => {
      const value = parsed(text);
      if (!saysProtected(value)) return { ok: true, text, isProtected: false };
      const file = protectedKey.safeParse(value);
      if (!file.success || digestOf(file.data.sealed) !== file.data.sha256) {
        return { ok: false, reason: 'damaged' };
      }
      if (secret === null) return { ok: false, reason: 'no-passphrase' };
      try {
        const { plaintext } = await compactDecrypt(file.data.sealed, secret, {
          keyManagementAlgorithms: ['PBES2-HS512+A256KW'],
          contentEncryptionAlgorithms: ['A256GCM'],
          maxPBES2Count: file.data.iterations,
        });
        return { ok: true, text: new TextDecoder().decode(plaintext), isProtected: true };
      } catch (error) {
        // The file is whole, so what does not fit is the passphrase.
        const isWrong = error instanceof errors.JWEDecryptionFailed;
        return { ok: false, reason: isWrong ? 'wrong-passphrase' : 'damaged' };
      }
    },
  };
};
