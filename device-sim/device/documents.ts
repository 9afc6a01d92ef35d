import { acceptDocument, forgetsRevocation, keyMaySign, parseAreaTopic, topics } from '#protocol';
import { onTimeDocument } from './clock.ts';
import { applyConfig, disownConfig } from './config.ts';
import { withEntry, withoutEntry } from './entries.ts';
import type { Verdict } from './event.ts';
import { isFollowedBy } from './following.ts';
import { onCommand } from './link.ts';
import { type DeviceDocument, fitsTopic, type TopicKind, topicKind } from './reading.ts';
import { stateChanged } from './reports.ts';
import { beginToHold, signingKeys } from './signing-keys.ts';
import { onAck } from './spool.ts';
import { type Held, isWithoutVoice } from './state.ts';
import { log, type Turn, update } from './turn.ts';

/** Beyond this a payload is not worth a signature check. */
const maxPayloadChars = 4_000_000;
const maxRefused = 20;

export const refuse = (turn: Turn, topic: string, reason: string): void => {
  log(turn, 'warn', 'Document refused', { topic, reason });
  update(turn, { refused: [...turn.state.refused, { topic, reason }].slice(-maxRefused) });
  stateChanged(turn);
};

const verify = (turn: Turn, topic: string, jws: string, receivedAt: number): void => {
  const signedBy = topic === topics.keys ? 'root' : 'signing';
  const keys = signedBy === 'root' ? [] : signingKeys(turn, topic);
  turn.effects.push({ type: 'verify', topic, jws, receivedAt, signedBy, keys });
};

export const onMessage = (turn: Turn, topic: string, payload: string): void => {
  if (payload === '' || topicKind(topic, turn.state.settings.deviceId) === null) return;
  const { held, undecided } = turn.state;
  const known = held.get(topic);
  if (known?.jws === payload && !isWithoutVoice(known)) return;
  if (payload.length > maxPayloadChars) {
    refuse(turn, topic, 'too-large');
  } else if (topic !== topics.keys && !held.has(topics.keys)) {
    // Keys come first; what overtakes them waits for them, if it can be of use at all.
    if (mayKeepAside(turn, topic)) update(turn, { undecided: withEntry(undecided, topic, payload) });
  } else {
    verify(turn, topic, payload, turn.ownNow);
  }
};

/** Documents read from disk: the keys first, and with them the rest. */
export const loadDocuments = (turn: Turn, documents: Readonly<Record<string, string>>): void => {
  const { [topics.keys]: keys, ...others } = documents;
  update(turn, { undecided: new Map(Object.entries(others)), loading: Object.keys(documents) });
  if (keys !== undefined) verify(turn, topics.keys, keys, turn.ownNow);
  else update(turn, { loading: [] });
};

const retryUndecided = (turn: Turn): void => {
  for (const [topic, jws] of turn.state.undecided) verify(turn, topic, jws, turn.ownNow);
};

/**
 * Stands in for a policy, or for what is in force, that has lost its key: it may have forbidden what a program of
 * another key plans, so the place is silent until it is issued anew. Any version may follow it.
 */
const withoutVoice = (jws: string, kid: string, topic: string): Held => ({
  jws,
  kid,
  header: { schema: '', topic, version: 0, issuedAt: 0, expiresAt: Number.POSITIVE_INFINITY },
  document: null,
});

/** Whether a topic carries what may forbid a sound; without a program there is none. */
const mayForbid = (topic: string): boolean => {
  const kind = parseAreaTopic(topic)?.kind;
  return kind === 'policy' || kind === 'announcements';
};

/** Drops what a key signed that is no longer valid; the version floor goes with it, as a new key epoch begins. */
const dropDisowned = (turn: Turn): void => {
  const list = turn.state.held.get(topics.keys)?.document;
  if (list?.schema !== 'tt/keys/1') return;
  for (const [topic, held] of turn.state.held) {
    if (topic === topics.keys || isWithoutVoice(held)) continue;
    const key = list.keys.find(({ kid }) => kid === held.kid);
    if (key && keyMaySign(key, held.header.issuedAt)) continue;
    const others = withoutEntry(turn.state.held, topic);
    const isMuting = mayForbid(topic);
    update(turn, {
      held: isMuting ? withEntry(others, topic, withoutVoice(held.jws, held.kid, topic)) : others,
    });
    refuse(turn, topic, 'key-not-valid');
    // It no longer knows its place either: nothing sounds before another config has told it.
    if (held.document?.schema === 'tt/config/1') disownConfig(turn);
  }
};

const hold = (turn: Turn, topic: string, held: Held): void => {
  update(turn, { held: withEntry(turn.state.held, topic, held) });
  stateChanged(turn);
  log(turn, 'info', 'Document held', { topic, version: held.header.version });
};

/** Acts on a document that is verified, in its place, newer and in force. */
const apply = (turn: Turn, topic: string, held: Held, document: DeviceDocument, receivedAt: number): void => {
  switch (document.schema) {
    case 'tt/keys/1':
      hold(turn, topic, held);
      beginToHold(turn, document.version);
      dropDisowned(turn);
      retryUndecided(turn);
      break;
    case 'tt/config/1':
      hold(turn, topic, held);
      applyConfig(turn, document);
      break;
    case 'tt/program/1':
    case 'tt/policy/1':
    case 'tt/announcements/1':
      hold(turn, topic, held);
      break;
    case 'tt/time/1':
      onTimeDocument(turn, document, receivedAt);
      break;
    case 'tt/command/1':
      onCommand(turn, document);
      break;
    case 'tt/playback-ack/1':
      onAck(turn, document);
      break;
  }
};

/** Documents that are acted on once and not held. A time response is bound by its nonce, not by a version. */
const momentary: ReadonlySet<TopicKind> = new Set(['command', 'playback-ack', 'time']);

const hasVersions = (kind: TopicKind): kind is 'command' | 'playback-ack' =>
  kind === 'command' || kind === 'playback-ack';

const versionFloor = (turn: Turn, topic: string, kind: TopicKind): number => {
  if (kind === 'time') return 0;
  return hasVersions(kind) ? turn.state.seen[kind] : (turn.state.held.get(topic)?.header.version ?? 0);
};

/** Whether the device follows the area of a topic. Until its own configuration is read it cannot know. */
const isFollowed = (turn: Turn, topic: string): boolean => {
  const { config, loading } = turn.state;
  if (config) return isFollowedBy(config, topic);
  return parseAreaTopic(topic) === null || loading.includes(topic);
};

const onOlder = (turn: Turn, topic: string): void => {
  const proof = turn.state.held.get(topic)?.jws;
  if (proof === undefined || turn.state.newer.includes(proof)) return;
  update(turn, { newer: [...turn.state.newer, proof] });
};

/** What is to become of a document that the verify port has looked at. */
type Judgement =
  | { kind: 'ignore' }
  | { kind: 'refuse'; reason: string }
  /** Signed and newer, but not understood, or without its key: held without content, and the place falls silent. */
  | { kind: 'mute'; held: Held; reason: string }
  | { kind: 'apply'; held: Held; document: DeviceDocument };

/** A broker could send any number of areas to a device that does not know its own yet. */
const mostAside = 16;

const mayKeepAside = (turn: Turn, topic: string): boolean => {
  const { config, undecided } = turn.state;
  return isFollowed(turn, topic) || (config === null && (undecided.has(topic) || undecided.size < mostAside));
};

const refusal = (reason: string): Judgement => ({ kind: 'refuse', reason });

/** What the disk holds and no key vouches for any more: what it forbade is forbidden until it is issued anew. */
const disowned = (turn: Turn, topic: string, jws: string, reason: string): Judgement => {
  if (!turn.state.loading.includes(topic) || turn.state.held.has(topic) || !mayForbid(topic))
    return refusal(reason);
  return { kind: 'mute', held: withoutVoice(jws, '', topic), reason };
};

const judge = (turn: Turn, topic: string, kind: TopicKind, jws: string, verdict: Verdict): Judgement => {
  if (!verdict.ok) {
    return verdict.reason === 'unknown-key'
      ? disowned(turn, topic, jws, verdict.reason)
      : refusal(verdict.reason);
  }
  const { reading, kid } = verdict;
  if (reading.kind === 'malformed') return refusal('malformed');
  const header = reading.kind === 'document' ? reading.document : reading.header;
  const key = kind === 'keys' ? undefined : signingKeys(turn, topic).find((one) => one.kid === kid);
  if (kind !== 'keys' && !key) return disowned(turn, topic, jws, 'key-not-valid');
  const fromDisk = turn.state.loading.includes(topic);
  const acceptance = acceptDocument({
    document: header,
    arrivedOn: topic,
    heldVersion: versionFloor(turn, topic, kind),
    // A clock that is not trusted can neither prove nor deny an expiry. What the disk holds keeps its
    // version and its plan past its end; nothing sounds from it.
    nowMs: turn.time.trusted && !fromDisk ? turn.time.now : null,
    ...(key ? { key } : {}),
  });
  if (!acceptance.ok) {
    // The broker was quicker than the disk, or sends again what is held; acknowledgements overtake each
    // other: nothing to report.
    const isOvertaken = acceptance.reason === 'older' && (fromDisk || momentary.has(kind));
    if (acceptance.reason === 'same' || isOvertaken) return { kind: 'ignore' };
    const { reason } = acceptance;
    return reason === 'key-not-valid' ? disowned(turn, topic, jws, reason) : refusal(reason);
  }
  if (!isFollowed(turn, topic)) return refusal('not-followed');
  if (reading.kind === 'unknown-schema') {
    const reason = 'unknown-schema';
    const mayMute = parseAreaTopic(topic) !== null;
    return mayMute ? { kind: 'mute', held: { jws, kid, header, document: null }, reason } : refusal(reason);
  }
  const { document } = reading;
  if (!fitsTopic(document, kind)) return refusal('wrong-schema');
  const list = turn.state.held.get(topic)?.document;
  const isRelapse =
    document.schema === 'tt/keys/1' && list?.schema === 'tt/keys/1' && forgetsRevocation(document, list);
  if (isRelapse) return refusal('forgets-revocation');
  return { kind: 'apply', held: { jws, kid, header, document }, document };
};

const consider = (turn: Turn, topic: string, jws: string, receivedAt: number, verdict: Verdict): void => {
  const kind = topicKind(topic, turn.state.settings.deviceId);
  if (kind === null) return;
  const judgement = judge(turn, topic, kind, jws, verdict);
  switch (judgement.kind) {
    case 'ignore':
      break;
    case 'refuse': {
      if (judgement.reason === 'older' || judgement.reason === 'forgets-revocation') onOlder(turn, topic);
      const isPuzzling = judgement.reason === 'unknown-key' && kind !== 'keys' && !momentary.has(kind);
      // Of what it does not follow a broker could send any number.
      if (isPuzzling && mayKeepAside(turn, topic)) {
        update(turn, { undecided: withEntry(turn.state.undecided, topic, jws) });
      }
      refuse(turn, topic, judgement.reason);
      break;
    }
    case 'mute':
      hold(turn, topic, judgement.held);
      refuse(turn, topic, judgement.reason);
      break;
    case 'apply':
      if (hasVersions(kind)) {
        update(turn, { seen: { ...turn.state.seen, [kind]: judgement.held.header.version } });
      }
      apply(turn, topic, judgement.held, judgement.document, receivedAt);
      break;
  }
};

export const onVerified = (
  turn: Turn,
  topic: string,
  jws: string,
  receivedAt: number,
  verdict: Verdict,
): void => {
  if (turn.state.undecided.get(topic) === jws) {
    update(turn, { undecided: withoutEntry(turn.state.undecided, topic) });
  }
  consider(turn, topic, jws, receivedAt, verdict);
  const { loading } = turn.state;
  if (!loading.includes(topic)) return;
  const keysFailed = topic === topics.keys && !turn.state.held.has(topics.keys);
  update(turn, { loading: keysFailed ? [] : loading.filter((one) => one !== topic) });
};
