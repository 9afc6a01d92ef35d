import { type Candidate, cappedVolume, lateEntry, rank, type Segment, segmentAt } from '#protocol';
import { isSettled } from './ledger.ts';
import { commitAheadMs, type Planned, segmentsDuring } from './plan.ts';
import { policyOf } from './planning.ts';
import type { Sound } from './state.ts';
import { type Turn, toOwn, toTrue, update } from './turn.ts';

/** A start missed by less than this is no late arrival: the sound enters at its wall-clock position. */
export const punctualMs = 250;

/** What starts or is taken over before this is settled now. Wakes may come a fraction of a millisecond early. */
const committedUntil = (now: number): number => now + commitAheadMs + 1;

/** Where position zero of the audio lies. */
export const originOf = (segment: Segment): number => segment.startAt - segment.positionMs;

/** Less than this is not worth a start. */
export const negligibleMs = 50;

/** How much of a segment sounds from `t` on: the audio may be over before its slot. */
export const audibleMs = (segment: Segment, { loop, audioMs }: Planned, t: number): number => {
  const audioEnd = loop ? Number.POSITIVE_INFINITY : originOf(segment) + (audioMs ?? 0);
  return Math.min(segment.endAt, audioEnd) - Math.max(segment.startAt, t);
};

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

/** Why a sound has lost the loudspeaker; null when its slot, as the documents now have it, is over. */
const lostBy = (turn: Turn, sound: Sound, { startAt, endAt, cutBy }: Candidate, t: number): string | null =>
  sound.originAt === startAt && endAt <= t ? cutBy : takenBy(turn, t);

const stopSound = (turn: Turn, sound: Sound, cause: string | null, at: number): void => {
  const ownAt = Math.max(toOwn(turn, at), sound.own.startAt);
  turn.effects.push({ type: 'stop', playId: sound.playId, at: ownAt });
  const own = { ...sound.own, endAt: Math.min(sound.own.endAt, ownAt) };
  const stopped: Sound = { ...sound, own, stop: { cause, at } };
  update(turn, { sounds: turn.state.sounds.map((one) => (one === sound ? stopped : one)) });
};

/** Why nothing may sound at all; null when the plan may. */
const silence = (turn: Turn): string | null => (turn.time.trusted ? turn.state.muted : 'clock');

type Stop = NonNullable<Sound['stop']>;

/** Where the documents, as they are now, end a sound before it ends by itself; null when they let it. */
const stopFor = (turn: Turn, sound: Sound, now: number): Stop | null => {
  const { plan } = turn.state;
  const silentFor = silence(turn);
  if (silentFor !== null) return { cause: silentFor, at: now };
  const planned = plan.planned.get(sound.itemId);
  if (!planned || planned.facts.sha256 !== sound.sha256) return { cause: 'cancelled', at: now };
  const { candidate, refused } = planned;
  if (!candidate) return { cause: refused ?? 'cancelled', at: now };
  const until = Math.max(now, sound.startAt);
  const segment = plan.segments.find(
    (one) =>
      one.candidate.id === sound.itemId &&
      originOf(one) === sound.originAt &&
      one.startAt <= until &&
      one.endAt > until,
  );
  if (!segment) return { cause: lostBy(turn, sound, candidate, until), at: now };
  const isNear = segment.endAt < committedUntil(now);
  return isNear ? { cause: lostBy(turn, sound, candidate, segment.endAt), at: segment.endAt } : null;
};

/**
 * Stops what the documents no longer give the loudspeaker to: now, or just ahead of a take-over. Also what is
 * to stop already, but too late; not what is past its end and only waits for the output's word.
 */
const stopDisplaced = (turn: Turn, now: number): void => {
  for (const sound of turn.state.sounds) {
    const stop = stopFor(turn, sound, now);
    if (stop && stop.at < (sound.stop?.at ?? sound.endAt)) stopSound(turn, sound, stop.cause, stop.at);
  }
};

/** The loudest that no cap forbids anywhere in the stretch. */
const volumeFor = (turn: Turn, planned: Planned, startAt: number, endAt: number): number => {
  const { area, volume } = planned;
  const { config } = turn.state;
  const areaKey = config?.areaKeys[area];
  const policy = areaKey === undefined ? null : policyOf(turn.state, areaKey);
  const ceiling = config?.maxVolume ?? 0;
  const steps = (policy?.caps ?? []).map((cap) => cap.startAt).filter((t) => t > startAt && t < endAt);
  return Math.min(...[startAt, ...steps].map((t) => cappedVolume(volume, ceiling, policy, t)));
};

/** A sound that is to be over by `t`, and by the clock of an earlier exchange is not quite, ends there all the same. */
const makeWay = (turn: Turn, t: number): void => {
  const ownAt = toOwn(turn, t);
  for (const sound of turn.state.sounds) {
    const { cause, at } = sound.stop ?? { cause: sound.cutBy, at: sound.endAt };
    const isLate = at <= t && sound.own.endAt > ownAt && sound.own.startAt < ownAt;
    if (isLate) stopSound(turn, sound, cause, at);
  }
};

type Ready = Readonly<{ segment: Segment; planned: Planned; sha256: string }>;

/**
 * The part of [startAt, endAt), own clock, in which no other sound has been committed: never two at once.
 */
const freeSpan = (turn: Turn, startAt: number, endAt: number) => {
  let [from, to] = [startAt, endAt];
  const taken = turn.state.sounds
    .map(({ own }) => own)
    // What was stopped before its start takes no time.
    .filter((own) => own.endAt > own.startAt)
    .sort((a, b) => a.startAt - b.startAt);
  for (const own of taken) {
    if (own.endAt <= from || own.startAt >= to) continue;
    if (own.startAt <= from) from = own.endAt;
    else to = own.startAt;
  }
  return { from, to };
};

const commit = (turn: Turn, { segment, planned, sha256 }: Ready, now: number): void => {
  const originAt = originOf(segment);
  // A declared stagger holds back what begins; where the plan ends a sound, it ends.
  const audioAt = originAt + (turn.state.config?.staggerMs ?? 0);
  const audioEnd = planned.loop ? Number.POSITIVE_INFINITY : audioAt + (planned.audioMs ?? 0);
  const slotEnd = fullEnd(segment);
  makeWay(turn, segment.startAt);
  const wantedEnd = Math.min(slotEnd, audioEnd);
  const span = freeSpan(turn, toOwn(turn, Math.max(segment.startAt, audioAt, now)), toOwn(turn, wantedEnd));
  if (span.to - span.from < negligibleMs) return;
  const startAt = toTrue(turn, span.from) ?? now;
  const endAt = Math.min(wantedEnd, toTrue(turn, span.to) ?? wantedEnd);
  const isCut = slotEnd < audioEnd && slotEnd < planned.facts.endAt;
  const sound: Sound = {
    // By the own clock: what is committed anew for the same instant is another play.
    playId: `${planned.facts.id}@${Math.round(span.from)}`,
    itemId: planned.facts.id,
    sha256,
    originAt,
    audioAt,
    startAt,
    endAt,
    own: { startAt: span.from, endAt: span.to },
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
      startAt: span.from,
      endAt: span.to,
      positionMs: Math.max(0, startAt - audioAt),
      loop: planned.loop,
      volume: sound.volume,
    },
  });
};

/** An exchange of time that moves a start by less leaves it where it was committed. */
const movedMs = 5;
/** What begins sooner stays as committed: it may be with the output's samples already. */
const settledMs = 1_000;

/**
 * Takes back what was committed by an estimate of the clock that was worse than today's, while there is time to
 * commit it anew at the right instant.
 */
const takeBackMoved = (turn: Turn): void => {
  for (const sound of turn.state.sounds) {
    const { own, startAt, playId } = sound;
    if (sound.stop || sound.sounding || own.startAt < turn.ownNow + settledMs) continue;
    if (Math.abs(toOwn(turn, startAt) - own.startAt) <= movedMs) continue;
    turn.effects.push({ type: 'stop', playId, at: own.startAt });
    update(turn, { sounds: turn.state.sounds.filter((one) => one !== sound) });
  }
};

/** Decides once how the device came to an item. True when that changes the plan. */
const enter = (turn: Turn, segment: Segment, now: number): boolean => {
  const { entries } = turn.state;
  const { id } = segment.candidate;
  if (id in entries) return false;
  const found =
    now <= segment.startAt + punctualMs
      ? ({ kind: 'on-time' } as const)
      : lateEntry(segment.candidate, Math.floor(now));
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

/** Segments of now and of the next moments that could sound and do not yet. */
const readySegments = (turn: Turn, now: number): Ready[] => {
  const { plan, cached, sounds } = turn.state;
  return segmentsDuring(plan, now, committedUntil(now)).flatMap((segment) => {
    const planned = plan.planned.get(segment.candidate.id);
    const sha256 = planned?.facts.sha256;
    if (!planned || !sha256 || !cached.has(sha256) || isSettled(turn, planned.facts.id)) return [];
    // Who has just been stopped a hair before the end of its segment does not begin again for that hair.
    if (audibleMs(segment, planned, now) <= negligibleMs) return [];
    return sounds.some((one) => one.itemId === planned.facts.id) ? [] : [{ segment, planned, sha256 }];
  });
};

/**
 * Brings the output in line with what the documents say of now and of the next moments. True when a late
 * arrival has changed the plan: it must be made again first, and nothing has been committed.
 */
export const bringIntoLine = (turn: Turn): boolean => {
  const { now } = turn.time;
  if (now === null || turn.state.loading.length > 0) return false;
  stopDisplaced(turn, now);
  if (silence(turn) !== null) return false;
  takeBackMoved(turn);
  const ready = readySegments(turn, now);
  for (const { segment } of ready) if (enter(turn, segment, now)) return true;
  for (const one of ready) {
    if (turn.state.entries[one.planned.facts.id] === 'silent') continue;
    commit(turn, one, now);
    // Whoever comes a moment before a take-over commits both at once: the first must make way for the second.
    stopDisplaced(turn, now);
  }
  return false;
};
