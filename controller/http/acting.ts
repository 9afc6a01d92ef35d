import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { type Actor, type CurrentActor, systemActor } from '../app/ports/actor.ts';
import type { SignedInEnv } from './signed-in-env.ts';
import type { RemoteAddress } from './this-machine.ts';

const stranger: Pick<Actor, 'kind' | 'name'> = { kind: 'anonymous', name: '' };

/** As IPv4 where a listener of both families names it in the form of IPv6. */
const plainAddress = (address: string | undefined): string | null => address?.replace(/^::ffff:/, '') ?? null;

const basePath = /^\/api\/v1/;

/**
 * What a request changes is changed by who sent it. `requireSignIn` says who (`identity`) and `needs` what for
 * (`action`). What goes on after the answer is the controller's own doing: a job that the request set off may
 * since have taken up another's work.
 */
export const rememberActor =
  (deps: { actors: CurrentActor; remoteAddress: RemoteAddress }): MiddlewareHandler<SignedInEnv> =>
  (c, next) => {
    let isAnswered = false;
    const actor = (): Actor =>
      isAnswered
        ? systemActor
        : {
            ...(c.get('identity') ?? stranger),
            address: plainAddress(deps.remoteAddress(c)),
            action: c.get('action') ?? `${c.req.method} ${routePath(c).replace(basePath, '')}`,
          };
    return deps.actors.runAs(actor, async () => {
      try {
        await next();
      } finally {
        isAnswered = true;
      }
    });
  };
