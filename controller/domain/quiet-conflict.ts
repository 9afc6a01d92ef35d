import { type AreaRule, isAllowed, planPolicy } from './policy.ts';
import type { Occurrence } from './recurrence.ts';

export type QuietConflict = Readonly<{ occurrence: Occurrence; communeKey: string }>;

/**
 * The first occurrence whose slot does not lie wholly within the allowed windows of a commune that it
 * reaches. Communes under the same rules are judged once.
 */
export const findQuietConflict = (input: {
  occurrences: readonly Occurrence[];
  communes: readonly string[];
  ancestors: (communeKey: string) => readonly string[];
  rules: readonly AreaRule[];
}): QuietConflict | null => {
  const { occurrences, communes, ancestors, rules } = input;
  const [first, last] = [occurrences[0], occurrences.at(-1)];
  if (!first || !last) return null;
  const withRules = new Set(rules.map((rule) => rule.areaKey));
  const judged = new Set<string>();
  let earliest: QuietConflict | null = null;
  for (const communeKey of communes) {
    const chain = [communeKey, ...ancestors(communeKey)];
    const alike = chain.filter((key, index) => withRules.has(key) || index === chain.length - 1).join(' ');
    if (judged.has(alike)) continue;
    judged.add(alike);
    const { allowed } = planPolicy({ chain, rules, from: first.startAt, to: last.endAt });
    const occurrence = occurrences.find(({ startAt, endAt }) => !isAllowed(allowed, startAt, endAt));
    if (occurrence && (!earliest || occurrence.startAt < earliest.occurrence.startAt)) {
      earliest = { occurrence, communeKey };
    }
  }
  return earliest;
};
