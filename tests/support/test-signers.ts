import { generateKeyPairSync } from 'node:crypto';
import { createSigner, type PrivateKeyJwk, publicKeyJwk, type Signer } from '#protocol';
import type { Signers } from '../../controller/app/documents/signing-keys.ts';

export const testPrivateKey = (): PrivateKeyJwk => {
  const { d = '', ...jwk } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return { ...publicKeyJwk.parse(jwk), d };
};

export const testSigner = (): Promise<Signer> => createSigner(testPrivateKey());

/** A root that is on the server, and one signing key. */
export type TestSigners = Signers & Readonly<{ root: Signer; signing: Signer }>;

export const testSigners = async (): Promise<TestSigners> => {
  const signing = await testSigner();
  return { root: await testSigner(), signing, own: [signing] };
};
