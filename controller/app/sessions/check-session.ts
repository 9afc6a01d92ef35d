import { fullName } from '../../domain/area.ts';
import { findQuietConflict } from '../../domain/quiet-conflict.ts';
import type { Reach } from '../../domain/reach.ts';
import { type Occurrence, occurrences, type parseRule, type Recurrence } from '../../domain/recurrence.ts';
import { findSelfOverlap } from '../../domain/session-overlap.ts';
import {
  areaOfTarget,
  areasOfTargets,
  nameOfTarget,
  type SessionTarget,
} from '../../domain/session-target.ts';
import type { Places } from '../directory/places.ts';
import type { Fault, Outcome } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import type { SessionDraft } from './session-drafts.ts';
import { refuse, sessionFaults } from './session-faults.ts';

export type CheckedSession = Readonly<{
  recurrence: Recurrence;
  /** Coming occurrences, up to 400, within 400 days of the first. */
  coming: readonly Occurrence[];
  /** Keys of the communes that it reaches. */
  communes: readonly string[];
  /** The slot that needs permission to sound in quiet hours. */
  quiet: Fault | null;
}>;

const dayMs = 24 * 60 * 60 * 1000;
const mostJudged = 400;

const nameOf = (places: Places, key: string): string => {
  const area = places.areas().find((one) => one.key === key);
  return area ? fullName(area) : (places.clusters().find(({ id }) => id === key)?.name ?? key);
};

const communeIn =
  (places: Places) =>
  (clusterId: string): string | undefined =>
    places.clusters().find(({ id }) => id === clusterId)?.areaKey;

/** The communes that targets reach; targets in areas no longer in force reach none. */
export const reachedCommunes = (
  targets: readonly SessionTarget[],
  places: Places,
  reach: Reach,
): string[] => [
  ...new Set(areasOfTargets(targets, communeIn(places)).flatMap((areaKey) => reach.communesUnder(areaKey))),
];

const checkTargets = (draft: SessionDraft, places: Places, reach: Reach): Fault | null => {
  if (!reach.isInForce(draft.areaKey)) return sessionFaults.areaUnknown;
  if (draft.targets.length === 0) return sessionFaults.noTarget;
  for (const target of draft.targets) {
    const areaKey = areaOfTarget(target, communeIn(places));
    const given = nameOfTarget(target);
    if (areaKey === undefined || !reach.isInForce(areaKey)) return sessionFaults.targetUnknown(given);
    if (!reach.isWithin(areaKey, draft.areaKey)) {
      return sessionFaults.targetOutside(nameOf(places, given));
    }
  }
  return null;
};

const checkPlain = (draft: SessionDraft): Fault | null => {
  if (draft.title.trim() === '') return sessionFaults.titleMissing;
  if (draft.class === 'emergency') return sessionFaults.emergency;
  const { durationMs, volume } = draft;
  if (!Number.isInteger(durationMs) || durationMs < 1_000 || durationMs > dayMs)
    return sessionFaults.duration;
  return Number.isInteger(volume) && volume >= 0 && volume <= 100 ? null : sessionFaults.volume;
};

/** Occurrences that have not ended, from the first of them on. */
const comingOccurrences = (recurrence: Recurrence, durationMs: number, now: number): Occurrence[] => {
  const from = Math.max(now, recurrence.firstAt);
  return occurrences({ recurrence, durationMs }, from, from + 400 * dayMs - durationMs)
    .filter(({ endAt }) => endAt > now)
    .slice(0, mostJudged);
};

export const createSessionCheck = (deps: {
  store: Pick<Store, 'sessions' | 'policies'>;
  places: Places;
  reachOf: (now: number) => Reach;
  parse: typeof parseRule;
}) => {
  const { store, places, reachOf, parse } = deps;

  /** @param context.isNew A session that exists may be running already; a new one must lie ahead. */
  return async (
    draft: SessionDraft,
    context: { now: number; isNew: boolean },
  ): Promise<Outcome<CheckedSession>> => {
    const { now, isNew } = context;
    const reach = reachOf(now);
    const fault = checkPlain(draft) ?? checkTargets(draft, places, reach);
    if (fault) return refuse(422, fault);
    const rule = parse(draft);
    if (!rule.ok) return refuse(422, rule.fault);
    const { recurrence } = rule;
    const coming = comingOccurrences(recurrence, draft.durationMs, now);
    const ahead = isNew ? coming.filter(({ startAt }) => startAt >= now) : coming;
    if (ahead.length === 0) {
      return refuse(422, draft.rrule === null ? sessionFaults.past : sessionFaults.noneLeft);
    }
    if (findSelfOverlap(coming)) return refuse(422, sessionFaults.selfOverlap);
    const communes = reachedCommunes(draft.targets, places, reach);
    const conflict = findQuietConflict({
      occurrences: ahead,
      communes,
      ancestors: reach.ancestors,
      rules: await store.policies.all(),
    });
    const quiet = conflict
      ? sessionFaults.quietHours(conflict.occurrence.startAt, nameOf(places, conflict.communeKey))
      : null;
    return { ok: true, value: { recurrence, coming, communes, quiet } };
  };
};
