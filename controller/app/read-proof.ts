import { type DocumentHeader, documentHeader, importPublicKey, topics, verifyCompact } from '#protocol';
import type { Signers } from './signing-keys.ts';

/** The header of a document of ours that a device holds; null when these keys did not sign it for its topic. */
export const readProof = async (jws: string, signers: Signers): Promise<DocumentHeader | null> => {
  const keys = new Map([
    [signers.root.kid, await importPublicKey(signers.root.publicKey)],
    [signers.signing.kid, await importPublicKey(signers.signing.publicKey)],
  ]);
  const verified = await verifyCompact(jws, (kid) => keys.get(kid));
  if (!verified.ok) return null;
  const header = documentHeader.safeParse(verified.payload);
  if (!header.success) return null;
  const isRoots = header.data.topic === topics.keys;
  return isRoots === (verified.kid === signers.root.kid) ? header.data : null;
};
