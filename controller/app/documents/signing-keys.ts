import { z } from 'zod';
import {
  createSigner,
  importPublicKey,
  type PrivateKeyJwk,
  publicKeyJwk,
  type Signer,
  verifyCompact,
} from '#protocol';
import type { KeyFiles } from '../ports/key-files.ts';
import type { Log } from '../ports/runtime.ts';

/** The root key vouches for signing keys and nothing else; the signing key signs everything else. */
export type Signers = Readonly<{ root: Signer; signing: Signer }>;

export class SigningKeyError extends Error {
  readonly code: 'SigningKey_Unreadable' | 'SigningKey_Missing';

  constructor(code: SigningKeyError['code'], sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'SigningKeyError';
    this.code = code;
  }
}

const rootFile = 'root.jwk.json';
const signingFile = 'signing.jwk.json';

const privateKey = publicKeyJwk.extend({ d: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });

/** Also catches halves of two different keys: what the private half signs, the public half must verify. */
const signerOf = async (text: string, name: string, place: string): Promise<Signer> => {
  // Neither the text nor the parser's error, which quotes it, may reach a log.
  const unreadable = () =>
    new SigningKeyError(
      'SigningKey_Unreadable',
      `The key file ${name} in ${place} is damaged. Restore it from the backup: devices trust this key and no new one.`,
    );
  let key: PrivateKeyJwk;
  try {
    key = privateKey.parse(JSON.parse(text));
  } catch {
    throw unreadable();
  }
  try {
    const signer = await createSigner(key);
    const publicKey = await importPublicKey(signer.publicKey);
    const proof = await verifyCompact(await signer.sign({ proof: signer.kid }), () => publicKey);
    if (proof.ok) return signer;
  } catch {
    throw unreadable();
  }
  throw unreadable();
};

/**
 * The controller's own keys, made at the first start. A key that was there before and cannot be read is
 * a fault for a person to mend: a new one in its place would turn every device silent.
 */
export const loadSigners = async (deps: {
  files: KeyFiles;
  /** Documents were signed before, so the keys must exist. */
  hasSigned: boolean;
  log: Log;
}): Promise<Signers> => {
  const { files, hasSigned, log } = deps;
  const read = async (name: string): Promise<Signer | null> => {
    const text = await files.read(name);
    return text === null ? null : signerOf(text, name, files.place);
  };
  const make = async (name: string): Promise<Signer> => {
    const text = JSON.stringify(files.generate());
    await files.create(name, text);
    const signer = await signerOf(text, name, files.place);
    log.info({ file: name, kid: signer.kid }, 'Made a signing key');
    return signer;
  };

  const [root, signing] = [await read(rootFile), await read(signingFile)];
  if (!root && (signing || hasSigned)) {
    throw new SigningKeyError(
      'SigningKey_Missing',
      `The key file ${rootFile} is missing in ${files.place}, although devices already trust its key. Restore it from the backup.`,
    );
  }
  // The root comes first: should the process end in between, the next start makes what it then vouches for.
  return { root: root ?? (await make(rootFile)), signing: signing ?? (await make(signingFile)) };
};
