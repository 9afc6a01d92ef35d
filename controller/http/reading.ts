import type { MiddlewareHandler } from 'hono';
import type { Action } from '../domain/permissions.ts';
import type { SignedInEnv } from './signed-in-env.ts';

/**
 * How far a route that changes nothing reads. `area`: within the areas in which the account has `data.read`, or the
 * action named. `open`: names of areas and figures, for everybody who is signed in. `own`: what is the account's own,
 * also where the route changes it.
 */
export type ReadingScope = 'area' | 'open' | 'own';

/**
 * What a reading route gives away: `...reads('area')` in its definition names it in the OpenAPI document as
 * `x-reads`, and turns away at once who may read nowhere. Within which areas, the handler asks `readable`.
 */
export const reads = (scope: ReadingScope, action: Action = 'data.read') => {
  const middleware: MiddlewareHandler<SignedInEnv> = async (c, next) => {
    if (scope === 'area') {
      c.get('permit')(action, []);
      if (action !== 'data.read') c.set('readable', c.get('readableFor')(action));
    }
    return next();
  };
  return action === 'data.read'
    ? { 'x-reads': scope, middleware }
    : { 'x-reads': scope, 'x-action': action, middleware };
};
