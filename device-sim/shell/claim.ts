import { type ClaimRequest, claimResponse, publicPart } from '#protocol';
import { createPrivateKey, type Identity } from './identity.ts';

/** The controller said no for good: a wrong, used or expired code. Trying again is of no use. */
export class ClaimRefused extends Error {
  readonly status: number;
  constructor(status: number, detail: string) {
    super(`The controller refused the claim code (${status}): ${detail}`);
    this.name = 'ClaimRefused';
    this.status = status;
  }
}

const timeoutMs = 30_000;

/**
 * `POST /api/v1/claims`: exchanges a one-time code and the device's new public key for its identity.
 *
 * @throws ClaimRefused when the code is not good; any other error may pass
 */
export const claim = async (controllerUrl: string, code: string): Promise<Identity> => {
  const privateKey = createPrivateKey();
  const request: ClaimRequest = { code, publicKey: publicPart(privateKey) };
  const response = await fetch(new URL('/api/v1/claims', controllerUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  if (response.status >= 400 && response.status < 500 && response.status !== 429) {
    throw new ClaimRefused(response.status, text.slice(0, 300));
  }
  if (!response.ok) throw new Error(`The controller answered the claim with ${response.status}`);
  const { deviceId, secret, mqttUrls, rootKey } = claimResponse.parse(JSON.parse(text));
  return { deviceId, secret, mqttUrls, rootKey, privateKey };
};
