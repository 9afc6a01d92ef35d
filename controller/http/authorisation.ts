import type { MiddlewareHandler } from 'hono';
import type { Directory } from '../app/directory/directory.ts';
import { alarmsWidely } from '../app/people/authority.ts';
import type { Identity } from '../app/people/identities.ts';
import { type Action, areasFor, type Grant, may } from '../domain/permissions.ts';
import { areaRefOf } from './area-ref.ts';
import type { SignedInEnv } from './authentication.ts';
import { ProblemError, problemAnswer } from './problem.ts';

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
export const oneCommuneOnly = {
  code: 'Token_OneCommuneOnly',
  vi: 'Mã truy cập này chỉ được phát khẩn cấp trong một xã mỗi lần.',
  en: 'This token may start an emergency in one commune at a time only.',
};
const otherArea = (name: string) => ({
  code: 'Area_NotAllowed',
  vi: `Tài khoản của bạn không được làm việc này ở ${name}.`,
  en: `Your account may not do this in ${name}.`,
});

export const createPermit =
  (
    directory: Directory,
    grants: readonly Grant[],
    { mayAlarmWidely }: { mayAlarmWidely: boolean } = { mayAlarmWidely: true },
  ): Permit =>
  (action, where) => {
    if (areasFor(grants, action).length === 0) throw new ProblemError(403, noRole);
    const areaKeys =
      where === 'everywhere' ? directory.areas.atLevel('province').map(({ key }) => key) : where;
    const refused = areaKeys.find((areaKey) => {
      const ancestors = directory.areas.ancestors(areaKey).map(({ key }) => key);
      return !may(grants, action, areaKey, ancestors);
    });
    if (refused !== undefined) throw new ProblemError(403, otherArea(areaRefOf(directory, refused).name));
    if (action === 'announcements.emergency' && !mayAlarmWidely && alarmsWidely(directory, areaKeys))
      throw new ProblemError(403, oneCommuneOnly);
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

const browserOnly = {
  code: 'Token_NotHere',
  vi: 'Việc này chỉ làm được khi chính bạn đăng nhập, không làm được bằng mã truy cập của máy.',
  en: 'This is for a person who has signed in, not for a token of a machine.',
};

/** Refuses machines, where it takes somebody who looks at what is decided. */
export const permitPerson = ({ token }: Pick<Identity, 'token'>): void => {
  if (token !== null) throw new ProblemError(403, browserOnly);
};

/** What an account does for itself: `...ofOwnAccount` in its definition, as `reads('own')` for
 * what only reads. No machine may. */
export const ofOwnAccount = {
  'x-reads': 'own' as const,
  'x-own-account': true,
  middleware: (async (c, next) =>
    c.get('signedInAs').token === null
      ? next()
      : problemAnswer(403, browserOnly)) satisfies MiddlewareHandler<SignedInEnv>,
};
