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
  subject: { kind: 'item'; item: ProgramItem } | { kind: 'announcement'; announcement: Announcement };
}>;

/** A planned item that will not sound, and why, known from the documents alone. */
export type Refusal = Readonly<{ item: ProgramItem; reason: 'quiet-hours' | 'expired' }>;

const itemRank = (item: ProgramItem) => rank[item.class];

/**
 * Program items that concern a place: those that may sound, cut at quiet hours and at the program's
 * expiry, and those refused.
 */
export const itemCandidates = (
  program: ProgramDocument,
  policy: PolicyDocument | null,
  place: Place,
): { candidates: Candidate[]; refused: Refusal[] } => {
  const candidates: Candidate[] = [];
  const refused: Refusal[] = [];
  for (const item of program.items) {
    if (!isTargeted(program.targetSets[item.targetSet], place)) continue;
    const cutAt = quietHoursCut(item, policy);
    if (cutAt === null) {
      refused.push({ item, reason: 'quiet-hours' });
      continue;
    }
    if (item.startAt >= program.expiresAt) {
      refused.push({ item, reason: 'expired' });
      continue;
    }
    const limit = Math.min(cutAt, program.expiresAt);
    candidates.push({
      id: item.id,
      rank: itemRank(item),
      order: item.order,
      startAt: item.startAt,
      endAt: Math.min(item.endAt, limit),
      lengthMs: item.endAt - item.startAt,
      late: item.late,
      resume: item.resume,
      latestEndAt: Math.min(item.latestEndAt ?? item.endAt, limit),
      subject: { kind: 'item', item },
    });
  }
  return { candidates, refused };
};

/**
 * Announcements that concern a place. Tests, exercises and live voice obey quiet hours; sound ends with the
 * document that ordered it; a stop never ends by itself.
 */
export const announcementCandidates = (
  document: AnnouncementsDocument,
  policy: PolicyDocument | null,
  place: Place,
): Candidate[] =>
  document.announcements.flatMap((announcement): Candidate[] => {
    if (!isTargeted(document.targetSets[announcement.targetSet], place)) return [];
    const subject = { kind: 'announcement', announcement } as const;
    const base = {
      id: announcement.id,
      order: 0,
      startAt: announcement.startAt,
      late: 'join',
      resume: 'resume',
      subject,
    } as const;
    if (announcement.kind === 'stop') {
      const forever = Number.POSITIVE_INFINITY;
      return [{ ...base, rank: rank.stop, endAt: forever, lengthMs: forever, latestEndAt: forever }];
    }
    const isEmergency = announcement.kind === 'emergency';
    const cutAt = quietHoursCut(
      { class: isEmergency ? 'emergency' : 'priority', startAt: announcement.startAt },
      policy,
    );
    if (cutAt === null) return [];
    const endAt = Math.min(announcement.endAt, cutAt, document.expiresAt);
    const lengthMs = announcement.endAt - announcement.startAt;
    return [
      { ...base, rank: isEmergency ? rank.emergency : rank.priority, endAt, lengthMs, latestEndAt: endAt },
    ];
  });
