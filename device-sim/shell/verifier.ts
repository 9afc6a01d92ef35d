import {
  claimedKeyId,
  type ImportedKey,
  importPublicKey,
  keyId,
  type PublicKeyJwk,
  type SigningKey,
  verifyCompact,
} from '#protocol';
import type { Verdict } from '../device/event.ts';
import { readDocument } from '../device/reading.ts';

export type VerifyQuestion = Readonly<{
  jws: string;
  signedBy: 'root' | 'signing';
  rootKey: PublicKeyJwk;
  keys: readonly SigningKey[];
  /** The same document goes to many devices: check and parse it once, and share the result. */
  isShared: boolean;
}>;

/** The answer, and the one string that all devices of the process keep of this document. */
export type Verified = Readonly<{ jws: string; verdict: Verdict }>;

export type Verifier = Readonly<{ verify: (question: VerifyQuestion) => Promise<Verified> }>;

/** Documents of 225 areas in a few versions. */
const maxRemembered = 2_000;

/** Without a key there is nothing to check but the form: what is no JWS of ours by its header is not kept aside. */
const refused = async (jws: string): Promise<Verified> => {
  const verification = await verifyCompact(jws, () => undefined);
  const reason = verification.ok ? 'unknown-key' : verification.reason;
  return { jws, verdict: { ok: false, reason } };
};

export const createVerifier = (): Verifier => {
  const imported = new Map<string, Promise<ImportedKey>>();
  const rootKids = new Map<string, Promise<string>>();
  /** By document, with the key that the result holds for. */
  const remembered = new Map<string, { kid: string; x: string; verified: Promise<Verified> }>();

  const importOnce = (key: PublicKeyJwk): Promise<ImportedKey> => {
    const known = imported.get(key.x) ?? importPublicKey(key);
    imported.set(key.x, known);
    return known;
  };
  const rootKid = (key: PublicKeyJwk): Promise<string> => {
    const known = rootKids.get(key.x) ?? keyId(key);
    rootKids.set(key.x, known);
    return known;
  };
  const keyFor = async (question: VerifyQuestion, kid: string): Promise<PublicKeyJwk | null> => {
    if (question.signedBy === 'root')
      return (await rootKid(question.rootKey)) === kid ? question.rootKey : null;
    return question.keys.find((key) => key.kid === kid)?.jwk ?? null;
  };
  const check = async (jws: string, kid: string, jwk: PublicKeyJwk): Promise<Verified> => {
    const key = await importOnce(jwk);
    const result = await verifyCompact(jws, (asked) => (asked === kid ? key : undefined));
    return {
      jws,
      verdict: result.ok ? { ok: true, kid: result.kid, reading: readDocument(result.payload) } : result,
    };
  };

  return {
    verify: async (question) => {
      const { jws } = question;
      const kid = (question.isShared ? remembered.get(jws)?.kid : undefined) ?? claimedKeyId(jws);
      const jwk = kid === null ? null : await keyFor(question, kid);
      if (kid === null || !jwk) return refused(jws);
      if (!question.isShared) return check(jws, kid, jwk);
      const found = remembered.get(jws);
      const known = found?.x === jwk.x ? found.verified : check(jws, kid, jwk);
      // What does not verify is not worth the memory: anybody in the broker could send any amount of it.
      void known.then(({ verdict }) => {
        if (!verdict.ok && remembered.get(jws)?.verified === known) remembered.delete(jws);
      });
      // Least recently used goes first.
      remembered.delete(jws);
      remembered.set(jws, { kid, x: jwk.x, verified: known });
      const oldest = remembered.keys().next();
      if (remembered.size > maxRemembered && !oldest.done) remembered.delete(oldest.value);
      return known;
    },
  };
};
