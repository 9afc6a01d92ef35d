import { onCacheDamaged } from './cache.ts';
import type { DeviceEvent } from './event.ts';
import { attemptOf, setAttempt, settle } from './ledger.ts';
import type { Planned } from './plan.ts';
import { audibleMs, negligibleMs, originOf, punctualMs } from './sounding.ts';
import { record } from './spool.ts';
import type { Entry, Sound } from './state.ts';
import { log, type Turn, toTrue, update } from './turn.ts';

/** While it sounds, what has sounded is put on the disk this often, for the case of a power cut. */
const checkpointMs = 30_000;
type Output<Type> = Extract<DeviceEvent, { type: Type }>;

const soundOf = (turn: Turn, playId: string): Sound | undefined =>
  turn.state.sounds.find((sound) => sound.playId === playId);

const factsOf = (turn: Turn, sound: Sound) =>
  turn.state.plan.planned.get(sound.itemId)?.facts ?? turn.state.ledger.attempts[sound.itemId]?.facts;

const noteFor = (entry: Entry | undefined, planned: Planned | undefined, positionMs: number) => {
  if (typeof entry === 'object') return 'late-restart';
  // Late by itself, or kept waiting by a sound that was before it.
  if (entry === 'late' || positionMs > punctualMs) return 'late-join';
  return planned?.viaFallback ? 'fallback' : null;
};

export const onOutputStarted = (turn: Turn, { playId, at }: Output<'output-started'>): void => {
  const sound = soundOf(turn, playId);
  const facts = sound && factsOf(turn, sound);
  const trueAt = toTrue(turn, at);
  if (!sound || !facts || trueAt === null) return;
  const { plan, entries } = turn.state;
  const planned = plan.planned.get(sound.itemId);
  const before = attemptOf(turn, facts);
  const positionMs = Math.max(0, trueAt - sound.audioAt);
  const note =
    before.startedAt === null
      ? noteFor(entries[sound.itemId], planned, positionMs)
      : before.cutBy === 'power'
        ? 'power'
        : 'resumed';
  const startedAt = before.startedAt ?? Math.round(trueAt);
  setAttempt(turn, { ...before, facts, note, startedAt, cutBy: null });
  log(turn, 'info', 'Sound begun', { itemId: sound.itemId });
  update(turn, {
    checkpointAt: turn.ownNow + checkpointMs,
    sounds: turn.state.sounds.map((one) => (one === sound ? { ...sound, sounding: true } : one)),
  });
  record(turn, {
    type: 'started',
    itemId: sound.itemId,
    at: Math.round(trueAt),
    clockErrorMs: turn.time.estimate?.errorMs ?? 0,
    positionMs: Math.round(planned?.loop && planned.audioMs ? positionMs % planned.audioMs : positionMs),
  });
};

const remove = (turn: Turn, sound: Sound): void =>
  update(turn, { sounds: turn.state.sounds.filter((one) => one !== sound) });

/** Whether the documents give the item more to sound from `t` on. */
const soundsAgain = (turn: Turn, planned: Planned, t: number): boolean =>
  turn.state.plan.segments.some(
    (segment) => segment.candidate.id === planned.facts.id && audibleMs(segment, planned, t) > negligibleMs,
  );

/** Whether the output stopped at the end of the audio, or of a slot that has not been lengthened meanwhile. */
const isComplete = (turn: Turn, sound: Sound, planned: Planned): boolean => {
  if (!planned.loop && sound.endAt >= sound.originAt + (planned.audioMs ?? 0) - negligibleMs) return true;
  return !turn.state.plan.segments.some(
    (segment) =>
      segment.candidate.id === planned.facts.id &&
      originOf(segment) === sound.originAt &&
      audibleMs(segment, planned, sound.endAt) > negligibleMs,
  );
};

/** Causes that a later document may take back while the slot lasts. */
const passing: ReadonlySet<string> = new Set(['stop', 'displaced', 'expired']);

export const onOutputFinished = (turn: Turn, event: Output<'output-finished'>): void => {
  const sound = soundOf(turn, event.playId);
  if (!sound) return;
  remove(turn, sound);
  const attempt = turn.state.ledger.attempts[sound.itemId];
  // Stopped before a sound was made: it may still get its turn.
  if (!attempt || attempt.startedAt === null) return;
  const cutBy = sound.stop ? sound.stop.cause : sound.cutBy;
  const finished = {
    ...attempt,
    playedMs: attempt.playedMs + event.playedMs,
    checkpointMs: 0,
    cutBy,
    measured: attempt.measured && event.measured,
  };
  setAttempt(turn, finished);
  const planned = turn.state.plan.planned.get(sound.itemId);
  const facts = planned?.facts ?? attempt.facts;
  const at = toTrue(turn, event.at) ?? sound.endAt;
  const isCancelled = !planned || cutBy === 'cancelled';
  const isWithinSlot = planned !== undefined && at < planned.overAt;
  // Within the slot trust in the clock may come back, a document that is understood or in force again, or the
  // loudspeaker when a stop is lifted or an emergency ended early: who comes late then sounds, so who was on does too.
  const mayRecover =
    cutBy === 'clock' ||
    (cutBy !== null && passing.has(cutBy) && isWithinSlot) ||
    (cutBy !== null && cutBy === turn.state.muted);
  const goesOn =
    planned && (cutBy === null ? !isComplete(turn, sound, planned) : soundsAgain(turn, planned, at));
  if (!isCancelled && (mayRecover || goesOn)) return;
  settle(
    turn,
    facts,
    isCancelled || cutBy !== null
      ? { outcome: 'interrupted', reason: isCancelled ? 'cancelled' : cutBy }
      : { outcome: 'played', reason: finished.note },
  );
};

/** Faults of the cache heal by fetching again; any other ends the item. */
export const onOutputFailed = (turn: Turn, event: Output<'output-failed'>): void => {
  const sound = soundOf(turn, event.playId);
  const facts = sound && factsOf(turn, sound);
  if (!sound || !facts) return;
  remove(turn, sound);
  const attempt = attemptOf(turn, facts);
  const failed = { ...attempt, playedMs: attempt.playedMs + event.playedMs, checkpointMs: 0 };
  log(turn, 'warn', 'Output failed', { itemId: sound.itemId, reason: event.reason });
  if (event.reason === 'hash-mismatch') {
    setAttempt(turn, { ...failed, trouble: event.reason, cutBy: event.reason });
    onCacheDamaged(turn, sound.sha256);
    return;
  }
  setAttempt(turn, failed);
  settle(turn, facts, { outcome: 'failed', reason: event.reason });
};

/** An output that has said nothing this long after a sound's end is not going to. */
const graceMs = 30_000;

/** True instant at which a sound without news of its end is given up. */
export const givenUpAt = ({ stop, endAt }: Sound): number => Math.min(stop?.at ?? endAt, endAt) + graceMs;

export const giveUpOnOutput = (turn: Turn): void => {
  const { now } = turn.time;
  if (now === null) return;
  for (const sound of turn.state.sounds) {
    if (now < givenUpAt(sound)) continue;
    const facts = factsOf(turn, sound);
    remove(turn, sound);
    log(turn, 'warn', 'Output gave no sign of life', { itemId: sound.itemId });
    if (facts) settle(turn, facts, { outcome: 'failed', reason: 'output' });
  }
};

export const checkpointIfDue = (turn: Turn): void => {
  const { now } = turn.time;
  if (now === null || turn.ownNow < turn.state.checkpointAt) return;
  const sounding = turn.state.sounds.filter((sound) => sound.sounding);
  if (sounding.length === 0) return;
  update(turn, { checkpointAt: turn.ownNow + checkpointMs });
  for (const sound of sounding) {
    const attempt = turn.state.ledger.attempts[sound.itemId];
    if (attempt) setAttempt(turn, { ...attempt, checkpointMs: Math.max(0, Math.round(now - sound.startAt)) });
  }
};
