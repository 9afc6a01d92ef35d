import { isTargeted, type PlaceQuestion } from '#protocol';
import { type Plan, type PlanFunction, planOf } from './plan.ts';

/** Who is meant by each document that the plan is made of. */
const targetSetsOf = ({ areas, ancestors }: PlaceQuestion) =>
  [...areas.flatMap(({ program, announcements }) => [program, announcements]), ...ancestors].flatMap(
    (document) => Object.values(document?.targetSets ?? {}),
  );

/**
 * The same plan object for every device that the same documents say the same to: thousands of simulated
 * loudspeakers then cost one plan per place. It forgets a plan with its documents.
 */
export const memoisePlan = (compute: PlanFunction = planOf): PlanFunction => {
  const ids = new WeakMap<object, number>();
  const plans = new WeakMap<object, Map<string, Plan>>();
  let lastId = 0;
  const idOf = (document: object | null): number => {
    if (!document) return 0;
    const known = ids.get(document);
    if (known !== undefined) return known;
    lastId += 1;
    ids.set(document, lastId);
    return lastId;
  };
  const membership = (question: PlaceQuestion): string =>
    targetSetsOf(question)
      .map((set) => (isTargeted(set, question.place) ? '1' : '0'))
      .join('');

  return (question) => {
    const owner = question.areas[0]?.program ?? question.areas[0]?.announcements;
    if (!owner || (question.restarted?.length ?? 0) > 0) return compute(question);
    const documents = question.areas.map(({ program, policy, announcements }) =>
      [idOf(program), idOf(policy), idOf(announcements)].join('.'),
    );
    const above = question.ancestors.map(idOf).join('.');
    const key = `${documents.join('/')}/${above}:${membership(question)}`;
    const ofOwner = plans.get(owner) ?? new Map<string, Plan>();
    plans.set(owner, ofOwner);
    const known = ofOwner.get(key);
    if (known) return known;
    const plan = compute(question);
    // Policies and announcements come and go under one program: keep only a handful of variants.
    if (ofOwner.size >= 64) ofOwner.clear();
    ofOwner.set(key, plan);
    return plan;
  };
};
