import type { AnnouncementsDocument } from './announcements.ts';
import { announcementCandidates, type Candidate, itemCandidates, type Refusal } from './candidates.ts';
import type { PolicyDocument } from './policy.ts';
import type { ProgramDocument } from './program.ts';
import type { Place } from './targeting.ts';
import { type Scheduled, type Segment, timeline, timelineWith } from './timeline.ts';

/** The documents of one area whose program a place follows; null for one that is not held. */
export type AreaDocuments = Readonly<{
  program: ProgramDocument | null;
  policy: PolicyDocument | null;
  announcements: AnnouncementsDocument | null;
}>;

export type PlaceQuestion = Readonly<{
  place: Place;
  /** The areas of `areaKeys` in a config, the commune first. */
  areas: readonly AreaDocuments[];
  /** Announcements of the areas above, `ancestorKeys` in a config, nearest first. The commune's policy judges them. */
  ancestors: readonly AnnouncementsDocument[];
  /** Candidates that begin anew at a device that came late for them, instead of those with their ids. */
  restarted?: readonly Candidate[];
}>;

/** `area` is the index of the area whose policy judges them. */
export type FollowedAnnouncements = Readonly<{ document: AnnouncementsDocument; area: number }>;

export type PlacePlan = Readonly<{
  /** What has the loudspeaker when; never two at once. A stop has it too, and is silent. */
  segments: readonly Segment[];
  /** All that may sound here by class, targets and policy, also what never gets the loudspeaker. */
  candidates: readonly Candidate[];
  /** What the documents themselves keep silent here, with the reason. */
  refused: readonly Refusal[];
}>;

/**
 * An id is one thing, wherever it is listed: programs come before announcements, the commune's documents before
 * those of the areas above.
 */
const firstOfEachId = <T extends { id: string }>(all: readonly T[]): T[] => {
  const seen = new Set<string>();
  return all.filter(({ id }) => !seen.has(id) && seen.add(id));
};

/** What begins anew at a device that came late for it stands in for what has its id. */
const asEntered = (candidates: readonly Candidate[], { restarted = [] }: PlaceQuestion): Candidate[] => {
  const first = firstOfEachId(candidates);
  if (restarted.length === 0) return first;
  return first.map((candidate) => restarted.find(({ id }) => id === candidate.id) ?? candidate);
};

/** What the programs alone would have sound: the same for any number of announcements. */
export const planPrograms = (question: PlaceQuestion): PlacePlan => {
  const judged = question.areas.flatMap(({ program, policy }) =>
    program ? [itemCandidates(program, policy, question.place)] : [],
  );
  const candidates = asEntered(
    judged.flatMap((one) => one.candidates),
    question,
  );
  return {
    segments: timeline(candidates),
    candidates,
    refused: firstOfEachId(judged.flatMap((one) => one.refused)),
  };
};

/** The announcements that a place follows, nearest first. */
export const followedAnnouncements = ({ areas, ancestors }: PlaceQuestion): FollowedAnnouncements[] => [
  ...areas.flatMap(({ announcements }, area) => (announcements ? [{ document: announcements, area }] : [])),
  ...ancestors.map((document) => ({ document, area: 0 })),
];

/** What one announcements document alone would have sound. */
export const planAnnouncements = (
  { document, area }: FollowedAnnouncements,
  { place, areas }: PlaceQuestion,
): PlacePlan => {
  const judged = announcementCandidates(document, areas[area]?.policy ?? null, place);
  return { ...judged, segments: timeline(judged.candidates) };
};

/** The newcomers whose ids are not known yet, as they entered. */
const enteringOf = (known: PlacePlan, newcomers: PlacePlan, question: PlaceQuestion): Scheduled => {
  const entered = asEntered(newcomers.candidates, question);
  const ids = new Set(entered.map(({ id }) => id));
  for (const { id } of known.candidates) ids.delete(id);
  const isAsPlanned = ids.size === newcomers.candidates.length && (question.restarted ?? []).length === 0;
  if (isAsPlanned) return newcomers;
  const candidates = entered.filter(({ id }) => ids.has(id));
  return { candidates, segments: timeline(candidates) };
};

const isEmpty = ({ candidates, refused }: PlacePlan): boolean => candidates.length + refused.length === 0;

const together = (known: PlacePlan, newcomers: PlacePlan, question: PlaceQuestion): PlacePlan => {
  const entering = enteringOf(known, newcomers, question);
  return {
    segments: timelineWith(known, entering),
    candidates: [...known.candidates, ...entering.candidates],
    refused: firstOfEachId([...known.refused, ...newcomers.refused]),
  };
};

/** Adds what announcements documents say to what the programs of the same question would have sound. */
export const addAnnouncements = (
  programs: PlacePlan,
  announced: readonly PlacePlan[],
  question: PlaceQuestion,
): PlacePlan =>
  announced.reduce((plan, one) => (isEmpty(one) ? plan : together(plan, one, question)), programs);

/**
 * What sounds at one place, from documents alone: devices play it, and the controller's dry run foretells it.
 */
export const planPlace = (question: PlaceQuestion): PlacePlan =>
  addAnnouncements(
    planPrograms(question),
    followedAnnouncements(question).map((followed) => planAnnouncements(followed, question)),
    question,
  );
