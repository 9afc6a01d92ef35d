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

const announcementRank = (kind: Announcement['kind']): Candidate['rank'] =>
  kind === 'stop' ? rank.stop : kind === 'emergency' ? rank.emergency : rank.priority;

/** When quiet hours end it; null when it may not sound at all. Silence and emergencies know no quiet hours. */
const quietAtOf = ({ kind, startAt }: Announcement, policy: PolicyDocument | null): number | null =>
  kind === 'stop' || kind === 'emergency'
    ? Number.POSITIVE_INFINITY
    : quietHoursCut({ class: 'priority', startAt }, policy);

/** Whether an area's policy may say another thing of a document than another area's does. */
export const obeysQuietHours = ({ announcements }: AnnouncementsDocument): boolean =>
  announcements.some(({ kind }) => kind !== 'stop' && kind !== 'emergency');

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
    const { id, startAt, kind } = announcement;
    const subject = { kind: 'announcement', announcement } as const;
    const wantedEnd = announcement.endAt ?? Number.POSITIVE_INFINITY;
    const quietAt = quietAtOf(announcement, policy);
    const isOver = kind !== 'stop' && startAt >= document.expiresAt;
    if (quietAt === null || isOver) {
      refused.push({ id, reason: quietAt === null ? 'quiet-hours' : 'expired', subject });
      continue;
    }
    const expiresAt = kind === 'stop' ? Number.POSITIVE_INFINITY : document.expiresAt;
    const { endAt, cutBy } = cutTo(wantedEnd, quietAt, expiresAt);
    // Who has missed the first words of an exercise, which say that it is one, must not hear the rest.
    const isWhole = kind === 'exercise';
    candidates.push({
      id,
      rank: announcementRank(kind),
      order: 0,
      startAt,
      endAt,
      lengthMs: wantedEnd - startAt,
      late: isWhole ? 'skip' : 'join',
      resume: isWhole ? 'skip' : 'resume',
      latestEndAt: endAt,
      cutBy,
      subject,
    });
  }
  return { candidates, refused };
};
