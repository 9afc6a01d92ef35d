import {
  type AnnouncementsDocument,
  type AreaDocuments,
  type Candidate,
  type PolicyDocument,
  topics,
} from '#protocol';
import { emptyPlan } from './plan.ts';
import { isWithoutVoice, type State } from './state.ts';
import { type Turn, update } from './turn.ts';

type Documents = Pick<State, 'held'>;

const announcementsOf = ({ held }: Documents, areaKey: string): AnnouncementsDocument | null => {
  const document = held.get(topics.announcements(areaKey))?.document;
  return document?.schema === 'tt/announcements/1' ? document : null;
};

export const policyOf = ({ held }: Documents, areaKey: string): PolicyDocument | null => {
  const document = held.get(topics.policy(areaKey))?.document;
  return document?.schema === 'tt/policy/1' ? document : null;
};

const readArea = (documents: Documents, areaKey: string): AreaDocuments => {
  const program = documents.held.get(topics.program(areaKey))?.document;
  return {
    program: program?.schema === 'tt/program/1' ? program : null,
    policy: policyOf(documents, areaKey),
    announcements: announcementsOf(documents, areaKey),
  };
};

const isCandidate = (entry: State['entries'][string]): entry is Candidate => typeof entry === 'object';

/** Whether anything the plan is made of has changed. */
export const planDiffers = (before: State, after: State): boolean =>
  before.held !== after.held ||
  before.config !== after.config ||
  before.retired !== after.retired ||
  (before.loading.length > 0 && after.loading.length === 0);

/** Why a place is silent whatever its plan says; null when every document that it holds is understood. */
const mutedBy = ({ held, retired }: State): 'key-not-valid' | 'unknown-schema' | 'retired' | null => {
  if (retired) return 'retired';
  for (const one of held.values()) {
    if (one.document === null) return isWithoutVoice(one) ? 'key-not-valid' : 'unknown-schema';
  }
  return null;
};

/** Makes the plan anew from the documents held. A document that is not understood, or has lost its key, mutes the place. */
export const refreshPlan = (turn: Turn): void => {
  const { state } = turn;
  const { config } = state;
  if (state.loading.length > 0) return;
  if (!config) {
    update(turn, { plan: emptyPlan, muted: null });
    return;
  }
  const { clusterId, zoneKey } = config;
  const plan = turn.planOf({
    place: { clusterId, zoneKey },
    areas: config.areaKeys.map((areaKey) => readArea(state, areaKey)),
    ancestors: config.ancestorKeys.flatMap((areaKey) => announcementsOf(state, areaKey) ?? []),
    restarted: Object.values(state.entries).filter(isCandidate),
  });
  const entries = Object.entries(state.entries);
  const kept = entries.filter(([id]) => plan.planned.has(id));
  update(turn, {
    plan,
    entries: kept.length < entries.length ? Object.fromEntries(kept) : state.entries,
    // Of areas that are not followed nothing is held.
    muted: mutedBy(state),
  });
};
