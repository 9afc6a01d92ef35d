import { type DeviceState, type Heartbeat, parseAreaTopic, topics } from '#protocol';
import type { HeartbeatCore } from './effect.ts';
import type { State } from './state.ts';
import { log, random, type Turn, update } from './turn.ts';

/** Changes of one moment make one report. */
const gatherMs = 1_500;
const defaultHeartbeatIntervalMs = 60_000;

/** Schedules a `state` report; until a connection it only remembers that there is something to tell. */
export const stateChanged = (turn: Turn, delayMs = gatherMs): void => {
  const at = turn.ownNow + delayMs;
  update(turn, { stateAt: Math.min(turn.state.stateAt ?? at, at) });
};

/**
 * Versions by topic suffix. The commune's stand by themselves; those of another area, followed beside it or
 * above it, carry its key: `announcements:25.20200101`.
 */
export const heldVersions = ({ held, config }: Pick<State, 'held' | 'config'>): Record<string, number> => {
  const versions: Record<string, number> = {};
  for (const [topic, { header, document }] of held) {
    if (!document) continue;
    const area = parseAreaTopic(topic);
    const suffix = area ? area.kind : topic === topics.keys ? 'keys' : 'config';
    const isFirst = !area || config?.areaKeys[0] === area.areaKey;
    versions[isFirst ? suffix : `${suffix}:${area.areaKey}`] = header.version;
  }
  return versions;
};

const trueNow = (turn: Turn): number | null =>
  turn.time.trusted && turn.time.now !== null ? Math.round(turn.time.now) : null;

export const reportStateIfDue = (turn: Turn): void => {
  const { state } = turn;
  if (state.link !== 'ready' || state.stateAt === null || turn.ownNow < state.stateAt) return;
  const { spoolId, nextSeq, ackedSeq } = state.spool;
  const payload: DeviceState = {
    at: trueNow(turn),
    versions: heldVersions(state),
    cached: [...state.cached],
    missing: Object.entries(state.jobs).map(([sha256, job]) => ({
      sha256,
      reason: job.reason ?? job.status,
    })),
    refused: [...state.refused],
    newer: [...state.newer],
    spool: { spoolId, nextSeq, ackedSeq },
  };
  turn.effects.push({ type: 'publish', topic: topics.state(state.settings.deviceId), qos: 1, payload });
  update(turn, { stateAt: null, refused: [], newer: [] });
};

const playing = (turn: Turn): Heartbeat['playing'] => {
  const sound = turn.state.sounds.find((one) => one.sounding);
  if (!sound || turn.time.now === null) return null;
  return {
    itemId: sound.itemId,
    sha256: sound.sha256,
    startedAt: Math.round(sound.startAt),
    positionMs: Math.max(0, Math.round(turn.time.now - sound.audioAt)),
  };
};

export const heartbeatIfDue = (turn: Turn): void => {
  const { state, time } = turn;
  if (turn.ownNow < state.heartbeatAt) return;
  const interval = state.config?.heartbeatIntervalMs ?? defaultHeartbeatIntervalMs;
  // A little jitter each time, so that a fleet that started together does not beat together.
  update(turn, { heartbeatAt: turn.ownNow + interval * (0.95 + random(turn) * 0.1) });
  if (state.link !== 'ready') return;
  const heartbeat: HeartbeatCore = {
    at: trueNow(turn),
    uptimeMs: Math.max(0, Math.round(turn.ownNow - state.bootedAt)),
    clock: time.estimate ? { offsetMs: time.estimate.offsetMs, errorMs: time.estimate.errorMs } : null,
    versions: heldVersions(state),
    playing: playing(turn),
    volume: state.sounds.find((one) => one.sounding)?.volume ?? state.config?.maxVolume ?? 0,
    cache: { assets: state.cached.size, missing: Object.keys(state.jobs).length },
    firmware: state.settings.firmware,
  };
  turn.effects.push({ type: 'heartbeat', topic: topics.heartbeat(state.settings.deviceId), heartbeat });
};

/** Says once that a held document has come to its end, and with it the sound. */
export const tellExpiries = (turn: Turn): void => {
  const { held, expiryTold } = turn.state;
  const { now, trusted } = turn.time;
  if (now === null || !trusted) return;
  for (const [topic, { header }] of held) {
    if (header.expiresAt > now) continue;
    const name = `${topic}@${header.version}`;
    if (expiryTold.includes(name)) continue;
    update(turn, {
      expiryTold: [...turn.state.expiryTold, name].slice(-20),
      refused: [...turn.state.refused, { topic, reason: 'expired' }],
    });
    log(turn, 'warn', 'Held document has expired', { topic });
    stateChanged(turn);
  }
};
