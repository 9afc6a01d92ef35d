import type { MiddlewareHandler } from 'hono';
import type { Directory } from '../app/directory/directory.ts';
import { type Action, areasFor, type Grant, may } from '../domain/permissions.ts';
import { areaRefOf } from './area-ref.ts';
import type { SignedInEnv } from './authentication.ts';
import { ProblemError } from './problem.ts';

/**
 * Goes on if the signed-in user may do it in all of these areas; refuses with a sentence otherwise. What is of no
 * area concerns everybody, and takes somebody who may do it everywhere.
 */
export type Permit = (action: Action, areaKeys: readonly string[] | 'everywhere') => void;

const noRole = {
  code: 'Role_NotAllowed',
  vi: 'Tài khoản của bạn không có vai trò cho việc này.',
  en: 'Your account has no role for this.',
};
const otherArea = (name: string) => ({
  code: 'Area_NotAllowed',
  vi: `Tài khoản của bạn không được làm việc này ở ${name}.`,
  en: `Your account may not do this in ${name}.`,
});

export const createPermit =
  (directory: Directory, grants: readonly Grant[]): Permit =>
  (action, where) => {
    if (areasFor(grants, action).length === 0) throw new ProblemError(403, noRole);
    const areaKeys =
      where === 'everywhere' ? directory.areas.atLevel('province').map(({ key }) => key) : where;
    const refused = areaKeys.find((areaKey) => {
      const ancestors = directory.areas.ancestors(areaKey).map(({ key }) => key);
      return !may(grants, action, areaKey, ancestors);
    });
    if (refused !== undefined) throw new ProblemError(403, otherArea(areaRefOf(directory, refused).name));
  };

/**
 * What a route needs: `...needs('sessions.write')` in its definition names it in the OpenAPI document as
 * `x-action`, and turns away at once who may do it nowhere. In which areas, the handler asks `permit`; a route that
 * is of no area says `needs('devices.write', 'everywhere')`, `x-everywhere` in the document.
 */
export const needs = (action: Action, where?: 'everywhere') => {
  const middleware: MiddlewareHandler<SignedInEnv> = async (c, next) => {
    c.set('action', action);
    c.get('permit')(action, where ?? []);
    return next();
  };
  return { 'x-action': action, ...(where === undefined ? {} : { 'x-everywhere': true }), middleware };
};
