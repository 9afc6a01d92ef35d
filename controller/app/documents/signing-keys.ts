import type { PublicKeyJwk, Signer } from '#protocol';
import type { KeyFiles, KeyProtection } from '../ports/key-files.ts';
import type { Log } from '../ports/runtime.ts';
import { isSigningFile, rootFile, rootPublicFile, signingFileOf } from './key-file-names.ts';
import { type ReadKey, readPrivateKey, readPublicKey } from './read-key-file.ts';
import { SigningKeyError } from './signing-key-error.ts';

/** What devices trust. `sign` is null when the private half is not on this server. */
export type RootKey = Readonly<{ kid: string; publicKey: PublicKeyJwk; sign: Signer['sign'] | null }>;

/** The root key vouches for signing keys and nothing else; signing keys sign everything else. */
export type Signers = Readonly<{
  root: RootKey;
  /** Every signing key whose private half is here; at least one. */
  own: readonly [Signer, ...Signer[]];
}>;

type Found = Readonly<{ root: RootKey | null; own: readonly Signer[]; unprotected: readonly string[] }>;

const rootOf = (root: ReadKey | null, known: Omit<RootKey, 'sign'> | null, place: string): RootKey | null => {
  if (!root) return known && { ...known, sign: null };
  if (known && known.kid !== root.signer.kid) {
    throw new SigningKeyError(
      'SigningKey_RootMismatch',
      `The key files ${rootFile} and ${rootPublicFile} in ${place} are of two different root keys. Keep those of the root that devices trust.`,
    );
  }
  const { kid, publicKey, sign } = root.signer;
  return { kid, publicKey, sign };
};

/** What the folder of keys holds, without making anything. */
export const readKeys = async (files: KeyFiles, protection: KeyProtection): Promise<Found> => {
  const unprotected: string[] = [];
  const read = async (name: string): Promise<ReadKey | null> => {
    const text = await files.read(name);
    if (text === null) return null;
    const key = await readPrivateKey(text, `${name} in ${files.place}`, protection);
    if (!key.isProtected) unprotected.push(name);
    return key;
  };
  const publicText = await files.read(rootPublicFile);
  const known =
    publicText === null ? null : await readPublicKey(publicText, `${rootPublicFile} in ${files.place}`);
  const root = rootOf(await read(rootFile), known, files.place);
  const own: Signer[] = [];
  for (const name of (await files.names()).filter(isSigningFile)) {
    const key = await read(name);
    if (key) own.push(key.signer);
  }
  return { root, own, unprotected };
};

/** Makes a signing key and stores it, protected when a passphrase is given. */
export const makeSigningKey = async (deps: {
  files: KeyFiles;
  protection: KeyProtection;
  isFirst: boolean;
}): Promise<{ name: string; signer: Signer }> => {
  const { files, protection, isFirst } = deps;
  const text = JSON.stringify(files.generate());
  const { signer } = await readPrivateKey(text, 'that was just made', protection);
  const name = signingFileOf(signer.kid, isFirst);
  await files.create(name, await protection.seal(text));
  return { name, signer };
};

/**
 * The controller's own keys, made at the first start. A key that was there before and cannot be read is
 * a fault for a person to mend: a new one in its place would turn every device silent.
 */
export const loadSigners = async (deps: {
  files: KeyFiles;
  protection: KeyProtection;
  /** Documents were signed before, so the keys must exist. */
  hasSigned: boolean;
  log: Log;
}): Promise<Signers> => {
  const { files, protection, hasSigned, log } = deps;
  const found = await readKeys(files, protection);
  if (!found.root && (found.own.length > 0 || hasSigned)) {
    throw new SigningKeyError(
      'SigningKey_Missing',
      `The key file ${rootFile} is missing in ${files.place}, although devices already trust its key. Restore it, or its public half ${rootPublicFile}, from the backup.`,
    );
  }
  if (protection.isOn && found.unprotected.length > 0) {
    log.warn(
      { files: found.unprotected },
      'A passphrase is given, but these keys are stored without it: `npm run keys -- protect` protects them',
    );
  }
  const makeRoot = async (): Promise<RootKey> => {
    const text = JSON.stringify(files.generate());
    await files.create(rootFile, await protection.seal(text));
    const { signer } = await readPrivateKey(text, `${rootFile} in ${files.place}`, protection);
    log.info(
      { file: rootFile, kid: signer.kid },
      'Made the root key on this server; `npm run keys -- take-root-offline` moves it to a safe place',
    );
    return signer;
  };
  // The root comes first: should the process end in between, the next start makes what it then vouches for.
  const root = found.root ?? (await makeRoot());
  const [first, ...others] = found.own;
  if (first) return { root, own: [first, ...others] };
  const { name, signer } = await makeSigningKey({ files, protection, isFirst: true });
  log.info({ file: name, kid: signer.kid }, 'Made a signing key');
  return { root, own: [signer] };
};
