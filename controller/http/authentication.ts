import type { Context, MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';
import type { Directory } from '../app/directory/directory.ts';
import type { BrowserSessions, SignedIn } from '../app/people/browser-sessions.ts';
import type { Identities, Identity } from '../app/people/identities.ts';
import type { UserRow } from '../app/ports/store/users.ts';
import type { Action } from '../domain/permissions.ts';
import { createPermit } from './permit.ts';
import { problemAnswer } from './problem.ts';
import { createReadable } from './readable.ts';
import { isEncrypted } from './security-headers.ts';
import type { SignedInEnv } from './signed-in-env.ts';

export const cookieName = 'tt_session';
/** Holds what the first step of signing in gave, until the code is given. */
const stepCookie = 'tt_second_step';
/** Tells a browser that somebody has signed in by from a stranger's; see `SignedIn`. */
const knownCookie = 'tt_known_browser';
type Cookie = typeof cookieName | typeof stepCookie | typeof knownCookie;

const attributes: CookieOptions = { path: '/', httpOnly: true, sameSite: 'Strict' };

/** With `__Host-`, neither a neighbour under the same domain nor plain HTTP can put a cookie in its place (RFC 6265bis, 4.1.3.2). */
const setOurs = (c: Context, name: Cookie, value: string, expiresAt: number): void => {
  const options = { ...attributes, expires: new Date(expiresAt) };
  if (isEncrypted(c)) setCookie(c, name, value, { ...options, prefix: 'host', secure: true });
  else setCookie(c, name, value, options);
};
const getOurs = (c: Context, name: Cookie): string | undefined =>
  isEncrypted(c) ? getCookie(c, name, 'host') : getCookie(c, name);
const dropOurs = (c: Context, name: Cookie): void => {
  if (isEncrypted(c)) deleteCookie(c, name, { path: '/', prefix: 'host', secure: true });
  else deleteCookie(c, name, { path: '/' });
};

/** What the browser was before ends: a token put into it beforehand is never taken over. */
export const keepSignedIn = async (
  c: Context,
  sessions: Pick<BrowserSessions, 'close'>,
  signedIn: SignedIn,
): Promise<void> => {
  const before = getOurs(c, cookieName);
  if (before) await sessions.close(before);
  setOurs(c, cookieName, signedIn.token, signedIn.expiresAt);
  setOurs(c, knownCookie, signedIn.knownBrowser.token, signedIn.knownBrowser.expiresAt);
  if (getOurs(c, stepCookie)) dropOurs(c, stepCookie);
};

export const forgetSignIn = async (c: Context, sessions: Pick<BrowserSessions, 'close'>): Promise<void> => {
  const token = getOurs(c, cookieName);
  if (token) await sessions.close(token);
  dropOurs(c, cookieName);
};

export const keepSecondStep = (c: Context, step: { token: string; expiresAt: number }): void =>
  setOurs(c, stepCookie, step.token, step.expiresAt);
export const secondStepToken = (c: Context): string => getOurs(c, stepCookie) ?? '';
export const knownBrowserToken = (c: Context): string | null => getOurs(c, knownCookie) ?? null;

/** RFC 6750, 2.1. */
const bearerSecret = (c: Context): string | null =>
  /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? null;

/** Who sends a request, or null. A token counts alone: a cookie beside it changes nothing. */
export const identify = async (
  c: Context,
  identities: Pick<Identities, 'ofBrowser' | 'ofMachine'>,
): Promise<Identity | null> => {
  const secret = bearerSecret(c);
  if (secret !== null) return identities.ofMachine(secret);
  const token = getOurs(c, cookieName);
  return token ? identities.ofBrowser(token) : null;
};

/** The user behind a request, who owes nothing before he may use what lies behind sign-in; or null. */
export const signedInUser = async (
  c: Context,
  identities: Pick<Identities, 'ofBrowser' | 'ofMachine'>,
): Promise<UserRow | null> => {
  const identity = await identify(c, identities);
  return identity && !identity.owesSecondFactor ? identity.user : null;
};

export const signInFirst = { code: 'SignIn_Required', vi: 'Hãy đăng nhập trước.', en: 'Sign in first.' };
const secondFactorFirst = {
  code: 'SignIn_SecondFactorFirst',
  vi: 'Tài khoản này phát khẩn cấp được cho nhiều xã, nên phải bật xác thực hai bước trước khi dùng.',
  en: 'This account may alarm several communes: set up its second factor before anything else.',
};
const foreignOrigin = {
  code: 'Request_ForeignOrigin',
  vi: 'Yêu cầu đến từ một trang khác nên bị từ chối.',
  en: 'The request came from another site and was refused.',
};

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Everything behind it needs a signed-in user. `isOwnAccount`: what an account may do for itself, and must be able
 * to before it has the second factor that it owes.
 */
export const requireSignIn =
  (
    { identities, directory }: { identities: Identities; directory: Directory },
    { isOwnAccount = false }: { isOwnAccount?: boolean } = {},
  ): MiddlewareHandler<SignedInEnv> =>
  async (c, next) => {
    const identity = await identify(c, identities);
    if (!identity) return problemAnswer(401, signInFirst);
    if (identity.owesSecondFactor && !isOwnAccount) return problemAnswer(403, secondFactorFirst);
    const { user, token } = identity;
    c.set('user', user);
    c.set('signedInAs', identity);
    c.set(
      'identity',
      token
        ? { kind: 'token', name: `${user.username}: ${token.name}` }
        : { kind: 'user', name: user.username },
    );
    const readableFor = (action: Action) => createReadable(directory, user.grants, action);
    c.set('permit', createPermit(directory, user.grants, identity));
    c.set('readable', readableFor('data.read'));
    c.set('readableFor', readableFor);
    return next();
  };

/**
 * Refuses what a browser sends from another site. Browsers set `Origin` and `Sec-Fetch-Site` on every
 * unsafe request themselves; programs send neither and hold no cookie by accident. A bearer token is never sent
 * by accident either.
 */
export const refuseForeignOrigins: MiddlewareHandler = async (c, next) => {
  if (safeMethods.has(c.req.method) || bearerSecret(c) !== null) return next();
  const site = c.req.header('sec-fetch-site');
  const origin = c.req.header('origin');
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  const foreignHost =
    origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== c.req.header('host'));
  return foreignSite || foreignHost ? problemAnswer(403, foreignOrigin) : next();
};
