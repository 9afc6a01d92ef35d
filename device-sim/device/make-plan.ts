import {
  type Announcement,
  type AnnouncementsDocument,
  type AssetInfo,
  addAnnouncements,
  type Candidate,
  type PlacePlan,
  type PlaceQuestion,
  type ProgramItem,
  planPrograms,
  type Segment,
} from '#protocol';
import { type Listed, listAnnouncements, listItems } from './listed.ts';
import { emptyPlan, type Plan, type Planned } from './plan.ts';

/** What the programs alone say of a place, on the way to a plan. */
export type ProgramsPlan = Readonly<{ place: PlacePlan; plan: Plan }>;

/** The end of each candidate's last segment. Segments are in order; a stop may have no end. */
const lastEnds = (segments: readonly Segment[]): ReadonlyMap<string, number> => {
  const ends = new Map<string, number>();
  for (const { candidate, endAt } of segments) if (Number.isFinite(endAt)) ends.set(candidate.id, endAt);
  return ends;
};

const overAt = ({ facts }: Listed, candidate: Candidate | null, lastEnd: number | undefined): number => {
  const lastSound = Math.max(facts.endAt, lastEnd ?? 0);
  if (candidate?.late !== 'restart') return lastSound;
  return Math.max(lastSound, candidate.latestEndAt - candidate.lengthMs);
};

/** Adds to `planned` what is listed and not there yet. */
const planListed = (
  planned: Map<string, Planned>,
  listed: readonly Listed[],
  { segments, candidates, refused }: PlacePlan,
): void => {
  const ids = new Set(listed.map(({ facts }) => facts.id));
  const byId = new Map<string, Candidate>();
  for (const candidate of candidates) if (ids.has(candidate.id)) byId.set(candidate.id, candidate);
  const refusals = new Map(refused.map(({ id, reason }) => [id, reason]));
  const ends = lastEnds(segments);
  for (const entry of listed) {
    const { id } = entry.facts;
    if (planned.has(id)) continue;
    const candidate = byId.get(id) ?? null;
    // Written out: copying objects by `...` would cost more than all the rest of a plan.
    planned.set(id, {
      facts: entry.facts,
      audioMs: entry.audioMs,
      sizeBytes: entry.sizeBytes,
      loop: entry.loop,
      volume: entry.volume,
      policy: entry.policy,
      expiresAt: entry.expiresAt,
      viaFallback: entry.viaFallback,
      candidate,
      refused: candidate ? null : (refusals.get(id) ?? null),
      overAt: overAt(entry, candidate, ends.get(id)),
    });
  }
};

const isEmpty = (record: Readonly<Record<string, unknown>>): boolean => Object.keys(record).length === 0;

const byOverAt = (planned: ReadonlyMap<string, Planned>): Planned[] =>
  [...planned.values()].sort((a, b) => a.overAt - b.overAt);

/** A document that names assets, each by itself: what one names for others another may want held in any case. */
type Naming = Readonly<{
  entries: readonly (ProgramItem | Announcement)[];
  assets: Readonly<Record<string, AssetInfo>>;
}>;

/** Assets that a document declares and nothing in it sounds. */
const preloadsOf = ({ entries, assets }: Naming): [string, AssetInfo][] => {
  const named = new Set<string | undefined>();
  for (const entry of entries) {
    if (!('source' in entry)) continue;
    named.add(entry.source.kind === 'asset' ? entry.source.sha256 : entry.source.fallbackSha256);
  }
  return Object.entries(assets).filter(([sha256]) => !named.has(sha256));
};

const assetsOf = (before: Plan, namings: readonly Naming[], listed: readonly Listed[]) => {
  const assets = new Map(before.assets);
  const preload = new Set(before.preload);
  for (const naming of namings) {
    for (const [sha256, { sizeBytes }] of preloadsOf(naming)) {
      preload.add(sha256);
      assets.set(sha256, sizeBytes);
    }
  }
  for (const { facts, sizeBytes } of listed) {
    if (facts.sha256 !== null) assets.set(facts.sha256, sizeBytes);
  }
  return { assets, preload: [...preload] };
};

/** What the programs say, the same for any number of announcements. */
export const planProgramsOf = (question: PlaceQuestion): ProgramsPlan => {
  const programs = question.areas.flatMap(({ program, policy }) => (program ? [{ program, policy }] : []));
  const place = planPrograms(question);
  const listed = programs.flatMap(({ program, policy }) => listItems(program, policy, question.place));
  const planned = new Map<string, Planned>();
  planListed(planned, listed, place);
  const namings = programs.map(({ program: { items, assets } }) => ({ entries: items, assets }));
  const plan: Plan = {
    segments: place.segments,
    planned,
    byEnd: byOverAt(planned),
    ...assetsOf(emptyPlan, namings, listed),
    isComplete: question.areas.length > 0 && programs.length === question.areas.length,
    expiries: programs.map(({ program }) => program.expiresAt),
  };
  return { place, plan };
};

const announcementsOf = ({ areas, ancestors }: PlaceQuestion): AnnouncementsDocument[] => [
  ...areas.flatMap(({ announcements }) => announcements ?? []),
  ...ancestors,
];

/** Once more what may sound longer, or another time, than its slot: by what others leave to it. */
const planMovable = (planned: Map<string, Planned>, segments: readonly Segment[]): void => {
  const movable = [...planned.values()].filter(({ candidate }) => candidate?.resume === 'restart');
  if (movable.length === 0) return;
  const ends = lastEnds(segments);
  for (const one of movable) {
    const { id } = one.facts;
    planned.set(id, { ...one, overAt: overAt(one, one.candidate, ends.get(id)) });
  }
};

/** What this place hears and needs, from the documents alone; `programs` may have been kept from another plan. */
export const planOf = (question: PlaceQuestion, programs = planProgramsOf(question)): Plan => {
  const documents = announcementsOf(question);
  if (documents.every(({ announcements, assets }) => announcements.length === 0 && isEmpty(assets))) {
    return programs.plan;
  }
  const place = addAnnouncements(programs.place, question);
  const communePolicy = question.areas[0]?.policy ?? null;
  const listed = [
    ...question.areas.flatMap(({ announcements, policy }) =>
      announcements ? listAnnouncements(announcements, policy, question.place) : [],
    ),
    ...question.ancestors.flatMap((document) => listAnnouncements(document, communePolicy, question.place)),
  ];
  const planned = new Map(programs.plan.planned);
  planMovable(planned, place.segments);
  planListed(planned, listed, place);
  const namings = documents.map(({ announcements, assets }) => ({ entries: announcements, assets }));
  return {
    ...programs.plan,
    segments: place.segments,
    planned,
    byEnd: byOverAt(planned),
    ...assetsOf(programs.plan, namings, listed),
  };
};
