import { connectAsync, type MqttClient } from 'mqtt';
import {
  type ClaimResponse,
  claimResponse,
  documentHeader,
  type ImportedKey,
  importPublicKey,
  keysDocument,
  type PrivateKeyJwk,
  publicPart,
  topics,
  verifyCompact,
} from '#protocol';
import { type ApiClient, createApiClient } from './api-client.ts';
import { type NewReceiver, registerReceiver } from './run-fleet.ts';
import { testPrivateKey } from './test-signers.ts';

export type ClaimedReceiver = NewReceiver & ClaimResponse & Readonly<{ privateKey: PrivateKeyJwk }>;

/** A receiver in service: registered by a technician, claimed with a key of its own as a loudspeaker does. */
export const claimedReceiver = async (
  api: ApiClient,
  controllerUrl: string,
  areaCode: string,
  name = 'Khu 3 – Nhà văn hóa',
): Promise<ClaimedReceiver> => {
  const receiver = await registerReceiver(api, areaCode, name);
  const privateKey = testPrivateKey();
  const claim = { code: receiver.claimCode, publicKey: publicPart(privateKey) };
  const identity = (await createApiClient(controllerUrl).post('/claims', claim)).as(claimResponse);
  return { ...receiver, ...identity, privateKey };
};

/** Connects with the identity that the claim gave. */
const connectReceiver = (receiver: ClaimedReceiver, url: string): Promise<MqttClient> =>
  connectAsync(url, {
    clientId: receiver.deviceId,
    username: receiver.deviceId,
    password: receiver.secret,
    protocolVersion: 4,
    reconnectPeriod: 0,
  });

/**
 * Documents that the broker hands to this receiver, by topic, byte for byte: retained, or published anew just then
 * by a controller that has come back.
 */
export const retainedDocuments = async (
  receiver: ClaimedReceiver,
  url: string,
  areaKey: string,
): Promise<Map<string, string>> => {
  const wanted = [
    topics.keys,
    topics.program(areaKey),
    topics.policy(areaKey),
    topics.announcements(areaKey),
  ];
  const client = await connectReceiver(receiver, url);
  const held = new Map<string, string>();
  try {
    await new Promise<void>((resolve, reject) => {
      client.on('message', (topic, payload) => {
        held.set(topic, payload.toString('utf8'));
        if (wanted.every((one) => held.has(one))) resolve();
      });
      client.on('close', () => reject(new Error('The broker closed the connection.')));
      client.subscribeAsync(wanted, { qos: 1 }).catch(reject);
    });
  } finally {
    await client.endAsync(true);
  }
  return held;
};

/** Checks documents as a loudspeaker does that knows the root key alone: it vouches for keys, these for the rest. */
export const verifyDocuments = async (
  rootKey: ClaimResponse['rootKey'],
  documents: ReadonlyMap<string, string>,
): Promise<void> => {
  const root = await importPublicKey(rootKey);
  const open = async (topic: string, keyOf: (kid: string) => ImportedKey | undefined): Promise<unknown> => {
    const verified = await verifyCompact(documents.get(topic) ?? '', keyOf);
    if (!verified.ok) throw new Error(`${topic}: ${verified.reason}`);
    const header = documentHeader.parse(verified.payload);
    if (header.topic !== topic) throw new Error(`${topic} holds a document of ${header.topic}`);
    return verified.payload;
  };
  const { keys } = keysDocument.parse(await open(topics.keys, () => root));
  const signing = new Map(
    await Promise.all(keys.map(async ({ kid, jwk }) => [kid, await importPublicKey(jwk)] as const)),
  );
  for (const topic of documents.keys()) {
    if (topic !== topics.keys) await open(topic, (kid) => signing.get(kid));
  }
};
