import { z } from 'zod';
import { type Action, actions, type Role, roleMay } from '../../../controller/domain/permissions.ts';
import type { Operation } from '../open-api.ts';
import type { MatrixAnswer } from './matrix-world.ts';
import { isWithin, type Where } from './places.ts';

const declared = z.object({
  'x-action': z.enum(actions).optional(),
  'x-reads': z.enum(['area', 'open', 'own']).optional(),
  'x-everywhere': z.literal(true).optional(),
});

/** What an operation says of itself in the OpenAPI document. */
export type Rule =
  | { kind: 'anybody' }
  | { kind: 'signed-in'; isOwn: boolean }
  | { kind: 'area'; action: Action; isEverywhere: boolean };

/** Null when it does not say. */
export const ruleOf = (operation: Operation): Rule | null => {
  if (operation.isOpen) return { kind: 'anybody' };
  const said = declared.parse(operation.details);
  const [action, scope] = [said['x-action'], said['x-reads']];
  const isEverywhere = said['x-everywhere'] === true;
  if (scope === 'open' || scope === 'own') return { kind: 'signed-in', isOwn: scope === 'own' };
  if (action !== undefined) return { kind: 'area', action, isEverywhere };
  return scope === 'area' && operation.method === 'GET'
    ? { kind: 'area', action: 'data.read', isEverywhere }
    : null;
};

export const isForRole = (rule: Rule, also: Action | undefined, role: Role): boolean =>
  rule.kind !== 'area' || (roleMay(role, rule.action) && (also === undefined || roleMay(role, also)));

const codeIn = (text: string): string => /"code":"(\w+)"/.exec(text)?.[1] ?? '';

/** What an answer says, as `403 Area_NotAllowed` or `200`. */
export const verdictOf = ({ status, contentType, text }: MatrixAnswer): string =>
  contentType.includes('problem') ? `${status} ${codeIn(text)}` : String(status);

/** Why an answer is not what roles and areas say, or null. */
export const complaintOf = (
  asked: Readonly<{ rule: Rule; also: Action | undefined; role: Role; where: Where }>,
  answer: MatrixAnswer,
): string | null => {
  const { rule, also, role, where } = asked;
  const said = verdictOf(answer);
  const mustBe = (wanted: string): string | null =>
    said === wanted ? null : `must be ${wanted}, is ${said}`;
  const isLetIn = !/^(400|401|403|404|405|415|5\d\d)/.test(said);
  const mustPass = (): string | null =>
    isLetIn ? null : `must be let in, is ${said}: ${answer.text.slice(0, 300)}`;

  if (!isForRole(rule, also, role)) return mustBe('403 Role_NotAllowed');
  if (rule.kind === 'area' && rule.isEverywhere) return mustBe('403 Area_NotAllowed');
  if (rule.kind !== 'area' || isWithin(where)) return mustPass();
  // Who names an area is told that it is not his; what is named by its id is as if it did not exist.
  const isAsIfUnknown = /^404 (?!Area_)\w+_Unknown$/.test(said);
  return isAsIfUnknown ? null : mustBe('403 Area_NotAllowed');
};
