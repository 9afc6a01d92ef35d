import { z } from 'zod';
import {
  createSigner,
  importPublicKey,
  keyId,
  type PrivateKeyJwk,
  type PublicKeyJwk,
  publicKeyJwk,
  type Signer,
  verifyCompact,
} from '#protocol';
import type { KeyProtection } from '../ports/key-files.ts';
import { SigningKeyError } from './signing-key-error.ts';

const privateKey = publicKeyJwk.extend({ d: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });

/** A signer, and whether its file is protected by a passphrase. */
export type ReadKey = Readonly<{ signer: Signer; isProtected: boolean }>;

// Neither the text nor the parser's error, which quotes it, may reach a log.
const unreadable = (file: string) =>
  new SigningKeyError(
    'SigningKey_Unreadable',
    `The key file ${file} is damaged. Restore it from the backup: devices trust this key and no new one.`,
  );

const opened = async (text: string, file: string, protection: KeyProtection) => {
  const key = await protection.open(text);
  if (key.ok) return key;
  switch (key.reason) {
    case 'no-passphrase':
      throw new SigningKeyError(
        'SigningKey_PassphraseMissing',
        `The key file ${file} is protected by a passphrase. Name the file that holds it in KEY_PASSPHRASE_FILE, or hand it over as the systemd credential key-passphrase.`,
      );
    case 'wrong-passphrase':
      throw new SigningKeyError(
        'SigningKey_WrongPassphrase',
        `The passphrase does not open the key file ${file}. Nothing was changed; try again with the right one.`,
      );
    case 'damaged':
      throw unreadable(file);
  }
};

/** Also catches halves of two different keys: what the private half signs, the public half must verify. */
const proven = async (key: PrivateKeyJwk): Promise<Signer | null> => {
  try {
    const signer = await createSigner(key);
    const publicKey = await importPublicKey(signer.publicKey);
    const proof = await verifyCompact(await signer.sign({ proof: signer.kid }), () => publicKey);
    return proof.ok ? signer : null;
  } catch {
    return null;
  }
};

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/**
 * The private key in the text of a key file; `file` names it for people.
 *
 * @throws SigningKeyError when it is damaged, or protected by another passphrase or by one that is not given
 */
export const readPrivateKey = async (
  text: string,
  file: string,
  protection: KeyProtection,
): Promise<ReadKey> => {
  const { text: plain, isProtected } = await opened(text, file, protection);
  const key = privateKey.safeParse(json(plain));
  const signer = key.success ? await proven(key.data) : null;
  if (!signer) throw unreadable(file);
  return { signer, isProtected };
};

/** @throws SigningKeyError when it is no public key */
export const readPublicKey = async (
  text: string,
  file: string,
): Promise<{ kid: string; publicKey: PublicKeyJwk }> => {
  const key = publicKeyJwk.safeParse(json(text));
  if (!key.success) throw unreadable(file);
  return { kid: await keyId(key.data), publicKey: key.data };
};
