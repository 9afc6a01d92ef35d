import { createPrivateKey, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, createServer as createTcpServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqttPacket from 'mqtt-packet';
import {
  type AnnouncementsDocument,
  createSigner,
  type DeviceState,
  deviceState,
  ephemeralLifetimeMs,
  type KeysDocument,
  type PrivateKeyJwk,
  parseUpstreamTopic,
  publicPart,
  type SigningKey,
  timeRequest,
  topics,
} from '#protocol';
import { createBroker } from '../../broker/broker.ts';
import { createFleet, type Fleet } from '../../device-sim/fleet/fleet.ts';
import { announcementsAt, configAt, emergencyAt, keysAt, testArea } from './device-documents.ts';
import { listen } from './listen.ts';
import { createFrameReader } from './mqtt-frames.ts';
import { publishPacket } from './raw-mqtt.ts';
import { silentLog } from './silent-log.ts';
import { encodeMp3, readWav, sha256Of, soundsIn, testRate, toneBurst } from './test-mp3.ts';
import { testPrivateKey } from './test-signers.ts';
import { waitUntil } from './wait-until.ts';

const day = 86_400_000;
const deviceId = 'dev-1';
export const ownTopics = {
  config: topics.config(deviceId),
  command: topics.command(deviceId),
  time: topics.timeResponse(deviceId),
  ack: topics.playbackAck(deviceId),
};
export const announcementsTopic = topics.announcements(testArea);

/** A JWS with a header of the sender's choosing, signed all the same. */
export const rawJws = (header: object, payload: object | string, key: PrivateKeyJwk): string => {
  const part = (value: object | string) =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
  const input = `${part(header)}.${part(payload)}`;
  const privateKey = createPrivateKey({ key: { ...key }, format: 'jwk' });
  return `${input}.${sign(null, Buffer.from(input), privateKey).toString('base64url')}`;
};

/** What a device must hear of the time: the answer to `asked`, or whatever the broker makes of it; null for nothing. */
type TimeAnswer = (asked: { nonce: string; t0: number }, t1: number) => Promise<string | null>;

/**
 * One real loudspeaker, with its real shell and a WAV file of what it sounds, at a broker that does whatever the test
 * likes. The genuine controller is a handful of keys: it signs what the test asks it to.
 */
export const createHostileBroker = async () => {
  const privateKeys = { root: testPrivateKey(), signing: testPrivateKey(), revoked: testPrivateKey() };
  const [root, signing, revoked] = await Promise.all(Object.values(privateKeys).map(createSigner));
  if (!root || !signing || !revoked) throw new Error('Keys are missing');
  const stranger = testPrivateKey();
  const later = testPrivateKey();
  const over = testPrivateKey();
  const device = { privateKey: testPrivateKey(), secret: 'a secret of the device' };
  const folder = mkdtempSync(join(tmpdir(), 'hostile-broker-'));
  const wavPath = join(folder, 'heard.wav');

  const audio = await encodeMp3(toneBurst(1_500, 100, 1_400));
  const sha256 = sha256Of(audio);
  const assets = { [sha256]: { sizeBytes: audio.length, durationMs: 1_500 } };
  const media = createServer((request, response) => {
    if (request.url === `/${sha256}.mp3`) response.end(audio);
    else response.writeHead(404).end();
  });
  const mediaUrl = await listen(media);

  const states: DeviceState[] = [];
  const received: { kind: string; payload: string }[] = [];
  const timeAnswers: string[] = [];
  let lastVersion = 0;
  const nextVersion = (): number => {
    lastVersion = Math.max(lastVersion + 1, Date.now());
    return lastVersion;
  };

  const honestTime: TimeAnswer = ({ nonce, t0 }, t1) => {
    const now = Date.now();
    const topic = ownTopics.time;
    const header = { topic, version: now, issuedAt: now, expiresAt: now + ephemeralLifetimeMs };
    return signing.sign({ schema: 'tt/time/1', ...header, deviceId, nonce, t0, t1, t2: Date.now() });
  };
  const knobs = { time: honestTime };

  const broker = createBroker({
    listeners: [{ kind: 'tcp', host: '127.0.0.1', port: 0 }],
    log: silentLog,
    authenticate: async () => ({ id: deviceId, maySubscribe: () => true, mayPublish: () => true }),
    maxBacklogBytes: 256 * 1024 * 1024,
  });
  const send = (topic: string, payload: string, retain = false): Promise<void> =>
    broker.publish(topic, payload, { qos: 1, retain });
  broker.onPublish((topic, bytes) => {
    const t1 = Date.now();
    const payload = bytes.toString();
    const upstream = parseUpstreamTopic(topic);
    if (!upstream) return;
    received.push({ kind: upstream.kind, payload });
    if (upstream.kind === 'state') states.push(deviceState.parse(JSON.parse(payload)));
    if (upstream.kind !== 'timeRequest') return;
    void knobs.time(timeRequest.parse(JSON.parse(payload)), t1).then((answer) => {
      if (answer === null) return;
      timeAnswers.push(answer);
      void send(ownTopics.time, answer);
    });
  });
  const [address] = await broker.start();
  /** Between the two, whole packets at a time, so that the broker can also say what nobody asked for. */
  let toDevice: Socket | null = null;
  const way = createTcpServer((down) => {
    toDevice = down;
    const up = connect(address?.port ?? 0, '127.0.0.1');
    down.pipe(up);
    up.on(
      'data',
      createFrameReader((frame) => down.write(frame)),
    );
    for (const [one, other] of [
      [up, down],
      [down, up],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
    }
  });
  const wayUrl = (await listen(way)).replace('http:', 'mqtt:');

  const keyEntry = async (key: PrivateKeyJwk, patch: Partial<SigningKey> = {}): Promise<SigningKey> => ({
    kid: (await createSigner(key)).kid,
    jwk: publicPart(key),
    notBefore: Date.now() - 30 * day,
    notAfter: Date.now() + 300 * day,
    ...patch,
  });
  const keyList = async (patch: Partial<KeysDocument> = {}): Promise<KeysDocument> =>
    keysAt(Date.now(), {
      version: nextVersion(),
      keys: [
        await keyEntry(privateKeys.signing),
        await keyEntry(privateKeys.revoked, { revokedAt: Date.now() }),
        await keyEntry(later, { notBefore: Date.now() + day }),
        await keyEntry(over, { notAfter: Date.now() - day }),
      ],
      ...patch,
    });

  /** An emergency that would sound now, as the controller would put it. */
  const emergency = (id: string, patch: Partial<AnnouncementsDocument> = {}): AnnouncementsDocument => {
    const now = Date.now();
    const one = emergencyAt(id, now, 60_000);
    return announcementsAt(now, [{ ...one, volume: 100, source: { kind: 'asset', sha256 } }], {
      version: nextVersion(),
      assets,
      ...patch,
    });
  };

  const createDevice = (): Fleet =>
    createFleet({
      provisions: [
        {
          deviceId,
          ...device,
          rootKey: root.publicKey,
          mqttUrls: [wayUrl],
          serial: deviceId,
        },
      ],
      controllerUrl: 'http://127.0.0.1:1',
      mqttUrl: null,
      dir: folder,
      durable: false,
      output: { kind: 'silent' },
      wavFiles: new Map([[deviceId, wavPath]]),
      seed: 1,
      connectPerSecond: 1_000,
      maxReconnectMs: 500,
      log: silentLog,
    });
  let fleet = createDevice();

  const state = () => {
    const [one] = fleet.devices();
    if (!one) throw new Error('The device has not started');
    return one.state();
  };

  return {
    deviceId,
    root,
    signing,
    revoked,
    privateKeys,
    stranger,
    later,
    over,
    sha256,
    assets,
    broker,
    knobs,
    honestTime,
    timeAnswers,
    states,
    received,
    send,
    /** Straight into the connection of the device, whether it subscribed or not. */
    inject: (topic: string, payload: string): void => {
      toDevice?.write(mqttPacket.generate(publishPacket(topic, payload)));
    },
    /** The connection breaks; the device comes back by itself. */
    cut: (): void => {
      toDevice?.destroy();
    },
    state,
    nextVersion,
    keyList,
    emergency,
    /** Documents as a genuine controller gives them; then a clock that is trusted and the sound in the cache. */
    begin: async (): Promise<void> => {
      const config = configAt(Date.now(), {
        version: nextVersion(),
        mediaBaseUrls: [mediaUrl],
        heartbeatIntervalMs: 1_000,
        maxVolume: 100,
        timeSyncIntervalMs: 1_000,
      });
      const resting = announcementsAt(Date.now(), [], { version: nextVersion(), assets });
      await send(topics.keys, await root.sign(await keyList()), true);
      await send(announcementsTopic, await signing.sign(resting), true);
      await fleet.start();
      await waitUntil('the first report', () => states.length > 0);
      await send(ownTopics.config, await signing.sign(config));
      await waitUntil('a loudspeaker that is ready', () => {
        const { plan, cached, clock, held } = state();
        return (
          clock.proof !== null &&
          held.has(announcementsTopic) &&
          (cached.has(sha256) || plan.preload.length === 0)
        );
      });
    },
    /** Power off and on, on the same disk. */
    restart: async (): Promise<void> => {
      await fleet.stop();
      fleet = createDevice();
      await fleet.start();
    },
    /** Refusals that the device has stated of a topic since a moment. */
    refusals: (topic: string, since: number): string[] =>
      states
        .slice(since)
        .flatMap(({ refused }) => refused)
        .filter((one) => one.topic === topic)
        .map(({ reason }) => reason),
    /** Ends everything; gives the spans in which the WAV file has sound, in seconds. */
    listen: async (): Promise<[from: number, to: number][]> => {
      await fleet.stop();
      const spans = soundsIn(readWav(readFileSync(wavPath)).samples);
      return spans.map(([from, to]) => [from / testRate, to / testRate]);
    },
    stop: async (): Promise<void> => {
      await fleet.stop();
      await broker.stop();
      way.close();
      media.closeAllConnections();
      media.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export type HostileBroker = Awaited<ReturnType<typeof createHostileBroker>>;
