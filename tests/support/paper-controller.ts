import {
  type DeviceState,
  deviceState,
  importPublicKey,
  type KeysDocument,
  keyId,
  type PlaybackAckDocument,
  type PlayEvent,
  type PrivateKeyJwk,
  parseUpstreamTopic,
  playbackBatch,
  type Signer,
  type TimeDocument,
  timeRequest,
  topics,
  verifyCompact,
} from '#protocol';
import { keysAt } from './device-documents.ts';

const day = 86_400_000;

type Deliver = (topic: string, payload: string) => void;

/**
 * A controller and its broker for one device, on whatever clock a test keeps: signs what it is given, holds it
 * for whoever subscribes, answers requests for time, and checks, keeps and acknowledges play events.
 */
export const createPaperController = async (deps: {
  root: Signer;
  signer: Signer;
  devicePrivateKey: PrivateKeyJwk;
  now: () => number;
  startAt: number;
}) => {
  const { root, signer, now, startAt } = deps;
  const [deviceKid, deviceKey] = [
    await keyId(deps.devicePrivateKey),
    await importPublicKey(deps.devicePrivateKey),
  ];
  const retained = new Map<string, string>();
  const states: DeviceState[] = [];
  const events = new Map<number, PlayEvent>();
  /** Events that came under a number that another one had. */
  const contradictions: PlayEvent[] = [];
  let deliver: Deliver = () => {};
  let version = 0;

  const header = (lifetimeMs: number) => {
    const issuedAt = Math.floor(now());
    version = Math.max(version + 1, issuedAt);
    return { version, issuedAt, expiresAt: issuedAt + lifetimeMs };
  };
  const send = async (document: Readonly<{ topic: string }>, isRetained = true, by = signer) => {
    const jws = await by.sign(document);
    if (isRetained) retained.set(document.topic, jws);
    deliver(document.topic, jws);
  };

  const answerTime = async (payload: string): Promise<void> => {
    const { nonce, t0 } = timeRequest.parse(JSON.parse(payload));
    const at = now();
    const answer: TimeDocument = {
      schema: 'tt/time/1',
      topic: topics.timeResponse('dev-1'),
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
    const verified = await verifyCompact(jws, (kid) => (kid === deviceKid ? deviceKey : undefined));
    if (!verified.ok) throw new Error(`A batch is not right: ${verified.reason}`);
    const batch = playbackBatch.parse(verified.payload);
    for (const event of batch.events) {
      const known = events.get(event.seq);
      if (known && JSON.stringify(known) !== JSON.stringify(event)) contradictions.push(event);
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

  return {
    states,
    events,
    contradictions,
    header,
    /** Signs and publishes, retained. */
    send: (document: Readonly<{ topic: string }>): Promise<void> => send(document),
    /** A message from the device. */
    take: async (topic: string, payload: string): Promise<void> => {
      const kind = parseUpstreamTopic(topic)?.kind;
      if (kind === 'timeRequest') await answerTime(payload);
      if (kind === 'playback') await takeBatch(payload);
      if (kind === 'state') states.push(deviceState.parse(JSON.parse(payload)));
    },
    /** Where messages to the device go from now on. */
    reach: (to: Deliver): void => {
      deliver = to;
    },
    retained: (topic: string): string | undefined => retained.get(topic),
  };
};

export type PaperController = Awaited<ReturnType<typeof createPaperController>>;
