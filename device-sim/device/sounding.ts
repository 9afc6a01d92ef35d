import { cappedVolume, lateEntry, rank, type Segment, segmentAt } from '#protocol';
import { isSettled } from './ledger.ts';
import { commitAheadMs, type Planned, segmentsDuring } from './plan.ts';
import type { Sound } from './state.ts';
import { type Turn, toOwn, update } from './turn.ts';

/** Where position zero of the audio lies. */
export const originOf = (segment: Segment): number => segment.startAt - segment.positionMs;

/** Where the candidate ends if nothing takes over: a restarted one has moved with its origin. */
const fullEnd = (segment: Segment): number => {
  const { candidate } = segment;
  const origin = originOf(segment);
  return origin === candidate.startAt ? candidate.endAt : origin + candidate.lengthMs;
};

/** Who takes the loudspeaker at `t`, as the reason of whoever has to leave it. */
const takenBy = (turn: Turn, t: number): string => {
  const next = segmentAt(turn.state.plan.segments, t);
  if (!next) return 'cancelled';
  return next.candidate.rank === rank.stop ? 'stop' : 'displaced';
};

const stopSound = (turn: Turn, sound: Sound, cause: string, at: number): void => {
  turn.effects.push({ type: 'stop', playId: sound.playId, at: toOwn(turn, at) });
  const stopped: Sound = { ...sound, stop: { cause, at } };
  update(turn, { sounds: turn.state.sounds.map((one) => (one === sound ? stopped : one)) });
};

/** Why nothing may sound at all; null when the plan may. */
const silence = (turn: Turn): string | null => (turn.time.trusted ? turn.state.muted : 'clock');

/** Stops what the documents no longer give the loudspeaker to: now, or just ahead of a take-over. */
const stopDisplaced = (turn: Turn, now: number): void => {
  const { plan } = turn.state;
  for (const sound of turn.state.sounds) {
    if (sound.stop) continue;
    const silentFor = silence(turn);
    const planned = plan.planned.get(sound.itemId);
    if (silentFor !== null) stopSound(turn, sound, silentFor, now);
    else if (!planned || planned.facts.sha256 !== sound.sha256) stopSound(turn, sound, 'cancelled', now);
    else if (!planned.candidate) stopSound(turn, sound, planned.refused ?? 'cancelled', now);
    else {
      const until = Math.max(now, sound.startAt);
      const segment = plan.segments.find(
        (one) =>
          one.candidate.id === sound.itemId &&
          originOf(one) === sound.originAt &&
          one.startAt <= until &&
          one.endAt > until,
      );
      if (!segment) {
        // A sound past its natural end is only waiting for the output's word.
        if (now < sound.endAt) stopSound(turn, sound, takenBy(turn, until), now);
      } else if (segment.endAt < sound.endAt && segment.endAt <= now + commitAheadMs) {
        stopSound(turn, sound, takenBy(turn, segment.endAt), segment.endAt);
      }
    }
  }
};

/** The loudest that no cap forbids anywhere in the stretch. */
const volumeFor = (turn: Turn, planned: Planned, startAt: number, endAt: number): number => {
  const { policy, volume } = planned;
  const ceiling = turn.state.config?.maxVolume ?? 0;
  const steps = (policy?.caps ?? []).map((cap) => cap.startAt).filter((t) => t > startAt && t < endAt);
  return Math.min(...[startAt, ...steps].map((t) => cappedVolume(volume, ceiling, policy, t)));
};

const commit = (turn: Turn, segment: Segment, planned: Planned, sha256: string, now: number): void => {
  const originAt = originOf(segment);
  const startAt = Math.max(segment.startAt, now);
  const audioEnd = planned.loop ? Number.POSITIVE_INFINITY : originAt + (planned.audioMs ?? 0);
  const slotEnd = fullEnd(segment);
  const endAt = Math.min(slotEnd, audioEnd);
  if (startAt >= endAt) return;
  const isCut = slotEnd < audioEnd && slotEnd < planned.facts.endAt;
  const sound: Sound = {
    playId: `${planned.facts.id}@${Math.round(startAt)}`,
    itemId: planned.facts.id,
    sha256,
    originAt,
    startAt,
    endAt,
    volume: volumeFor(turn, planned, startAt, endAt),
    sounding: false,
    stop: null,
    cutBy: isCut ? (slotEnd === planned.expiresAt ? 'expired' : 'quiet-hours') : null,
  };
  update(turn, { sounds: [...turn.state.sounds, sound] });
  turn.effects.push({
    type: 'play',
    play: {
      playId: sound.playId,
      itemId: sound.itemId,
      sha256,
      startAt: toOwn(turn, startAt),
      endAt: toOwn(turn, endAt),
      positionMs: startAt - originAt,
      loop: planned.loop,
      volume: sound.volume,
    },
  });
};

/** Decides once how the device came to an item. True when that changes the plan. */
const enter = (turn: Turn, segment: Segment, now: number): boolean => {
  const { entries } = turn.state;
  const { id } = segment.candidate;
  if (id in entries) return false;
  const found =
    now <= segment.startAt ? ({ kind: 'on-time' } as const) : lateEntry(segment.candidate, Math.ceil(now));
  switch (found.kind) {
    case 'on-time':
      update(turn, { entries: { ...entries, [id]: 'on-time' } });
      return false;
    case 'join':
      update(turn, { entries: { ...entries, [id]: 'late' } });
      return false;
    case 'silent':
      update(turn, { entries: { ...entries, [id]: 'silent' } });
      return false;
    case 'restart':
      update(turn, { entries: { ...entries, [id]: found.candidate } });
      return true;
  }
};

/**
 * Brings the output in line with what the documents say of now and of the next moments. True when a late
 * arrival has changed the plan, which must be made again.
 */
export const bringIntoLine = (turn: Turn): boolean => {
  const { now } = turn.time;
  if (turn.state.loading.length > 0) return false;
  if (now === null) return false;
  stopDisplaced(turn, now);
  if (silence(turn) !== null) return false;
  const { plan } = turn.state;
  for (const segment of segmentsDuring(plan, now, now + commitAheadMs)) {
    const planned = plan.planned.get(segment.candidate.id);
    const sha256 = planned?.facts.sha256;
    if (!planned || !sha256 || isSettled(turn, planned.facts.id)) continue;
    if (!turn.state.cached.has(sha256)) continue;
    if (turn.state.sounds.some((one) => one.itemId === planned.facts.id)) continue;
    if (enter(turn, segment, now)) return true;
    if (turn.state.entries[planned.facts.id] === 'silent') continue;
    commit(turn, segment, planned, sha256, now);
  }
  return false;
};
