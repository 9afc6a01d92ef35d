import type { MiddlewareHandler } from 'hono';
import type { Identity } from '../app/people/identities.ts';
import type { Action } from '../domain/permissions.ts';
import { ProblemError, problemAnswer } from './problem.ts';
import type { SignedInEnv } from './signed-in-env.ts';

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
