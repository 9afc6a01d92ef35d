import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ConfigDocument,
  type DeviceState,
  deviceState,
  importPublicKey,
  type KeysDocument,
  keyId,
  type PlaybackAckDocument,
  type PlayEvent,
  parseUpstreamTopic,
  playbackBatch,
  publicPart,
  type TimeDocument,
  timeRequest,
  topics,
  verifyCompact,
} from '#protocol';
import { memoisePlan } from '../../device-sim/device/plan-memo.ts';
import { defaultSettings } from '../../device-sim/device/state.ts';
import { createStep } from '../../device-sim/device/step.ts';
import { type AssetFetcher, createAssetFetcher } from '../../device-sim/shell/asset-fetcher.ts';
import { type AssetStore, createFileAssetStore } from '../../device-sim/shell/asset-store.ts';
import { createFileDisk, type DeviceDisk } from '../../device-sim/shell/device-disk.ts';
import { createLoudspeaker, type Loudspeaker } from '../../device-sim/shell/loudspeaker.ts';
import type { DeviceLink } from '../../device-sim/shell/mqtt-link.ts';
import { createOutput, type Sink } from '../../device-sim/shell/output.ts';
import type { OwnClock } from '../../device-sim/shell/own-clock.ts';
import { createSilentSink } from '../../device-sim/shell/silent-sink.ts';
import { createVerifier } from '../../device-sim/shell/verifier.ts';
import { configAt, keysAt } from './device-documents.ts';
import { listen } from './listen.ts';
import { createRecordingLog } from './recording-log.ts';
import { testPrivateKey, testSigner } from './test-signers.ts';
import { createVirtualOwnClock } from './virtual-own-clock.ts';

const day = 86_400_000;

/** What left the loudspeaker, in true time, and whether the file's bytes gave the hash when it began. */
export type Sounded = {
  itemId: string;
  sha256: string;
  from: number;
  to: number;
  positionMs: number;
  isRight: boolean;
};

type Retained = Readonly<{ topic: string }>;

/** Counts what is under way outside the event loop's own queue: files, hashes, signatures, downloads. */
const createPending = () => {
  let count = 0;
  const track = <T>(work: Promise<T>): Promise<T> => {
    count += 1;
    return work.finally(() => {
      count -= 1;
    });
  };
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const rest = async (): Promise<void> => {
    for (let idle = 0; idle < 3; idle = count === 0 ? idle + 1 : 0) await turn();
  };
  return { track, rest };
};

export type ShellWorldOptions = Readonly<{
  startAt: number;
  driftPpm?: number;
  assetBytes?: readonly Buffer[];
}>;

/**
 * One real loudspeaker with real files, signatures and downloads, on an own clock that stands still until it is
 * told to move, behind a broker and a controller that can be taken away. Power cuts end it as SIGKILL would.
 */
export const createShellWorld = async (options: ShellWorldOptions) => {
  const { startAt } = options;
  const ownOffsetMs = -123_456_789;
  const folder = mkdtempSync(join(tmpdir(), 'shell-world-'));
  const paths = { device: join(folder, 'device'), assets: join(folder, 'assets') };
  const [root, signer] = [await testSigner(), await testSigner()];
  const privateKey = testPrivateKey();
  const [deviceKid, devicePublic] = [await keyId(privateKey), await importPublicKey(privateKey)];
  const pending = createPending();
  const time = createVirtualOwnClock(startAt, ownOffsetMs, pending.rest, options.driftPpm ?? 0);
  const trueNow = (): number => time.clock.toTrue(time.clock.now());
  const { log, lines } = createRecordingLog();

  const media = new Map<string, Buffer>();
  const knobs = { isOnline: true, isMediaUp: true };
  const mediaRequests: string[] = [];
  const server = createServer((request, response) => {
    mediaRequests.push(request.url ?? '');
    const body = media.get(/([0-9a-f]{64})\.mp3$/.exec(request.url ?? '')?.[1] ?? '');
    if (!knobs.isMediaUp || !knobs.isOnline) request.socket.destroy();
    else if (body) response.end(body);
    else response.writeHead(404).end();
  });
  const mediaUrl = await listen(server);

  const retained = new Map<string, string>();
  const states: DeviceState[] = [];
  const events = new Map<number, PlayEvent>();
  const duplicates: PlayEvent[] = [];
  const sounded: Sounded[] = [];
  let deliver: ((topic: string, payload: string) => void) | null = null;
  let version = 0;

  const header = (lifetimeMs: number) => {
    const issuedAt = Math.floor(trueNow());
    version = Math.max(version + 1, issuedAt);
    return { version, issuedAt, expiresAt: issuedAt + lifetimeMs };
  };
  const send = async (document: Retained, isRetained = true, by = signer): Promise<void> => {
    const jws = await by.sign(document);
    if (isRetained) retained.set(document.topic, jws);
    if (knobs.isOnline) deliver?.(document.topic, jws);
  };

  const answerTime = async (payload: string): Promise<void> => {
    const { nonce, t0 } = timeRequest.parse(JSON.parse(payload));
    const topic = topics.timeResponse('dev-1');
    const at = trueNow();
    const answer: TimeDocument = {
      schema: 'tt/time/1',
      topic,
      ...header(30_000),
      deviceId: 'dev-1',
      nonce,
      t0,
      t1: at,
      t2: at,
    };
    await send(answer, false);
  };
  const takeBatch = async (jws: string): Promise<void> => {
    const verified = await verifyCompact(jws, (kid) => (kid === deviceKid ? devicePublic : undefined));
    if (!verified.ok) throw new Error(`A batch is not right: ${verified.reason}`);
    const batch = playbackBatch.parse(verified.payload);
    for (const event of batch.events) {
      const known = events.get(event.seq);
      if (known && JSON.stringify(known) !== JSON.stringify(event)) duplicates.push(event);
      events.set(event.seq, event);
    }
    const ack: PlaybackAckDocument = {
      schema: 'tt/playback-ack/1',
      topic: topics.playbackAck('dev-1'),
      ...header(30_000),
      deviceId: 'dev-1',
      spoolId: batch.spoolId,
      seq: batch.firstSeq + batch.events.length - 1,
    };
    await send(ack, false);
  };
  const take = async (topic: string, payload: string): Promise<void> => {
    const kind = parseUpstreamTopic(topic)?.kind;
    if (kind === 'timeRequest') await answerTime(payload);
    if (kind === 'playback') await takeBatch(payload);
    if (kind === 'state') states.push(deviceState.parse(JSON.parse(payload)));
  };

  const keys: KeysDocument = {
    ...keysAt(startAt - day),
    expiresAt: startAt + 400 * day,
    keys: [
      {
        kid: signer.kid,
        jwk: signer.publicKey,
        notBefore: startAt - 100 * day,
        notAfter: startAt + 400 * day,
      },
    ],
  };
  await send(keys, true, root);

  type Life = {
    isOn: boolean;
    device: Loudspeaker;
    disk: DeviceDisk;
    playing: Sounded[];
    goOnline: () => void;
    goOffline: () => void;
  };
  let life: Life | null = null;
  const failures: unknown[] = [];

  const createLife = (): Life => {
    const store = createFileAssetStore({ folder: paths.assets, durable: false });
    const assets: AssetStore = {
      ...store,
      check: (sha256) => pending.track(store.check(sha256)),
      put: (sha256, body, maxBytes) => pending.track(store.put(sha256, body, maxBytes)),
      read: (sha256) => pending.track(store.read(sha256)),
      release: (sha256) => pending.track(store.release(sha256)),
    };
    const fetcher = createAssetFetcher({ store: assets });
    const trackedFetcher: AssetFetcher = {
      fetch: (sha256, sizeBytes, urls) => pending.track(fetcher.fetch(sha256, sizeBytes, urls)),
    };
    const verifier = createVerifier();
    const disk = createFileDisk({ folder: paths.device, durable: false, log });
    let isSilenced = false;
    const own: OwnClock = {
      ...time.clock,
      at: (at, task) => time.clock.at(at, () => !isSilenced && task()),
    };
    const silent = createSilentSink({ assets });
    const playing: Sounded[] = [];
    const sink: Sink = {
      ...silent,
      start: ({ playId, itemId, sha256, positionMs, endAt }, at) => {
        const path = join(paths.assets, `${sha256}.mp3`);
        const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
        const isRight = createHash('sha256').update(bytes).digest('hex') === sha256;
        const one = { itemId, sha256, from: own.toTrue(at), to: own.toTrue(endAt), positionMs, isRight };
        playing.push(one);
        ends.set(playId, one);
      },
      stop: (playId, at) => {
        const one = ends.get(playId);
        if (one) one.to = Math.min(one.to, own.toTrue(at));
      },
    };
    const ends = new Map<string, Sounded>();
    let isUp = false;
    let onNews: Parameters<Parameters<typeof createLoudspeaker>[0]['createLink']>[0]['onNews'] = () => {};
    const connect = (): void => {
      if (!current.isOn || !knobs.isOnline || isUp) return;
      isUp = true;
      deliver = (topic, payload) => {
        if (current.isOn && isUp) onNews({ type: 'message', topic, payload });
      };
      onNews({ type: 'connected' });
    };
    const link: DeviceLink = {
      start: connect,
      publish: (topic, payload) => {
        if (!isUp || !current.isOn) return;
        pending.track(take(topic, payload)).catch((error: unknown) => failures.push(error));
      },
      subscribe: (filters) => {
        if (!isUp) return;
        onNews({ type: 'subscribed', refused: [] });
        for (const topic of filters) {
          const payload = retained.get(topic);
          if (payload !== undefined) onNews({ type: 'message', topic, payload });
        }
      },
      unsubscribe: () => {},
      stop: async () => {
        isUp = false;
      },
    };
    const device = createLoudspeaker({
      step: createStep({ plan: memoisePlan() }),
      settings: { ...defaultSettings, deviceId: 'dev-1' },
      identity: {
        deviceId: 'dev-1',
        secret: 'secret',
        privateKey,
        rootKey: publicPart(root.publicKey),
        mqttUrls: ['mqtt://127.0.0.1:1'],
      },
      seed: 7,
      clock: own,
      disk,
      assets,
      fetcher: trackedFetcher,
      verifier: { verify: (question) => pending.track(verifier.verify(question)) },
      createLink: (deps) => {
        onNews = deps.onNews;
        return link;
      },
      linkDeps: {
        urls: [],
        deviceId: 'dev-1',
        secret: 'secret',
        keepAliveS: 60,
        maxRetryMs: 1_000,
        random: () => 0.5,
        readPayload: (_topic, payload) => payload.toString(),
        log,
      },
      createOutput,
      outputDeps: { clock: own, sink, toleranceMs: 250, isMeasured: false, isAmplifierDead: false },
      sensors: () => ({ supply: null, temperatureC: null, signalDbm: null }),
      log,
    });
    const current: Life = {
      isOn: true,
      device,
      disk,
      playing,
      goOnline: connect,
      goOffline: () => {
        if (!isUp) return;
        isUp = false;
        onNews({ type: 'disconnected' });
      },
    };
    const silence = (): void => {
      isSilenced = true;
      current.isOn = false;
      isUp = false;
    };
    silences.set(current, silence);
    return current;
  };
  const silences = new Map<Life, () => void>();

  const collect = (at: number): void => {
    for (const one of life?.playing ?? []) {
      const to = Math.min(one.to, at);
      if (to > one.from) sounded.push({ ...one, to });
    }
  };

  return {
    folder,
    paths,
    knobs,
    media,
    mediaRequests,
    states,
    events,
    duplicates,
    failures,
    lines,
    now: trueNow,
    device: (): Loudspeaker => {
      if (!life) throw new Error('There is no power');
      return life.device;
    },
    addMedia: (bytes: Buffer): string => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      media.set(sha256, bytes);
      return sha256;
    },
    assetPath: (sha256: string) => join(paths.assets, `${sha256}.mp3`),
    sendConfig: (patch: Partial<ConfigDocument> = {}): Promise<void> =>
      send({
        ...configAt(startAt - day),
        ...header(400 * day),
        mediaBaseUrls: [mediaUrl],
        heartbeatIntervalMs: 3_600_000,
        timeSyncIntervalMs: 3_600_000,
        ...patch,
      }),
    /** Signs and publishes, retained. */
    send: (document: Retained): Promise<void> => send(document),
    advanceTo: time.advanceTo,
    rest: pending.rest,
    powerOn: async (): Promise<void> => {
      life = createLife();
      await life.device.start();
      await pending.rest();
    },
    /** Everything in memory is gone. What was to be written within a moment is on the disk unless told otherwise. */
    powerCut: async ({ isFlushed = true } = {}): Promise<void> => {
      if (!life) return;
      await pending.rest();
      if (isFlushed) await life.disk.flush();
      collect(trueNow());
      silences.get(life)?.();
      life = null;
      if (isFlushed) return;
      // What the lost process still had to write goes to a place where nobody looks.
      const copy = `${paths.device}+`;
      if (existsSync(paths.device)) cpSync(paths.device, copy, { recursive: true });
      paths.device = copy;
    },
    goOffline: (): void => {
      knobs.isOnline = false;
      life?.goOffline();
    },
    goOnline: async (): Promise<void> => {
      knobs.isOnline = true;
      life?.goOnline();
      await pending.rest();
    },
    flush: async (): Promise<void> => {
      await life?.disk.flush();
    },
    /** What was heard so far, of all lives. */
    heard: (): Sounded[] => {
      const now = trueNow();
      const current = (life?.playing ?? [])
        .filter((one) => one.from < now)
        .map((one) => ({ ...one, to: Math.min(one.to, now) }));
      return [...sounded, ...current].filter((one) => one.to > one.from).sort((a, b) => a.from - b.from);
    },
    stop: async (): Promise<void> => {
      await life?.device.stop();
      await pending.rest();
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export type ShellWorld = Awaited<ReturnType<typeof createShellWorld>>;
