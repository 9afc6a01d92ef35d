import { type Candidate, topics } from '#protocol';
import { type AreaDocuments, emptyPlan } from './plan.ts';
import type { State } from './state.ts';
import { type Turn, update } from './turn.ts';

type AreaReading = AreaDocuments & Readonly<{ isUnderstood: boolean }>;

const readArea = ({ held }: State, areaKey: string): AreaReading => {
  const program = held.get(topics.program(areaKey));
  const policy = held.get(topics.policy(areaKey));
  const announcements = held.get(topics.announcements(areaKey));
  return {
    program: program?.document?.schema === 'tt/program/1' ? program.document : null,
    policy: policy?.document?.schema === 'tt/policy/1' ? policy.document : null,
    announcements: announcements?.document?.schema === 'tt/announcements/1' ? announcements.document : null,
    isUnderstood: [program, policy, announcements].every((one) => !one || one.document !== null),
  };
};

const isCandidate = (entry: State['entries'][string]): entry is Candidate => typeof entry === 'object';

/** Whether anything the plan is made of has changed. */
export const planDiffers = (before: State, after: State): boolean =>
  before.held !== after.held ||
  before.config !== after.config ||
  (before.loading.length > 0 && after.loading.length === 0);

/** Makes the plan anew from the documents held. A document that is not understood mutes the place. */
export const refreshPlan = (turn: Turn): void => {
  const { state } = turn;
  const { config } = state;
  if (state.loading.length > 0) return;
  if (!config) {
    update(turn, { plan: emptyPlan, muted: null });
    return;
  }
  const areas = config.areaKeys.map((areaKey) => readArea(state, areaKey));
  const restarted = Object.values(state.entries).filter(isCandidate);
  const { clusterId, zoneKey } = config;
  const isUnderstood = areas.every((area) => area.isUnderstood);
  const plan = turn.planOf({ areas, place: { clusterId, zoneKey }, restarted });
  const entries = Object.entries(state.entries).filter(([id]) => plan.planned.has(id));
  update(turn, {
    plan,
    entries: Object.fromEntries(entries),
    muted: isUnderstood ? null : 'unknown-schema',
  });
};
