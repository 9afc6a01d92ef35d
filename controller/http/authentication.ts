import type { Context, MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Accounts, SignedIn } from '../app/accounts.ts';
import type { Directory } from '../app/directory/directory.ts';
import type { Actor } from '../app/ports/actor.ts';
import type { UserRow } from '../app/ports/rows.ts';
import type { Action } from '../domain/permissions.ts';
import { createPermit, type Permit } from './authorisation.ts';
import { problemAnswer } from './problem.ts';
import { createReadable, type Readable } from './reading.ts';

export type SignedInEnv = {
  Variables: {
    /** These are there on every route behind `requireSignIn`. */
    user: UserRow;
    permit: Permit;
    /** What may be read: by `data.read`, or by the action that the route names in `reads`. */
    readable: Readable;
    readableFor: (action: Action) => Readable;
    /** Under which name changes are entered in the audit trail; nobody before sign-in. */
    identity: Pick<Actor, 'kind' | 'name'> | undefined;
    /** What the route needs, as the audit trail calls it. */
    action: string | undefined;
  };
};

export const cookieName = 'tt_session';

/** Also where a proxy ends TLS; a header made up only costs its sender the cookie. */
const isSecure = (c: Context): boolean =>
  new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https';

const cookieAttributes = (c: Context, expiresAt: number) =>
  ({
    path: '/',
    httpOnly: true,
    sameSite: 'Strict',
    secure: isSecure(c),
    expires: new Date(expiresAt),
  }) as const;

export const keepSignedIn = (c: Context, signedIn: SignedIn): void =>
  setCookie(c, cookieName, signedIn.token, cookieAttributes(c, signedIn.expiresAt));

export const forgetSignIn = async (c: Context, accounts: Accounts): Promise<void> => {
  const token = getCookie(c, cookieName);
  if (token) await accounts.signOut(token);
  deleteCookie(c, cookieName, { path: '/' });
};

/** The signed-in user whose cookie a request carries, or null. */
export const signedInUser = async (
  c: Context,
  accounts: Pick<Accounts, 'whoIs'>,
): Promise<UserRow | null> => {
  const token = getCookie(c, cookieName);
  return token ? accounts.whoIs(token) : null;
};

export const signInFirst = { code: 'SignIn_Required', vi: 'Hãy đăng nhập trước.', en: 'Sign in first.' };
const foreignOrigin = {
  code: 'Request_ForeignOrigin',
  vi: 'Yêu cầu đến từ một trang khác nên bị từ chối.',
  en: 'The request came from another site and was refused.',
};

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Everything behind it needs a signed-in user. */
export const requireSignIn =
  ({ accounts, directory }: { accounts: Accounts; directory: Directory }): MiddlewareHandler<SignedInEnv> =>
  async (c, next) => {
    const user = await signedInUser(c, accounts);
    if (!user) return problemAnswer(401, signInFirst);
    c.set('user', user);
    c.set('identity', { kind: 'user', name: user.username });
    const readableFor = (action: Action) => createReadable(directory, user.grants, action);
    c.set('permit', createPermit(directory, user.grants));
    c.set('readable', readableFor('data.read'));
    c.set('readableFor', readableFor);
    return next();
  };

/**
 * Refuses what a browser sends from another site. Browsers set `Origin` and `Sec-Fetch-Site` on every
 * unsafe request themselves; programs send neither and hold no cookie by accident.
 */
export const refuseForeignOrigins: MiddlewareHandler = async (c, next) => {
  if (safeMethods.has(c.req.method)) return next();
  const site = c.req.header('sec-fetch-site');
  const origin = c.req.header('origin');
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  const foreignHost =
    origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== c.req.header('host'));
  return foreignSite || foreignHost ? problemAnswer(403, foreignOrigin) : next();
};
