import { generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { identifier, type PrivateKeyJwk, publicKeyJwk } from '#protocol';
import { isMissing, writeAtomically } from './atomic-file.ts';

const privateKeyJwk = publicKeyJwk.extend({ d: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });

/** Who a loudspeaker is: everything it was given at its claim, and the key it made itself. */
export const identity = z.object({
  deviceId: identifier,
  /** MQTT password. */
  secret: z.string().min(1),
  privateKey: privateKeyJwk,
  rootKey: publicKeyJwk,
  mqttUrls: z.array(z.string().regex(/^(mqtts?|tcp|tls|wss?):\/\//)).min(1),
  /** Authorities (PEM) that vouch for the broker; none: those that the device knows by itself. */
  caCertificates: z.array(z.string()).optional(),
  /** It was claimed over TLS, or told of a broker with TLS: it never goes back to a connection without. */
  secureOnly: z.boolean().optional(),
  /** SHA-256 of the claim code it came from. */
  claimedWith: z.string().optional(),
});
export type Identity = Readonly<z.infer<typeof identity>>;

const isSecure = (url: string): boolean => /^(mqtts|tls|wss):/.test(url);
const isThisMachine = (url: string): boolean => /^(127\.|localhost$|\[::1\]$)/.test(new URL(url).hostname);

/** Whether devices with these brokers, claimed at that address, stay with TLS from now on. */
export const staysSecure = (controllerUrl: string, mqttUrls: readonly string[]): boolean =>
  new URL(controllerUrl).protocol === 'https:' || mqttUrls.some(isSecure);

/** The brokers that it may connect to: never back to what others on the way can read and change. */
export const usableUrls = ({ mqttUrls, secureOnly }: Pick<Identity, 'mqttUrls' | 'secureOnly'>): string[] =>
  secureOnly ? mqttUrls.filter((url) => isSecure(url) || isThisMachine(url)) : [...mqttUrls];

const exportedKey = z.object({ x: z.string(), d: z.string() });

/** The device's own Ed25519 key. It never leaves it. */
export const createPrivateKey = (): PrivateKeyJwk => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { x, d } = exportedKey.parse(privateKey.export({ format: 'jwk' }));
  return { kty: 'OKP', crv: 'Ed25519', x, d };
};

/** Null when there is none yet. */
export const loadIdentity = async (path: string): Promise<Identity | null> => {
  try {
    return identity.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (isMissing(error)) return null;
    throw new Error(`The identity in ${path} is unreadable; remove the file to claim the device anew`, {
      cause: error,
    });
  }
};

/** Readable by its owner alone. A claim code works once, so losing this file means claiming again. */
export const saveIdentity = (path: string, value: Identity): Promise<void> =>
  writeAtomically(path, `${JSON.stringify(value, null, 2)}\n`, { durable: true, mode: 0o600 });
