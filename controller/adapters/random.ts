import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { Digest, Random } from '../app/ports/runtime.ts';

const base32 = 'abcdefghijklmnopqrstuvwxyz234567';
/** Without 0/O, 1/I/L and U, so that a code survives being read aloud. */
const spoken = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

const pick = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');

export const systemRandom = (): Random => ({
  id: (prefix) => `${prefix}_${pick(base32, 16)}`,
  secret: () => randomBytes(32).toString('base64url'),
  claimCode: () => Array.from({ length: 4 }, () => pick(spoken, 4)).join('-'),
});

export const sha256: Digest = (text) => createHash('sha256').update(text).digest('hex');

export const sha256OfBytes = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
