import { createSigner, type PlaybackBatch, type PrivateKeyJwk } from '#protocol';

/** A batch of play events as a JWS compact string, by the device's own key. */
export type SignBatch = (batch: PlaybackBatch, key: PrivateKeyJwk) => Promise<string>;

/** The signer is made anew each time: a fleet keeps no key objects for batches that are hours apart. */
export const signBatch: SignBatch = async (batch, key) => (await createSigner(key)).sign(batch);
