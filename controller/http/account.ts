import { createRoute, z } from '@hono/zod-openapi';
import type { BrowserSessions } from '../app/people/browser-sessions.ts';
import type { Identities } from '../app/people/identities.ts';
import type { Passwords } from '../app/people/passwords.ts';
import type { SecondFactors } from '../app/people/second-factor.ts';
import { type AccountViewDeps, createAccountView, viewSession } from './account-view.ts';
import { requireSignIn } from './authentication.ts';
import { ofOwnAccount } from './authorisation.ts';
import { accepted, json, notFound, ProblemError, problemResponse } from './problem.ts';
import { reads } from './reading.ts';
import {
  beginSecondFactor,
  browserSessions as browserSessionList,
  changePassword,
  codeRequest,
  me,
  ownPassword,
  recoveryCodes,
  secondFactorSecret,
} from './representations/account.ts';
import { createRouter } from './router.ts';

const tags = ['account'];
const done = { 204: { description: 'Done' }, ...problemResponse };
const body = <T>(schema: T) => ({ body: { required: true, content: json(schema) } });

const meRoute = createRoute({
  method: 'get',
  path: '/me',
  ...reads('own'),
  tags,
  summary: 'Who is signed in',
  responses: { 200: { description: 'The signed-in user', content: json(me) }, ...problemResponse },
});
const passwordRoute = createRoute({
  method: 'put',
  path: '/me/password',
  ...ofOwnAccount,
  tags,
  summary: 'Change the own password; every other browser is signed out',
  request: body(changePassword),
  responses: done,
});
const beginRoute = createRoute({
  method: 'post',
  path: '/me/second-factor',
  ...ofOwnAccount,
  tags,
  summary:
    'Begin a second factor: the secret for an app, in force once confirmed; then it takes the place of an earlier one',
  request: body(beginSecondFactor),
  responses: { 200: { description: 'Show it once', content: json(secondFactorSecret) }, ...problemResponse },
});
const confirmRoute = createRoute({
  method: 'post',
  path: '/me/second-factor/confirm',
  ...ofOwnAccount,
  tags,
  summary: 'Confirm the second factor with a first code; every other browser is signed out',
  request: body(codeRequest),
  responses: { 200: { description: 'Shown this once', content: json(recoveryCodes) }, ...problemResponse },
});
const renewRoute = createRoute({
  method: 'post',
  path: '/me/second-factor/recovery-codes',
  ...ofOwnAccount,
  tags,
  summary: 'New recovery codes; the earlier ones are void',
  request: body(ownPassword),
  responses: { 200: { description: 'Shown this once', content: json(recoveryCodes) }, ...problemResponse },
});
const removeRoute = createRoute({
  method: 'post',
  path: '/me/second-factor/remove',
  ...ofOwnAccount,
  tags,
  summary: 'Remove the own second factor, where it is not owed',
  request: body(ownPassword),
  responses: done,
});
const sessionsRoute = createRoute({
  method: 'get',
  path: '/me/sessions',
  ...ofOwnAccount,
  tags,
  summary: 'Browsers that are signed in by this account',
  responses: {
    200: { description: 'Last used first', content: json(browserSessionList) },
    ...problemResponse,
  },
});
const endOthersRoute = createRoute({
  method: 'delete',
  path: '/me/sessions',
  ...ofOwnAccount,
  tags,
  summary: 'Sign every other browser out',
  responses: done,
});
const endOneRoute = createRoute({
  method: 'delete',
  path: '/me/sessions/{id}',
  ...ofOwnAccount,
  tags,
  summary: 'Sign one browser out',
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: done,
});

const passwordFirst = {
  code: 'SecondFactor_PasswordFirst',
  vi: 'Hãy nhập mật khẩu để thay xác thực hai bước đang dùng.',
  en: 'Give the password to replace the second factor in use.',
};
const stillOwed = {
  code: 'SecondFactor_Owed',
  vi: 'Tài khoản này bắt buộc phải có xác thực hai bước. Đổi điện thoại thì bật lại bằng điện thoại mới.',
  en: 'This account must have a second factor. With a new telephone, set it up again there.',
};
const unknownSession = {
  code: 'Session_Unknown',
  vi: 'Không có phiên đăng nhập này.',
  en: 'There is no such sign-in.',
};

/** What an account does for itself. It has a wall of its own, for it is open to those who owe a second factor. */
export const createAccountRoutes = (
  deps: AccountViewDeps & {
    identities: Identities;
    secondFactors: SecondFactors;
    passwords: Passwords;
    browserSessions: BrowserSessions;
  },
) => {
  const { identities, passwords, secondFactors, browserSessions } = deps;
  const describe = createAccountView(deps);
  const router = createRouter();
  router.use('/me', requireSignIn(deps, { isOwnAccount: true }));
  router.use('/me/*', requireSignIn(deps, { isOwnAccount: true }));
  return router
    .openapi(meRoute, async (c) => c.json(await describe(c.get('user')), 200))
    .openapi(passwordRoute, async (c) => {
      const { sessionId, user } = c.get('signedInAs');
      accepted(await passwords.changeOwn(user, sessionId, c.req.valid('json')));
      return c.body(null, 204);
    })
    .openapi(beginRoute, async (c) => {
      const [user, { password }] = [c.get('user'), c.req.valid('json')];
      if (await secondFactors.isOn(user.id)) {
        if (password === undefined) throw new ProblemError(403, passwordFirst);
        accepted(await passwords.confirmOwn(user, password));
      }
      return c.json(await secondFactors.begin(user), 200);
    })
    .openapi(confirmRoute, async (c) => {
      const { sessionId, user } = c.get('signedInAs');
      const codes = accepted(await secondFactors.confirm(user, c.req.valid('json').code));
      await browserSessions.end(user.id, { except: sessionId });
      return c.json(codes, 200);
    })
    .openapi(renewRoute, async (c) => {
      const user = c.get('user');
      accepted(await passwords.confirmOwn(user, c.req.valid('json').password));
      return c.json({ recoveryCodes: await secondFactors.renewRecoveryCodes(user) }, 200);
    })
    .openapi(removeRoute, async (c) => {
      const user = c.get('user');
      if (identities.mustHaveSecondFactor(user)) throw new ProblemError(409, stillOwed);
      accepted(await passwords.confirmOwn(user, c.req.valid('json').password));
      await secondFactors.remove(user.id);
      return c.body(null, 204);
    })
    .openapi(sessionsRoute, async (c) => {
      const { sessionId, user } = c.get('signedInAs');
      const rows = await browserSessions.ofUser(user.id);
      return c.json({ items: rows.map((row) => viewSession(row, sessionId)) }, 200);
    })
    .openapi(endOthersRoute, async (c) => {
      const { sessionId, user } = c.get('signedInAs');
      await browserSessions.end(user.id, { except: sessionId });
      return c.body(null, 204);
    })
    .openapi(endOneRoute, async (c) => {
      const ended = await browserSessions.end(c.get('user').id, { only: c.req.valid('param').id });
      if (ended === 0) throw notFound(unknownSession);
      return c.body(null, 204);
    });
};
