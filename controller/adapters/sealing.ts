import { randomBytes } from 'node:crypto';
import { base64url, CompactEncrypt, calculateJwkThumbprint, compactDecrypt } from 'jose';
import { z } from 'zod';
import type { KeyFiles } from '../app/ports/key-files.ts';
import type { Log } from '../app/ports/runtime.ts';
import type { Sealing } from '../app/ports/sealing.ts';
import type { SettingStore } from '../app/ports/store/settings.ts';

const keyFile = 'sealing.jwk.json';
/** Thumbprint (RFC 7638) of the key that the secrets in this database are sealed with. */
const keySetting = 'sealing-key';

/** For a key that is lost for good: the next start makes another, and what was sealed is unreadable for ever. */
export const forgetSealingKey = (settings: Pick<SettingStore, 'put'>): Promise<void> =>
  settings.put(keySetting, '');

const symmetricKey = z.object({ kty: z.literal('oct'), k: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });
type SymmetricKey = z.infer<typeof symmetricKey>;

export class SealingError extends Error {
  readonly code: 'Sealing_KeyDamaged' | 'Sealing_KeyMissing' | 'Sealing_KeyForeign';

  constructor(code: SealingError['code'], sentence: string) {
    super(sentence);
    this.name = 'SealingError';
    this.code = code;
  }
}

const parseKey = (text: string, place: string): SymmetricKey => {
  try {
    return symmetricKey.parse(JSON.parse(text));
  } catch {
    // Neither the text nor the parser's error, which quotes it, may reach a log.
    throw new SealingError(
      'Sealing_KeyDamaged',
      `The key file ${keyFile} in ${place} is damaged. Restore it from the backup: secrets in the database are sealed with it.`,
    );
  }
};

/** JWE in its compact form (RFC 7516), `dir` with A256GCM. */
const createSealing = (key: SymmetricKey): Sealing => {
  const bytes = base64url.decode(key.k);
  return {
    seal: (text) =>
      new CompactEncrypt(new TextEncoder().encode(text))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .encrypt(bytes),
    unseal: async (sealed) => {
      try {
        const { plaintext } = await compactDecrypt(sealed, bytes, {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
        });
        return new TextDecoder().decode(plaintext);
      } catch {
        return null;
      }
    },
  };
};

/** Opens the key of this installation, made at its first start. */
export const openSealing = async (deps: {
  files: Pick<KeyFiles, 'place' | 'read' | 'create'>;
  settings: SettingStore;
  log: Log;
}): Promise<Sealing> => {
  const { files, settings, log } = deps;
  const text = await files.read(keyFile);
  const known = (await settings.get(keySetting)) || null;
  if (text === null && known !== null) {
    throw new SealingError(
      'Sealing_KeyMissing',
      `The key file ${keyFile} is missing in ${files.place}, although secrets in the database are sealed with it. Restore it from the backup. If it is lost for good: npm run account:reset -- --username admin --remove-second-factor --forget-sealing-key`,
    );
  }
  const make = async (): Promise<SymmetricKey> => {
    const made: SymmetricKey = { kty: 'oct', k: randomBytes(32).toString('base64url') };
    await files.create(keyFile, JSON.stringify(made));
    log.info({ file: keyFile }, 'Made the key that seals secrets in the database');
    return made;
  };
  const key = text === null ? await make() : parseKey(text, files.place);
  const thumbprint = await calculateJwkThumbprint(key);
  if (known === null) await settings.put(keySetting, thumbprint);
  else if (known !== thumbprint) {
    throw new SealingError(
      'Sealing_KeyForeign',
      `The key file ${keyFile} in ${files.place} is not the one that secrets in this database are sealed with. Restore both from the same backup.`,
    );
  }
  return createSealing(key);
};
