import { createServer } from 'node:http';
import {
  type ConfigDocument,
  type DeviceState,
  deviceAcl,
  deviceState,
  importPublicKey,
  type KeysDocument,
  keyId,
  nextVersion,
  type PlaybackAckDocument,
  type PlayEvent,
  type PrivateKeyJwk,
  type ProgramDocument,
  parseUpstreamTopic,
  playbackBatch,
  publicPart,
  type TimeDocument,
  timeRequest,
  topics,
  verifyCompact,
} from '#protocol';
import { createBroker } from '../../broker/broker.ts';
import type { Identity } from '../../device-sim/shell/identity.ts';
import { listen } from './listen.ts';
import { silentLog } from './silent-log.ts';
import { sha256Of } from './test-mp3.ts';
import { testPrivateKey, testSigner } from './test-signers.ts';

const day = 86_400_000;
export const tinyArea = '07888.20200101';

type Draft<T> = Omit<T, 'version' | 'issuedAt' | 'expiresAt'>;

/**
 * The least a controller can be: the real broker, signed documents, time, media and acknowledgements, all in
 * memory. Devices are tested against the protocol alone.
 */
export const startTinyController = async (
  deviceCount: number,
  config: Partial<Pick<ConfigDocument, 'startSyncIntervalMs' | 'heartbeatIntervalMs'>> = {},
) => {
  const root = await testSigner();
  const signer = await testSigner();
  const devices = new Map<string, { secret: string; privateKey: PrivateKeyJwk }>();
  for (let n = 1; n <= deviceCount; n += 1) {
    devices.set(`dev-${n}`, { secret: `secret-${n}`.padEnd(20, 'x'), privateKey: testPrivateKey() });
  }
  const media = new Map<string, Buffer>();
  const mediaRequests: string[] = [];
  const mediaServer = createServer((request, response) => {
    mediaRequests.push(request.url ?? '');
    const body = media.get(request.url ?? '');
    if (body) response.end(body);
    else response.writeHead(404).end();
  });
  const mediaUrl = await listen(mediaServer);

  const states = new Map<string, DeviceState>();
  const presence: { deviceId: string; online: boolean }[] = [];
  const events = new Map<string, PlayEvent[]>();
  const versions = new Map<string, number>();
  const knobs = { acknowledges: true, answersTime: true };
  const faults: unknown[] = [];

  const broker = createBroker({
    listeners: [
      { kind: 'tcp', host: '127.0.0.1', port: 0 },
      { kind: 'ws', host: '127.0.0.1', port: 0 },
    ],
    log: silentLog,
    authenticate: async ({ username, password }) => {
      const device = devices.get(username);
      if (!device || password?.toString() !== device.secret) return null;
      return { id: username, ...deviceAcl({ deviceId: username, areaKeys: [tinyArea] }) };
    },
  });

  const send = async (document: { topic: string }, retain: boolean, lifetimeMs: number, by = signer) => {
    const now = Date.now();
    const version = nextVersion(versions.get(document.topic) ?? 0, now);
    versions.set(document.topic, version);
    const jws = await by.sign({ ...document, version, issuedAt: now, expiresAt: now + lifetimeMs });
    await broker.publish(document.topic, jws, { qos: 1, retain });
  };

  const sendConfig = (deviceId: string): Promise<void> => {
    const document: Draft<ConfigDocument> = {
      schema: 'tt/config/1',
      topic: topics.config(deviceId),
      deviceId,
      clusterId: `cluster-of-${deviceId}`,
      zoneKey: null,
      areaKeys: [tinyArea],
      ancestorKeys: [],
      maxVolume: 100,
      heartbeatIntervalMs: 1_000,
      startSyncIntervalMs: 5_000,
      timeSyncIntervalMs: 60_000,
      maxClockErrorMs: 60_000,
      staggerMs: 0,
      mediaBaseUrls: [`${mediaUrl}/empty`, `${mediaUrl}/media`],
      fetchJitterMs: 200,
      ...config,
    };
    return send(document, false, 400 * day);
  };

  const onTimeRequest = async (deviceId: string, payload: string, receivedAt: number): Promise<void> => {
    if (!knobs.answersTime) return;
    const { nonce, t0 } = timeRequest.parse(JSON.parse(payload));
    const topic = topics.timeResponse(deviceId);
    const answer: Draft<TimeDocument> = {
      schema: 'tt/time/1',
      topic,
      deviceId,
      nonce,
      t0,
      t1: receivedAt,
      t2: Date.now(),
    };
    await send(answer, false, 30_000);
  };

  const onPlayback = async (deviceId: string, jws: string): Promise<void> => {
    const device = devices.get(deviceId);
    if (!device) throw new Error(`No such device: ${deviceId}`);
    const [kid, key] = [await keyId(device.privateKey), await importPublicKey(device.privateKey)];
    const verified = await verifyCompact(jws, (asked) => (asked === kid ? key : undefined));
    if (!verified.ok) throw new Error(`Batch of ${deviceId}: ${verified.reason}`);
    const batch = playbackBatch.parse(verified.payload);
    const known = events.get(deviceId) ?? [];
    const news = batch.events.filter(({ seq }) => !known.some((one) => one.seq === seq));
    events.set(deviceId, [...known, ...news]);
    if (!knobs.acknowledges) return;
    const ack: Draft<PlaybackAckDocument> = {
      schema: 'tt/playback-ack/1',
      topic: topics.playbackAck(deviceId),
      deviceId,
      spoolId: batch.spoolId,
      seq: batch.firstSeq + batch.events.length - 1,
    };
    await send(ack, false, 30_000);
  };

  const take = async (topic: string, payload: string, receivedAt: number): Promise<void> => {
    const parsed = parseUpstreamTopic(topic);
    if (!parsed) return;
    const { deviceId, kind } = parsed;
    if (kind === 'timeRequest') await onTimeRequest(deviceId, payload, receivedAt);
    if (kind === 'playback') await onPlayback(deviceId, payload);
    if (kind === 'presence') presence.push({ deviceId, online: JSON.parse(payload).online });
    if (kind === 'state') {
      const state = deviceState.parse(JSON.parse(payload));
      states.set(deviceId, state);
      if (!state.versions.config) await sendConfig(deviceId);
    }
  };
  broker.onPublish((topic, payload) => {
    take(topic, payload.toString(), Date.now()).catch((error: unknown) => faults.push(error));
  });
  const [tcp, ws] = await broker.start();
  const keys: Draft<KeysDocument> = {
    schema: 'tt/keys/1',
    topic: topics.keys,
    keys: [
      {
        kid: signer.kid,
        jwk: signer.publicKey,
        notBefore: Date.now() - day,
        notAfter: Date.now() + 400 * day,
      },
    ],
  };
  await send(keys, true, 400 * day, root);

  return {
    broker,
    knobs,
    states,
    presence,
    events,
    faults,
    mediaRequests,
    addMedia: (bytes: Buffer): string => {
      const sha256 = sha256Of(bytes);
      media.set(`/media/${sha256}.mp3`, bytes);
      return sha256;
    },
    publishProgram: (program: Pick<ProgramDocument, 'items' | 'assets'>): Promise<void> => {
      const document: Draft<ProgramDocument> = {
        schema: 'tt/program/1',
        topic: topics.program(tinyArea),
        areaKey: tinyArea,
        horizonEnd: Date.now() + 9 * day,
        targetSets: { all: { all: true } },
        ...program,
      };
      return send(document, true, 9 * day);
    },
    identities: (kind: 'mqtt' | 'ws' = 'mqtt'): Identity[] =>
      [...devices].map(([deviceId, { secret, privateKey }]) => ({
        deviceId,
        secret,
        privateKey,
        rootKey: publicPart(root.publicKey),
        mqttUrls: [`${kind}://127.0.0.1:${(kind === 'mqtt' ? tcp : ws)?.port}`],
      })),
    stop: async (): Promise<void> => {
      await broker.stop();
      mediaServer.closeAllConnections();
      mediaServer.close();
    },
  };
};

export type TinyController = Awaited<ReturnType<typeof startTinyController>>;
