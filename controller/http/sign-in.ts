import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Accounts } from '../app/people/accounts.ts';
import type { BrowserSessions } from '../app/people/browser-sessions.ts';
import type { Passwords } from '../app/people/passwords.ts';
import type { SignIns } from '../app/people/sign-in.ts';
import { type AccountViewDeps, createAccountView, whenceOf } from './account-view.ts';
import {
  forgetSignIn,
  keepSecondStep,
  keepSignedIn,
  knownBrowserToken,
  secondStepToken,
} from './authentication.ts';
import { accepted, json, openToAll, problemAnswer, problemResponse } from './problem.ts';
import {
  choosePassword,
  codeOwed,
  codeRequest,
  me,
  passwordLinkOwner,
  readPasswordLink,
  signInRequest,
} from './representations/account.ts';
import { iso } from './representations/time.ts';
import { createRouter } from './router.ts';
import type { SignedInEnv } from './signed-in-env.ts';
import { isFromThisMachine, type RemoteAddress } from './this-machine.ts';

const tags = ['sign-in'];

const signInRoute = createRoute({
  method: 'post',
  path: '/sign-in',
  tags,
  summary: 'Sign in; sets the cookie `tt_session` (`__Host-tt_session` over HTTPS), or asks for a code first',
  security: openToAll,
  request: { body: { required: true, content: json(signInRequest) } },
  responses: {
    200: { description: 'Signed in', content: json(me) },
    202: { description: 'The password was right; `POST /sign-in/code` comes next', content: json(codeOwed) },
    ...problemResponse,
  },
});
const codeRoute = createRoute({
  method: 'post',
  path: '/sign-in/code',
  tags,
  summary: 'Second step of signing in: a code of the telephone, or a recovery code',
  security: openToAll,
  request: { body: { required: true, content: json(codeRequest) } },
  responses: { 200: { description: 'Signed in', content: json(me) }, ...problemResponse },
});
const signOutRoute = createRoute({
  method: 'post',
  path: '/sign-out',
  tags,
  summary: 'Sign out; forgets the cookie',
  security: openToAll,
  responses: { 204: { description: 'Signed out' }, ...problemResponse },
});
const readLinkRoute = createRoute({
  method: 'post',
  path: '/password-links/read',
  tags,
  summary: 'Whom a link to choose a password is for; does not spend it',
  security: openToAll,
  request: { body: { required: true, content: json(readPasswordLink) } },
  responses: { 200: { description: 'The account', content: json(passwordLinkOwner) }, ...problemResponse },
});
const chooseRoute = createRoute({
  method: 'post',
  path: '/password-links/choose',
  tags,
  summary: 'Choose a new password by a link; every browser of the account is signed out',
  security: openToAll,
  request: { body: { required: true, content: json(choosePassword) } },
  responses: { 204: { description: 'Chosen; sign in with it' }, ...problemResponse },
});

export type SignInDeps = AccountViewDeps &
  Readonly<{
    signIns: SignIns;
    passwords: Passwords;
    browserSessions: BrowserSessions;
    remoteAddress: RemoteAddress;
  }>;

export const createSignInRoutes = (deps: SignInDeps) => {
  const { signIns, passwords, browserSessions, remoteAddress } = deps;
  const describe = createAccountView(deps);
  return createRouter()
    .openapi(signInRoute, async (c) => {
      const whence = { ...whenceOf(c, remoteAddress), knownBrowser: knownBrowserToken(c) };
      const first = accepted(await signIns.signIn(c.req.valid('json'), whence));
      if (first.step === 'code') {
        keepSecondStep(c, first);
        return c.json({ step: first.step, expiresAt: iso(first.expiresAt) }, 202);
      }
      await keepSignedIn(c, browserSessions, first.signedIn);
      return c.json(await describe(first.signedIn.user), 200);
    })
    .openapi(codeRoute, async (c) => {
      const { code } = c.req.valid('json');
      const signedIn = accepted(await signIns.giveCode(secondStepToken(c), code, whenceOf(c, remoteAddress)));
      await keepSignedIn(c, browserSessions, signedIn);
      return c.json(await describe(signedIn.user), 200);
    })
    .openapi(signOutRoute, async (c) => {
      await forgetSignIn(c, browserSessions);
      return c.body(null, 204);
    })
    .openapi(readLinkRoute, async (c) => {
      const { user, expiresAt } = accepted(await passwords.readLink(c.req.valid('json').token));
      const { username, displayName } = user;
      return c.json({ username, displayName, expiresAt: iso(expiresAt) }, 200);
    })
    .openapi(chooseRoute, async (c) => {
      const { token, password } = c.req.valid('json');
      accepted(await passwords.chooseByLink(token, password));
      return c.body(null, 204);
    });
};

const linkIsSpent = {
  code: 'SignIn_LinkSpent',
  vi: 'Liên kết đăng nhập đã dùng hoặc hết hạn.',
  en: 'This sign-in link was used or has expired.',
};
const loopbackOnly = {
  code: 'SignIn_LoopbackOnly',
  vi: 'Liên kết đăng nhập chỉ dùng được trên chính máy chủ.',
  en: 'A sign-in link works on the server itself only.',
};

/** `GET /sign-in/{token}`: a printed link that signs in once, on this machine alone. */
export const signInByLink =
  (deps: { accounts: Accounts; browserSessions: BrowserSessions; remoteAddress: RemoteAddress }) =>
  async (c: Context<SignedInEnv, '/sign-in/:token'>): Promise<Response> => {
    const { accounts, browserSessions, remoteAddress } = deps;
    if (!isFromThisMachine(c, remoteAddress)) return problemAnswer(403, loopbackOnly);
    const signedIn = await accounts.spendLink(c.req.param('token'), whenceOf(c, remoteAddress));
    if (!signedIn) return problemAnswer(410, linkIsSpent);
    await keepSignedIn(c, browserSessions, signedIn);
    return c.redirect('/');
  };
