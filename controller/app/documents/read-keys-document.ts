import { type KeysDocument, keysDocument, type PublicKeyJwk, topics } from '#protocol';
import type { VerifyDevice } from '../devices/device-signatures.ts';

/** A list of keys; null when that root did not sign it, or it is something else. */
export const readKeysDocument = async (
  jws: string,
  root: PublicKeyJwk,
  verify: VerifyDevice,
): Promise<KeysDocument | null> => {
  const verified = await verify(root, jws);
  if (!verified.ok) return null;
  const document = keysDocument.safeParse(verified.payload);
  return document.success && document.data.topic === topics.keys ? document.data : null;
};
