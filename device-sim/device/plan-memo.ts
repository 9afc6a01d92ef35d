import { isTargeted, type Place, type ProgramDocument } from '#protocol';
import { type ProgramsPlan, planOf, planProgramsOf } from './make-plan.ts';
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
  readonly programs: Map<string, ProgramsPlan>;
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

/**
 * The same plan object for every device that the same documents say the same to: thousands of simulated
 * loudspeakers then cost one plan per place. What the programs say is kept beside it, so that an announcement
 * costs what it changes.
 */
export const memoisePlan = (compute: typeof planOf = planOf): PlanFunction => {
  const root = nothingKept();
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
    return once(
      keptFor(ofPrograms, announcements).plans,
      `${members}/${membershipOf(announcements, place)}`,
      () =>
        compute(
          question,
          once(ofPrograms.programs, members, () => planProgramsOf(question)),
        ),
    );
  };
};
