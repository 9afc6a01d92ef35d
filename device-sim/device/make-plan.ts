import {
  type Announcement,
  type AssetInfo,
  addAnnouncements,
  announcementCandidates,
  type Candidate,
  type FollowedAnnouncements,
  followedAnnouncements,
  type Judged,
  type Place,
  type PlacePlan,
  type PlaceQuestion,
  type PolicyDocument,
  type ProgramItem,
  planPrograms,
  type Segment,
} from '#protocol';
import { type Listed, listAnnouncements, listItems } from './listed.ts';
import type { Plan, Planned } from './plan.ts';

/** Assets that a document names for a place, with their size, and those that nothing in it sounds. */
type Named = Readonly<{ assets: ReadonlyMap<string, number | null>; preload: readonly string[] }>;

/** What the programs alone say of a place, on the way to a plan. */
export type ProgramsPart = Readonly<{
  place: PlacePlan;
  plan: Plan;
  /** What may sound longer, or another time, than its slot: by what others leave to it. */
  movable: readonly Planned[];
}>;

/** What one announcements document says of a place. */
export type AnnouncementsPart = Readonly<{ judged: Judged; planned: readonly Planned[]; named: Named }>;

/** A plan is put together of these; they may have been kept from another plan. */
export type PlanParts = Readonly<{
  programs: (question: PlaceQuestion) => ProgramsPart;
  announcements: (
    followed: FollowedAnnouncements,
    place: Place,
    policy: PolicyDocument | null,
  ) => AnnouncementsPart;
}>;

/** The end of each candidate's last segment. Segments are in order; a stop may have no end. */
const lastEnds = (segments: readonly Segment[]): ReadonlyMap<string, number> => {
  const ends = new Map<string, number>();
  for (const { candidate, endAt } of segments) if (Number.isFinite(endAt)) ends.set(candidate.id, endAt);
  return ends;
};

const overAt = (
  facts: Listed['facts'],
  candidate: Candidate | null,
  ends: ReadonlyMap<string, number>,
): number => {
  const lastSound = Math.max(facts.endAt, ends.get(facts.id) ?? 0);
  if (candidate?.late !== 'restart') return lastSound;
  return Math.max(lastSound, candidate.latestEndAt - candidate.lengthMs);
};

const planListed = (
  listed: readonly Listed[],
  { candidates, refused }: Judged,
  ends: ReadonlyMap<string, number>,
): Planned[] => {
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const refusals = new Map(refused.map(({ id, reason }) => [id, reason]));
  return listed.map((entry) => {
    const candidate = byId.get(entry.facts.id) ?? null;
    // Written out: copying objects by `...` would cost more than all the rest of a plan.
    return {
      facts: entry.facts,
      audioMs: entry.audioMs,
      sizeBytes: entry.sizeBytes,
      loop: entry.loop,
      volume: entry.volume,
      area: entry.area,
      expiresAt: entry.expiresAt,
      viaFallback: entry.viaFallback,
      candidate,
      refused: candidate ? null : (refusals.get(entry.facts.id) ?? null),
      overAt: overAt(entry.facts, candidate, ends),
    };
  });
};

const byOverAt = (planned: ReadonlyMap<string, Planned>): Planned[] =>
  [...planned.values()].sort((a, b) => a.overAt - b.overAt);

/** A document that names assets, each by itself: what one names for others another may want held in any case. */
type Naming = Readonly<{
  entries: readonly (ProgramItem | Announcement)[];
  assets: Readonly<Record<string, AssetInfo>>;
}>;

const namedBy = (namings: readonly Naming[], listed: readonly Listed[]): Named => {
  const assets = new Map<string, number | null>();
  const preload = new Set<string>();
  for (const naming of namings) {
    const sounding = new Set<string | undefined>();
    for (const entry of naming.entries) {
      if (!('source' in entry)) continue;
      sounding.add(entry.source.kind === 'asset' ? entry.source.sha256 : entry.source.fallbackSha256);
    }
    for (const [sha256, { sizeBytes }] of Object.entries(naming.assets)) {
      if (sounding.has(sha256)) continue;
      preload.add(sha256);
      assets.set(sha256, sizeBytes);
    }
  }
  for (const { facts, sizeBytes } of listed) {
    if (facts.sha256 !== null) assets.set(facts.sha256, sizeBytes);
  }
  return { assets, preload: [...preload] };
};

const programsPart = (question: PlaceQuestion): ProgramsPart => {
  const { areas, place } = question;
  const placePlan = planPrograms(question);
  const listed = areas.flatMap(({ program }, area) => (program ? listItems(program, area, place) : []));
  const planned = new Map<string, Planned>();
  for (const one of planListed(listed, placePlan, lastEnds(placePlan.segments))) {
    if (!planned.has(one.facts.id)) planned.set(one.facts.id, one);
  }
  const programs = areas.flatMap(({ program }) => program ?? []);
  const plan: Plan = {
    segments: placePlan.segments,
    planned,
    byEnd: byOverAt(planned),
    ...namedBy(
      programs.map(({ items, assets }) => ({ entries: items, assets })),
      listed,
    ),
    isComplete: areas.length > 0 && programs.length === areas.length,
    expiries: programs.map(({ expiresAt }) => expiresAt),
  };
  const movable = [...planned.values()].filter(({ candidate }) => candidate?.resume === 'restart');
  return { place: placePlan, plan, movable };
};

const announcementsPart: PlanParts['announcements'] = (followed, place, policy) => {
  const { announcements, assets } = followed.document;
  const judged = announcementCandidates(followed.document, policy, place);
  const listed = listAnnouncements(followed, place);
  return {
    judged,
    // Announcements keep to their slots.
    planned: planListed(listed, judged, new Map()),
    named: namedBy([{ entries: announcements, assets }], listed),
  };
};

export const freshParts: PlanParts = { programs: programsPart, announcements: announcementsPart };

const withNamed = (plan: Plan, parts: readonly AnnouncementsPart[]): Named => ({
  assets: new Map([plan.assets, ...parts.map(({ named }) => named.assets)].flatMap((one) => [...one])),
  preload: [...new Set([plan.preload, ...parts.map(({ named }) => named.preload)].flat())],
});

/** What this place hears and needs, from the documents alone. */
export const planOf = (question: PlaceQuestion, parts: PlanParts = freshParts): Plan => {
  const { place, plan, movable } = parts.programs(question);
  const announced = followedAnnouncements(question).map((followed) =>
    parts.announcements(followed, question.place, question.areas[followed.area]?.policy ?? null),
  );
  const isSilent = announced.every((one) => one.planned.length + one.judged.candidates.length === 0);
  if (isSilent && announced.every(({ named }) => named.assets.size === 0)) return plan;
  const { segments } = addAnnouncements(
    place,
    announced.map(({ judged }) => judged),
    question,
  );
  const planned = new Map(plan.planned);
  const ends = movable.length > 0 ? lastEnds(segments) : new Map<string, number>();
  for (const one of movable) {
    planned.set(one.facts.id, { ...one, overAt: overAt(one.facts, one.candidate, ends) });
  }
  for (const one of announced.flatMap((part) => part.planned)) {
    if (!planned.has(one.facts.id)) planned.set(one.facts.id, one);
  }
  return { ...plan, segments, planned, byEnd: byOverAt(planned), ...withNamed(plan, announced) };
};
