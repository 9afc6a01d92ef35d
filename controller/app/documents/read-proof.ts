import { claimedKeyId, type DocumentHeader, documentHeader, topics } from '#protocol';
import type { VerifyDevice } from '../devices/device-signatures.ts';
import type { KeyRing } from './key-ring.ts';

/**
 * The header of a document of ours that a device holds; null when no key that is believed signed it for its topic.
 * Lists of keys are not among them: they are the root's.
 */
export const readProof = async (
  jws: string,
  ring: Pick<KeyRing, 'believed'>,
  verify: VerifyDevice,
): Promise<DocumentHeader | null> => {
  const publicKey = ring.believed(claimedKeyId(jws) ?? '');
  const verified = publicKey && (await verify(publicKey, jws));
  if (!verified?.ok) return null;
  const header = documentHeader.safeParse(verified.payload);
  return header.success && header.data.topic !== topics.keys ? header.data : null;
};
