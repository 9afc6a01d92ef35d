import {
  type Announcement,
  type AssetInfo,
  addAnnouncements,
  type Candidate,
  type FollowedAnnouncements,
  followedAnnouncements,
  type PlacePlan,
  type PlaceQuestion,
  type ProgramItem,
  planAnnouncements,
  planPrograms,
  type Segment,
} from '#protocol';
import { type Listed, listAnnouncements, listItems } from './listed.ts';
import type { Plan, Planned, PlannedById } from './plan.ts';

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
export type AnnouncementsPart = Readonly<{
  place: PlacePlan;
  planned: ReadonlyMap<string, Planned>;
  byEnd: readonly Planned[];
  named: Named;
}>;

/** A plan is put together of these; they may have been kept from another plan. */
export type PlanParts = Readonly<{
  programs: (question: PlaceQuestion) => ProgramsPart;
  announcements: (followed: FollowedAnnouncements, question: PlaceQuestion) => AnnouncementsPart;
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
  { candidates, refused }: PlacePlan,
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

/** Quick where parts of it are in order already. */
const byOverAt = (planned: readonly Planned[]): Planned[] => [...planned].sort((a, b) => a.overAt - b.overAt);

/** The first of each id. */
const byId = (planned: readonly Planned[]): ReadonlyMap<string, Planned> => {
  const found = new Map<string, Planned>();
  for (const one of planned) if (!found.has(one.facts.id)) found.set(one.facts.id, one);
  return found;
};

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
  const planned = byId(planListed(listed, placePlan, lastEnds(placePlan.segments)));
  const programs = areas.flatMap(({ program }) => program ?? []);
  const plan: Plan = {
    segments: placePlan.segments,
    planned,
    byEnd: byOverAt([...planned.values()]),
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

const announcementsPart: PlanParts['announcements'] = (followed, question) => {
  const { announcements, assets } = followed.document;
  const place = planAnnouncements(followed, question);
  const listed = listAnnouncements(followed, question.place);
  // Announcements keep to their slots.
  const planned = byId(planListed(listed, place, new Map()));
  return {
    place,
    planned,
    byEnd: byOverAt([...planned.values()]),
    named: namedBy([{ entries: announcements, assets }], listed),
  };
};

export const freshParts: PlanParts = { programs: programsPart, announcements: announcementsPart };

/** The plan with those assets too; nearly always it names them already. */
const withNamed = ({ assets: held, preload: preloaded }: Named, named: readonly Named[]): Named => {
  const isNew = named.some(
    ({ assets, preload }) =>
      [...assets].some(([sha256, sizeBytes]) => held.get(sha256) !== sizeBytes) ||
      preload.some((sha256) => !preloaded.includes(sha256)),
  );
  if (!isNew) return { assets: held, preload: preloaded };
  return {
    assets: new Map([held, ...named.map(({ assets }) => assets)].flatMap((one) => [...one])),
    preload: [...new Set([preloaded, ...named.map(({ preload }) => preload)].flat())],
  };
};

/** One map over another, without a copy of either: thousands of places share most of what they plan. */
const laidOver = (above: PlannedById, below: PlannedById): PlannedById => ({
  get: (id) => above.get(id) ?? below.get(id),
  has: (id) => above.has(id) || below.has(id),
  values: function* () {
    yield* above.values();
    for (const one of below.values()) if (!above.has(one.facts.id)) yield one;
  },
});

/** What this place hears and needs, from the documents alone. */
export const planOf = (question: PlaceQuestion, parts: PlanParts = freshParts): Plan => {
  const { place, plan, movable } = parts.programs(question);
  const announced = followedAnnouncements(question)
    .map((followed) => parts.announcements(followed, question))
    .filter((part) => part.planned.size + part.place.candidates.length + part.named.assets.size > 0);
  if (announced.length === 0) return plan;
  const { segments } = addAnnouncements(
    place,
    announced.map((part) => part.place),
    question,
  );
  const ends = movable.length > 0 ? lastEnds(segments) : new Map<string, number>();
  const moved = byId(movable.map((one) => ({ ...one, overAt: overAt(one.facts, one.candidate, ends) })));
  // An id is one thing, the first that lists it.
  const planned = announced.reduce(
    (above, part) => laidOver(above, part.planned),
    moved.size > 0 ? laidOver(moved, plan.planned) : plan.planned,
  );
  const isListedFirst = (one: Planned): boolean => planned.get(one.facts.id) === one;
  return {
    ...plan,
    segments,
    planned,
    byEnd: byOverAt([
      ...(moved.size > 0 ? plan.byEnd.map((one) => moved.get(one.facts.id) ?? one) : plan.byEnd),
      ...announced.flatMap((part) => part.byEnd).filter(isListedFirst),
    ]),
    ...withNamed(
      plan,
      announced.map(({ named }) => named),
    ),
  };
};
