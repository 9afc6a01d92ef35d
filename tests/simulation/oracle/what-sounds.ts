import type { Announcement, PolicyDocument, ProgramItem, TargetSet } from '#protocol';
import type { HeldDocuments } from './sealed-documents.ts';

/**
 * What an always-on loudspeaker at one place sounds, worked out anew from the rules as people read them, without
 * a line of the code that devices and controller share.
 */
export type Want = Readonly<{
  id: string;
  rank: number;
  order: number;
  startAt: number;
  endAt: number;
  lengthMs: number;
  latestEndAt: number;
  late: 'join' | 'skip' | 'restart';
  resume: 'resume' | 'skip' | 'restart';
  /** Null for silence: a stop. */
  sha256: string | null;
  audioMs: number;
  loop: boolean;
}>;

/** One want has the loudspeaker in [from, to); position zero of its audio lies at `origin`. */
export type Voice = Readonly<{ want: Want; from: number; to: number; origin: number }>;

const hourMs = 3_600_000;
const forever = 8e15;

const meansUs = (set: TargetSet | undefined, clusterId: string, zoneKey: string | null): boolean => {
  if (set === undefined) return false;
  if ('all' in set) return true;
  return set.clusterIds.includes(clusterId) || (zoneKey !== null && set.zoneKeys.includes(zoneKey));
};

/** Until when sound that is planned for `at` may last; null when it may not be at all. */
export const allowedUntil = (policy: PolicyDocument | null, at: number): number | null => {
  if (policy === null) {
    const sinceMidnight = (at + 7 * hourMs) % (24 * hourMs);
    const isDay = sinceMidnight >= 5 * hourMs && sinceMidnight < 21 * hourMs;
    return isDay ? at - sinceMidnight + 21 * hourMs : null;
  }
  let until: number | null = null;
  for (const { startAt, endAt } of policy.allowed) {
    const reached: number = until ?? at;
    if (startAt <= reached && endAt > reached) until = endAt;
  }
  return until;
};

export const exceptionOf = (item: ProgramItem): number => item.exception?.until ?? 0;

const rankOf = { normal: 1, priority: 2, emergency: 3 } as const;

const wantOfItem = (item: ProgramItem, docs: HeldDocuments): Want | null => {
  const { program, policy } = docs;
  if (!program || item.startAt >= program.expiresAt) return null;
  const isEmergency = item.class === 'emergency';
  const until = isEmergency ? forever : Math.max(allowedUntil(policy, item.startAt) ?? 0, exceptionOf(item));
  if (until <= item.startAt) return null;
  const sha256 = item.source.kind === 'asset' ? item.source.sha256 : (item.source.fallbackSha256 ?? null);
  const lengthMs = item.endAt - item.startAt;
  return {
    id: item.id,
    rank: rankOf[item.class],
    order: item.order,
    startAt: item.startAt,
    endAt: Math.min(item.endAt, until, program.expiresAt),
    lengthMs,
    latestEndAt: Math.min(item.latestEndAt ?? item.endAt, until, program.expiresAt),
    late: item.late,
    resume: item.resume,
    sha256,
    audioMs: sha256 === null ? 0 : (program.assets[sha256]?.durationMs ?? lengthMs),
    loop: false,
  };
};

const wantOfAnnouncement = (
  said: Announcement,
  policy: PolicyDocument | null,
  document: NonNullable<HeldDocuments['announcements']>,
): Want | null => {
  const { id, startAt } = said;
  const common = { id, order: 0, startAt, late: 'join', resume: 'resume' } as const;
  if (said.kind === 'stop') {
    const endAt = said.endAt ?? forever;
    const silence = { endAt, lengthMs: endAt - startAt, latestEndAt: endAt, sha256: null, audioMs: 0 };
    return { ...common, ...silence, rank: 4, loop: false };
  }
  const isEmergency = said.kind === 'emergency';
  const until = isEmergency ? forever : allowedUntil(policy, startAt);
  if (until === null || startAt >= document.expiresAt) return null;
  const endAt = Math.min(said.endAt, until, document.expiresAt);
  const sha256 = said.source.kind === 'asset' ? said.source.sha256 : (said.source.fallbackSha256 ?? null);
  const lengthMs = said.endAt - startAt;
  return {
    ...common,
    ...(said.kind === 'exercise' ? ({ late: 'skip', resume: 'skip' } as const) : {}),
    rank: isEmergency ? 3 : 2,
    endAt,
    lengthMs,
    latestEndAt: endAt,
    sha256,
    audioMs: sha256 === null ? 0 : (document.assets[sha256]?.durationMs ?? lengthMs),
    loop: said.repeat,
  };
};

/** Everything that the held documents want here. */
export const wantsOf = (docs: HeldDocuments): Want[] => {
  const { config, program, policy, announcements, above, isMuted } = docs;
  if (!config || isMuted) return [];
  const isOurs = (set: TargetSet | undefined): boolean => meansUs(set, config.clusterId, config.zoneKey);
  const wants: Want[] = [];
  for (const item of program?.items ?? []) {
    const want = isOurs(program?.targetSets[item.targetSet]) ? wantOfItem(item, docs) : null;
    if (want) wants.push(want);
  }
  for (const document of [...(announcements ? [announcements] : []), ...above]) {
    for (const said of document.announcements) {
      const isKnown = wants.some(({ id }) => id === said.id);
      const isMeant = !isKnown && isOurs(document.targetSets[said.targetSet]);
      const want = isMeant ? wantOfAnnouncement(said, policy, document) : null;
      if (want) wants.push(want);
    }
  }
  return wants;
};

const isBefore = (a: Want, b: Want): boolean => {
  if (a.rank !== b.rank) return a.rank > b.rank;
  if (a.order !== b.order) return a.order < b.order;
  if (a.startAt !== b.startAt) return a.startAt < b.startAt;
  return a.id < b.id;
};

/** Where the sound of a want that gets the loudspeaker at `t` begins and ends; null when it is too late for it. */
const turnAt = (want: Want, t: number): { origin: number; until: number } | null => {
  if (t === want.startAt || want.resume === 'resume') {
    return t < want.endAt ? { origin: want.startAt, until: want.endAt } : null;
  }
  if (want.resume === 'skip' || t + want.lengthMs > want.latestEndAt) return null;
  return { origin: t, until: t + want.lengthMs };
};

type Holder = { want: Want; origin: number; until: number; from: number };

/** The first in order of those that may have the loudspeaker at `t`; who never may again is struck off. */
const bestAt = (left: Set<Want>, holder: Want | null, t: number): Want | null => {
  let best: Want | null = null;
  for (const want of left) {
    if (want.startAt > t || want === holder) continue;
    if (turnAt(want, t) === null) left.delete(want);
    else if (best === null || isBefore(want, best)) best = want;
  }
  return best;
};

/** Minute by minute as a listener would tell it, from one instant at which something may change to the next. */
export const voicesOf = (wants: readonly Want[]): Voice[] => {
  const voices: Voice[] = [];
  const instants = new Set(wants.flatMap(({ startAt, endAt }) => [startAt, endAt]));
  const left = new Set(wants.filter(({ startAt, endAt }) => endAt > startAt));
  const told: { holder: Holder | null } = { holder: null };
  const release = (t: number): void => {
    const { holder } = told;
    if (holder && t > holder.from)
      voices.push({ want: holder.want, from: holder.from, to: t, origin: holder.origin });
    told.holder = null;
  };
  for (let t = Math.min(...instants); Number.isFinite(t); t = Math.min(...instants)) {
    instants.delete(t);
    if (told.holder !== null && told.holder.until <= t) {
      left.delete(told.holder.want);
      release(t);
    }
    const holding = told.holder?.want ?? null;
    const best = bestAt(left, holding, t);
    const turn = best === null || (holding !== null && best.rank <= holding.rank) ? null : turnAt(best, t);
    if (best === null || turn === null) continue;
    release(t);
    told.holder = { want: best, from: t, ...turn };
    instants.add(turn.until);
  }
  return voices;
};
