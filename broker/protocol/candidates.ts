import type { Announcement, AnnouncementsDocument } from './announcements.ts';
import type { PolicyDocument } from './policy.ts';
import type { ProgramDocument, ProgramItem } from './program.ts';
import { quietHoursCut } from './quiet-hours.ts';
import { isTargeted, type Place } from './targeting.ts';

/** Ranks of the total order; a higher one takes over. */
export const rank = { normal: 1, priority: 2, emergency: 3, stop: 4 } as const;

/** One thing that wants to sound (or, for a stop, to be silent) in [startAt, endAt) at one place. */
export type Candidate = Readonly<{
  id: string;
  rank: (typeof rank)[keyof typeof rank];
  order: number;
  startAt: number;
  endAt: number;
  /** The audio from its beginning to its end. */
  lengthMs: number;
  /** What a device does that arrives after the start, see `arriveLate`. */
  late: 'join' | 'skip' | 'restart';
  resume: 'resume' | 'skip' | 'restart';
  latestEndAt: number;
  /** What ends it before its planned end. */
  cutBy: 'quiet-hours' | 'expired' | null;
  subject: { kind: 'item'; item: ProgramItem } | { kind: 'announcement'; announcement: Announcement };
}>;

/** An item or announcement that will not sound, and why, known from the documents alone. */
export type Refusal = Readonly<{
  id: string;
  reason: 'quiet-hours' | 'expired';
  subject: Candidate['subject'];
}>;

/** What one document says of a place. */
export type Judged = Readonly<{ candidates: readonly Candidate[]; refused: readonly Refusal[] }>;

/** Where the rules end a sound that was to last until `endAt`. */
const cutTo = (endAt: number, quietAt: number, expiresAt: number): Pick<Candidate, 'endAt' | 'cutBy'> => {
  const limit = Math.min(quietAt, expiresAt);
  if (endAt <= limit) return { endAt, cutBy: null };
  return { endAt: limit, cutBy: quietAt <= expiresAt ? 'quiet-hours' : 'expired' };
};

const itemRank = (item: ProgramItem) => rank[item.class];

/**
 * Program items that concern a place: those that may sound, cut at quiet hours and at the program's
 * expiry, and those refused.
 */
export const itemCandidates = (
  program: ProgramDocument,
  policy: PolicyDocument | null,
  place: Place,
): Judged => {
  const candidates: Candidate[] = [];
  const refused: Refusal[] = [];
  for (const item of program.items) {
    if (!isTargeted(program.targetSets[item.targetSet], place)) continue;
    const { id } = item;
    const subject = { kind: 'item', item } as const;
    const quietAt = quietHoursCut(item, policy);
    if (quietAt === null || item.startAt >= program.expiresAt) {
      refused.push({ id, reason: quietAt === null ? 'quiet-hours' : 'expired', subject });
      continue;
    }
    candidates.push({
      id,
      rank: itemRank(item),
      order: item.order,
      startAt: item.startAt,
      ...cutTo(item.endAt, quietAt, program.expiresAt),
      lengthMs: item.endAt - item.startAt,
      late: item.late,
      resume: item.resume,
      latestEndAt: Math.min(item.latestEndAt ?? item.endAt, quietAt, program.expiresAt),
      subject,
    });
  }
  return { candidates, refused };
};

/**
 * Announcements that concern a place. Tests, exercises and live voice obey quiet hours; sound ends with the
 * document that ordered it; a stop ends when it is lifted, and by nothing else.
 */
export const announcementCandidates = (
  document: AnnouncementsDocument,
  policy: PolicyDocument | null,
  place: Place,
): Judged => {
  const candidates: Candidate[] = [];
  const refused: Refusal[] = [];
  for (const announcement of document.announcements) {
    if (!isTargeted(document.targetSets[announcement.targetSet], place)) continue;
    const { id, startAt } = announcement;
    const subject = { kind: 'announcement', announcement } as const;
    // Who has missed the first words of an exercise, which say that it is one, must not hear the rest.
    const isWhole = announcement.kind === 'exercise';
    const base = {
      id,
      order: 0,
      startAt,
      late: isWhole ? 'skip' : 'join',
      resume: isWhole ? 'skip' : 'resume',
      subject,
    } as const;
    if (announcement.kind === 'stop') {
      const endAt = announcement.endAt ?? Number.POSITIVE_INFINITY;
      const lengthMs = endAt - startAt;
      candidates.push({ ...base, rank: rank.stop, endAt, lengthMs, latestEndAt: endAt, cutBy: null });
      continue;
    }
    const isEmergency = announcement.kind === 'emergency';
    const quietAt = quietHoursCut({ class: isEmergency ? 'emergency' : 'priority', startAt }, policy);
    if (quietAt === null || startAt >= document.expiresAt) {
      refused.push({ id, reason: quietAt === null ? 'quiet-hours' : 'expired', subject });
      continue;
    }
    const cut = cutTo(announcement.endAt, quietAt, document.expiresAt);
    candidates.push({
      ...base,
      ...cut,
      rank: isEmergency ? rank.emergency : rank.priority,
      lengthMs: announcement.endAt - startAt,
      latestEndAt: cut.endAt,
    });
  }
  return { candidates, refused };
};
