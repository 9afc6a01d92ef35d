import { type DocumentHeader, documentHeader, topics } from '#protocol';
import type { VerifyDevice } from '../devices/device-signatures.ts';
import type { Signers } from './signing-keys.ts';

/** The header of a document of ours that a device holds; null when these keys did not sign it for its topic. */
export const readProof = async (
  jws: string,
  signers: Signers,
  verify: VerifyDevice,
): Promise<DocumentHeader | null> => {
  const byRoot = await verify(signers.root.publicKey, jws);
  const verified = byRoot.ok ? byRoot : await verify(signers.signing.publicKey, jws);
  if (!verified.ok) return null;
  const header = documentHeader.safeParse(verified.payload);
  if (!header.success) return null;
  const isRoots = header.data.topic === topics.keys;
  return isRoots === byRoot.ok ? header.data : null;
};
