import type { Policy } from '../../../../controller/http/api-type.ts';
import type { PolicyRule } from './policy-week.ts';
import { defaultRule } from './policy-week.ts';

/** Whether the top level has decided anything; while it has not, the default stands in for it. */
export const hasTopRules = (
  policy: Pick<Policy, 'area' | 'own' | 'inherited'>,
  own: readonly PolicyRule[] = policy.own,
): boolean =>
  policy.inherited.some(({ area }) => area.level === 'province') ||
  (policy.area.level === 'province' && own.length > 0);

/** The rules of every level that has some, with the area's own as they are being edited. */
export const levelsWith = (policy: Policy, own: readonly PolicyRule[]): (readonly PolicyRule[])[] => [
  ...(hasTopRules(policy, own) ? [] : [[defaultRule]]),
  ...policy.inherited.map(({ rules }) => rules),
  ...(own.length > 0 ? [own] : []),
];
