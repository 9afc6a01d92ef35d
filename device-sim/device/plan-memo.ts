import { isTargeted, obeysQuietHours, type Place, type ProgramDocument } from '#protocol';
import {
  type AnnouncementsPart,
  freshParts,
  type PlanParts,
  type ProgramsPart,
  planOf,
} from './make-plan.ts';
import type { Plan, PlanFunction } from './plan.ts';

type Targeting = Pick<ProgramDocument, 'targetSets'>;

/** Which of the target sets a place belongs to. */
const membershipOf = (documents: readonly (Targeting | null)[], place: Place): string => {
  let members = '';
  for (const document of documents) {
    for (const set of Object.values(document?.targetSets ?? {}))
      members += isTargeted(set, place) ? '1' : '0';
  }
  return members;
};

/** What is kept for a row of documents, by membership. It is forgotten with any one of them. */
type Kept = {
  readonly next: WeakMap<object, Kept>;
  readonly programs: Map<string, ProgramsPart>;
  readonly plans: Map<string, Plan>;
};

const nothingKept = (): Kept => ({ next: new WeakMap(), programs: new Map(), plans: new Map() });

/** Stands in for a document that is not held. */
const none = {};

const keptFor = (from: Kept, documents: readonly (object | null)[]): Kept => {
  let kept = from;
  for (const document of documents) {
    const known: Kept = kept.next.get(document ?? none) ?? nothingKept();
    kept.next.set(document ?? none, known);
    kept = known;
  }
  return kept;
};

const once = <T>(kept: Map<string, T>, key: string, make: () => T): T => {
  const known = kept.get(key);
  if (known) return known;
  const made = make();
  kept.set(key, made);
  return made;
};

/** Announcements of a province say the same in all its communes, unless they must ask each one's quiet hours. */
const keepAnnouncements = (): PlanParts['announcements'] => {
  const kept = new WeakMap<object, Map<string, AnnouncementsPart>>();
  return (followed, question) => {
    const { document, area } = followed;
    const make = () => freshParts.announcements(followed, question);
    if (obeysQuietHours(document)) return make();
    const ofDocument = kept.get(document) ?? new Map<string, AnnouncementsPart>();
    kept.set(document, ofDocument);
    return once(ofDocument, `${area}:${membershipOf([document], question.place)}`, make);
  };
};

/**
 * The same plan object for every device that the same documents say the same to: thousands of simulated
 * loudspeakers then cost one plan per place. What the programs say is kept beside it, so that an announcement
 * costs what it changes.
 */
export const memoisePlan = (compute: typeof planOf = planOf): PlanFunction => {
  const root = nothingKept();
  const announcementsPart = keepAnnouncements();
  return (question) => {
    const { areas, ancestors, place, restarted = [] } = question;
    if (restarted.length > 0) return compute(question);
    const programs = areas.map(({ program }) => program);
    const announcements = [...areas.map((one) => one.announcements), ...ancestors];
    const ofPrograms = keptFor(
      root,
      areas.flatMap(({ program, policy }) => [program, policy]),
    );
    const members = membershipOf(programs, place);
    const parts: PlanParts = {
      programs: () => once(ofPrograms.programs, members, () => freshParts.programs(question)),
      announcements: announcementsPart,
    };
    const key = `${members}/${membershipOf(announcements, place)}`;
    return once(keptFor(ofPrograms, announcements).plans, key, () => compute(question, parts));
  };
};
