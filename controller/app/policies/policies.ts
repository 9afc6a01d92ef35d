import { fullName } from '../../domain/area.ts';
import { type AffectedSlot, affectedSlots } from '../../domain/policy-effect.ts';
import { findLoosening, type PolicyDay, policyWeek } from '../../domain/policy-week.ts';
import { createRuleCache, occurrences, type parseRule } from '../../domain/recurrence.ts';
import { createReachOf, type Places } from '../directory/places.ts';
import type { Publisher } from '../documents/publisher.ts';
import type { EventBus } from '../ports/events.ts';
import type { Clock, Log, Outcome } from '../ports/runtime.ts';
import type { PolicyRule } from '../ports/store/policies.ts';
import type { SessionRow } from '../ports/store/sessions.ts';
import type { Store } from '../ports/store.ts';
import { reachedCommunes } from '../sessions/check-session.ts';
import type { Actor } from '../sessions/session-drafts.ts';
import { refuse } from '../sessions/session-faults.ts';
import { policyFaults } from './policy-faults.ts';

export type AreaPolicy = Readonly<{
  areaKey: string;
  own: readonly PolicyRule[];
  /** Levels above that have rules, nearest first. */
  inherited: readonly Readonly<{ areaKey: string; rules: readonly PolicyRule[] }>[];
  /** All levels together. */
  week: readonly PolicyDay[];
}>;

export type SavedPolicy = AreaPolicy &
  Readonly<{
    /** Slots of the next 14 days that the change refuses or cuts, by start. */
    affected: readonly AffectedSlot<SessionRow>[];
  }>;

/** A rule without the area, which the address names. */
export type RuleDraft = Omit<PolicyRule, 'areaKey'>;

/**
 * Quiet hours and volume caps. What succeeds is stored; the policies that follow from it are being signed
 * when it returns, and devices obey them from the moment they hold them.
 */
export type Policies = Readonly<{
  /** Of an area of any level; a zone has that of its commune. */
  read: (areaKey: string) => Promise<AreaPolicy>;
  /** Replaces an area's own rules; none of its own means those of the levels above. */
  replace: (areaKey: string, rules: readonly RuleDraft[], actor: Actor) => Promise<Outcome<SavedPolicy>>;
}>;

const affectedWithinMs = 14 * 24 * 60 * 60 * 1000;

export const createPolicies = (deps: {
  store: Pick<Store, 'policies' | 'sessions'>;
  publisher: Pick<Publisher, 'publishPolicies'>;
  places: Places;
  /** A cache of parsed rules to share with others. */
  parse?: typeof parseRule;
  clock: Clock;
  events: EventBus;
  log: Log;
}): Policies => {
  const { store, publisher, places, clock, events } = deps;
  const parse = deps.parse ?? createRuleCache();
  const log = deps.log.child({ component: 'policies' });
  const reachOf = createReachOf(places);

  const describe = (areaKey: string, rules: readonly PolicyRule[]): AreaPolicy => {
    const ancestors = reachOf(clock.now()).ancestors(areaKey);
    const of = (key: string) => rules.filter((rule) => rule.areaKey === key);
    return {
      areaKey,
      own: of(areaKey),
      inherited: ancestors.flatMap((key) => {
        const above = of(key);
        return above.length > 0 ? [{ areaKey: key, rules: above }] : [];
      }),
      week: policyWeek({ chain: [areaKey, ...ancestors], rules }),
    };
  };

  const nameOf = (key: string): string => {
    const area = places.areas().find((one) => one.key === key);
    return area ? fullName(area) : key;
  };

  const affectedBy = async (
    areaKey: string,
    before: readonly PolicyRule[],
    after: readonly PolicyRule[],
  ): Promise<AffectedSlot<SessionRow>[]> => {
    const now = clock.now();
    const to = now + affectedWithinMs;
    const reach = reachOf(now);
    const concerned = new Set(reach.communesUnder(areaKey));
    const slots = (await store.sessions.active()).flatMap((session) => {
      const communes = reachedCommunes(session.targets, places, reach).filter((key) => concerned.has(key));
      const rule = communes.length > 0 ? parse(session) : null;
      if (!rule?.ok) return [];
      const coming = occurrences({ recurrence: rule.recurrence, durationMs: session.durationMs }, now, to);
      return [{ session, communes, occurrences: coming }];
    });
    const first = Math.min(now, ...slots.flatMap(({ occurrences: [one] }) => one?.startAt ?? []));
    const affected = affectedSlots({
      slots,
      ancestors: reach.ancestors,
      before,
      after,
      from: first,
      // Slots last a day at most.
      to: to + 24 * 60 * 60 * 1000,
    });
    return affected.sort((a, b) => a.occurrence.startAt - b.occurrence.startAt);
  };

  return {
    read: async (areaKey) => describe(areaKey, await store.policies.all()),
    replace: async (areaKey, drafts, actor) => {
      const reach = reachOf(clock.now());
      if (!reach.isInForce(areaKey)) return refuse(422, policyFaults.areaEnded);
      const area = places.areas().find(({ key }) => key === areaKey);
      if (area?.level === 'zone') return refuse(422, policyFaults.zone);
      const empty = drafts.find(({ from, to }) => from === to);
      if (empty) return refuse(422, policyFaults.emptyRule(empty));
      const own = drafts.map((draft) => ({ ...draft, weekdays: [...draft.weekdays].sort(), areaKey }));
      const before = await store.policies.all();
      const others = before.filter((rule) => rule.areaKey !== areaKey);
      const loosening = findLoosening({ own, ancestors: reach.ancestors(areaKey), rules: others });
      if (loosening) return refuse(422, policyFaults.looser(loosening, nameOf(loosening.levelKey)));
      await store.policies.replace(areaKey, own);
      const after = [...others, ...own];
      log.info({ areaKey, rules: own.length, by: actor.username }, 'Quiet hours changed');
      const areaKeys = [...reach.communesUnder(areaKey)];
      events.emit({ type: 'schedule', areaKeys });
      void publisher.publishPolicies([areaKey]);
      const affected = await affectedBy(areaKey, before, after);
      return { ok: true, value: { ...describe(areaKey, after), affected } };
    },
  };
};
