import { type ClaimRequest, claimResponse, keyId, publicPart } from '#protocol';
import { createAskServer } from './ask-server.ts';
import { createPrivateKey, type Identity, staysSecure, usableUrls } from './identity.ts';
import { learnAuthority } from './learn-authority.ts';

/** The controller said no for good: a wrong, used or expired code. Trying again is of no use. */
export class ClaimRefused extends Error {
  readonly status: number;
  constructor(status: number, detail: string) {
    super(`The controller refused the claim code (${status}): ${detail}`);
    this.name = 'ClaimRefused';
    this.status = status;
  }
}

/** The answer came from somebody in between, who would sign programs of his own. Nothing of it may be kept. */
export class SwappedRootKey extends Error {
  constructor() {
    super('The root key in the answer is not the one that the code was printed for');
    this.name = 'SwappedRootKey';
  }
}

const timeoutMs = 30_000;

/**
 * Where to claim, the fingerprint of the authority that vouches for it, and the `kid` of the root key, as the QR code
 * gives all three. Without the last whoever answers is believed.
 */
export type ClaimPlace = Readonly<{
  controllerUrl: string;
  fingerprint: string | null;
  rootKeyId?: string | null;
}>;

/**
 * `POST /api/v1/claims`: exchanges a one-time code and the device's new public key for its identity.
 *
 * @throws ClaimRefused when the code is not good, SwappedRootKey; any other error may pass
 */
export const claim = async (
  { controllerUrl, fingerprint, rootKeyId = null }: ClaimPlace,
  code: string,
): Promise<Identity> => {
  const privateKey = createPrivateKey();
  const request: ClaimRequest = { code, publicKey: publicPart(privateKey) };
  const url = new URL('/api/v1/claims', controllerUrl);
  if (fingerprint !== null && url.protocol !== 'https:')
    throw new ClaimRefused(0, 'the code speaks of a certificate, and the address has no TLS');
  const authorities = fingerprint === null ? [] : [await learnAuthority(controllerUrl, fingerprint)];
  const body = JSON.stringify(request);
  const answer = await createAskServer()({ url, method: 'POST', body, authorities, timeoutMs });
  const text = (await answer.setEncoding('utf8').toArray()).join('');
  const status = answer.statusCode ?? 0;
  if (status >= 400 && status < 500 && status !== 429) throw new ClaimRefused(status, text.slice(0, 300));
  if (status < 200 || status >= 300) throw new Error(`The controller answered the claim with ${status}`);
  const { deviceId, secret, mqttUrls, rootKey, caCertificates } = claimResponse.parse(JSON.parse(text));
  if (rootKeyId !== null && (await keyId(rootKey)) !== rootKeyId) throw new SwappedRootKey();
  const secureOnly = staysSecure(controllerUrl, mqttUrls);
  if (usableUrls({ mqttUrls, secureOnly }).length === 0)
    throw new ClaimRefused(status, 'it was claimed over TLS, and every broker is without');
  return { deviceId, secret, mqttUrls, rootKey, privateKey, caCertificates, secureOnly };
};
