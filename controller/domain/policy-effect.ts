import type { TimeWindow } from '#protocol';
import { type AreaRule, planPolicy } from './policy.ts';
import type { Occurrence } from './recurrence.ts';

/** What quiet hours do to a slot: it may not start, or it is cut before its end. */
export type QuietEffect = 'refused' | 'cut';

const weight = { none: 0, cut: 1, refused: 2 } as const;

/** The rule of `quietHoursCut` for a slot as a whole; a permission lasts to the slot's end. */
const effectOn = (
  { startAt, endAt }: Occurrence,
  isExcepted: boolean,
  allowed: readonly TimeWindow[],
): keyof typeof weight => {
  if (isExcepted) return 'none';
  const window = allowed.find((one) => one.startAt <= startAt && startAt < one.endAt);
  if (!window) return 'refused';
  return window.endAt < endAt ? 'cut' : 'none';
};

export type AffectedSlot<S> = Readonly<{
  session: S;
  occurrence: Occurrence;
  /** The worst of all communes. */
  effect: QuietEffect;
  /** How many communes it concerns. */
  communes: number;
}>;

/**
 * Which slots a change of rules refuses or cuts that it did not before. Communes under the same rules are
 * judged once.
 */
export const affectedSlots = <S extends Readonly<{ exception: object | null }>>(input: {
  slots: readonly Readonly<{ session: S; occurrences: readonly Occurrence[]; communes: readonly string[] }>[];
  ancestors: (communeKey: string) => readonly string[];
  before: readonly AreaRule[];
  after: readonly AreaRule[];
  /** Covers every occurrence. */
  from: number;
  to: number;
}): AffectedSlot<S>[] => {
  const { ancestors, before, after, from, to } = input;
  const withRules = new Set([...before, ...after].map(({ areaKey }) => areaKey));
  const policies = new Map<string, Readonly<{ before: TimeWindow[]; after: TimeWindow[] }>>();
  const policiesOf = (communeKey: string) => {
    const whole = [communeKey, ...ancestors(communeKey)];
    const chain = whole.filter((key, index) => withRules.has(key) || index === whole.length - 1);
    const alike = chain.join(' ');
    const known = policies.get(alike);
    if (known) return known;
    const planned = {
      before: planPolicy({ chain, rules: before, from, to }).allowed,
      after: planPolicy({ chain, rules: after, from, to }).allowed,
    };
    policies.set(alike, planned);
    return planned;
  };

  return input.slots.flatMap(({ session, occurrences, communes }) => {
    const counted = new Map<ReturnType<typeof policiesOf>, number>();
    for (const key of communes) {
      const policy = policiesOf(key);
      counted.set(policy, (counted.get(policy) ?? 0) + 1);
    }
    return occurrences.flatMap((occurrence): AffectedSlot<S>[] => {
      let effect: QuietEffect | null = null;
      let hit = 0;
      for (const [policy, count] of counted) {
        const is = effectOn(occurrence, session.exception !== null, policy.after);
        const was = effectOn(occurrence, session.exception !== null, policy.before);
        if (is === 'none' || weight[is] <= weight[was]) continue;
        hit += count;
        if (effect !== 'refused') effect = is;
      }
      return effect === null ? [] : [{ session, occurrence, effect, communes: hit }];
    });
  });
};
