import { z } from 'zod';
import { identifier } from './identifiers.ts';
import { publicKeyJwk } from './keys.ts';

/** `POST /api/v1/claims`: a receiver takes up its identity with a one-time code and its own public key. */
export const claimRequest = z.object({
  code: z.string().min(8).max(64),
  publicKey: publicKeyJwk,
});
export type ClaimRequest = z.infer<typeof claimRequest>;

export const claimResponse = z.object({
  deviceId: identifier,
  /** MQTT password: 256 random bits, base64url. Shown here once and stored only as a hash. The user name and client id are the device id. */
  secret: z.string(),
  mqttUrls: z.array(z.string()).min(1),
  /** Signs `tt/v1/keys`; the only trust a device is born with. */
  rootKey: publicKeyJwk,
});
export type ClaimResponse = z.infer<typeof claimResponse>;
