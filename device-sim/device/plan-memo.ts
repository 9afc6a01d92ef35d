import { isTargeted, type Place, type ProgramDocument } from '#protocol';
import { type ProgramsPlan, planOf, planProgramsOf } from './make-plan.ts';
import type { Plan, PlanFunction } from './plan.ts';

type Targeting = Pick<ProgramDocument, 'targetSets'>;

/** Which of the target sets a place belongs to. */
const membershipOf = (documents: readonly (Targeting | null)[], place: Place): string =>
  documents
    .flatMap((document) => Object.values(document?.targetSets ?? {}))
    .map((set) => (isTargeted(set, place) ? '1' : '0'))
    .join('');

/**
 * The same plan object for every device that the same documents say the same to: thousands of simulated
 * loudspeakers then cost one plan per place. What the programs say is kept beside it, so that an announcement
 * costs what it changes. Everything is forgotten with its program.
 */
export const memoisePlan = (compute: typeof planOf = planOf): PlanFunction => {
  const ids = new WeakMap<object, number>();
  const plans = new WeakMap<object, Map<string, Plan>>();
  const programsPlans = new WeakMap<object, Map<string, ProgramsPlan>>();
  let lastId = 0;
  const idOf = (document: object | null): number => {
    if (!document) return 0;
    const known = ids.get(document);
    if (known !== undefined) return known;
    lastId += 1;
    ids.set(document, lastId);
    return lastId;
  };
  const once = <T>(kept: WeakMap<object, Map<string, T>>, owner: object, key: string, make: () => T): T => {
    const ofOwner = kept.get(owner) ?? new Map<string, T>();
    kept.set(owner, ofOwner);
    const known = ofOwner.get(key);
    if (known) return known;
    const made = make();
    // Policies and announcements come and go under one program: keep only a handful of variants.
    if (ofOwner.size >= 64) ofOwner.clear();
    ofOwner.set(key, made);
    return made;
  };

  return (question) => {
    const { areas, ancestors, place, restarted = [] } = question;
    const owner = areas[0]?.program ?? areas[0]?.announcements;
    if (!owner || restarted.length > 0) return compute(question);
    const programs = areas.map(({ program }) => program);
    const announcements = [...areas.map((area) => area.announcements), ...ancestors];
    const base = `${areas.map(({ program, policy }) => `${idOf(program)}.${idOf(policy)}`).join()}:${membershipOf(programs, place)}`;
    const added = `${announcements.map(idOf).join()}:${membershipOf(announcements, place)}`;
    return once(plans, owner, `${base}/${added}`, () =>
      compute(
        question,
        once(programsPlans, owner, base, () => planProgramsOf(question)),
      ),
    );
  };
};
