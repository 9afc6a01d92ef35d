import type { Identity } from '../app/people/identities.ts';
import type { Actor } from '../app/ports/actor.ts';
import type { UserRow } from '../app/ports/store/users.ts';
import type { Action } from '../domain/permissions.ts';
import type { Permit } from './permit.ts';
import type { Readable } from './readable.ts';

/** What a request knows of whoever sends it. */
export type SignedInEnv = {
  Variables: {
    /** These are there on every route behind `requireSignIn`. */
    user: UserRow;
    permit: Permit;
    /** The sign-in or token that the request came with. */
    signedInAs: Identity;
    /** What may be read: by `data.read`, or by the action that the route names in `reads`. */
    readable: Readable;
    readableFor: (action: Action) => Readable;
    /** Under which name changes are entered in the audit trail; nobody before sign-in. */
    identity: Pick<Actor, 'kind' | 'name'> | undefined;
    /** What the route needs, as the audit trail calls it. */
    action: string | undefined;
  };
};
