import {
  type ImportedKey,
  importPublicKey,
  keyId,
  type PublicKeyJwk,
  type Verification,
  verifyCompact,
} from '#protocol';

/** Checks a JWS against the one key that must have signed it: a device's, or one of our own. */
export type VerifyDevice = (key: PublicKeyJwk, jws: string) => Promise<Verification>;

/** Imports each key once; more keys than any province has devices are forgotten together. */
const mostKeys = 50_000;

export const createDeviceVerifier = (): VerifyDevice => {
  const imported = new Map<string, Promise<{ kid: string; key: ImportedKey }>>();
  const importOnce = (jwk: PublicKeyJwk): Promise<{ kid: string; key: ImportedKey }> => {
    const known = imported.get(jwk.x);
    if (known) return known;
    if (imported.size >= mostKeys) imported.clear();
    const fresh = Promise.all([keyId(jwk), importPublicKey(jwk)]).then(([kid, key]) => ({ kid, key }));
    imported.set(jwk.x, fresh);
    return fresh;
  };
  return async (jwk, jws) => {
    const { kid, key } = await importOnce(jwk);
    return verifyCompact(jws, (wanted) => (wanted === kid ? key : undefined));
  };
};
