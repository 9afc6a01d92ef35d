import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Accounts } from '../app/accounts.ts';
import type { Directory } from '../app/directory/directory.ts';
import type { UserRow } from '../app/ports/rows.ts';
import type { Clock } from '../app/ports/runtime.ts';
import { actions, areasFor } from '../domain/permissions.ts';
import { areaRefOf } from './area-ref.ts';
import { forgetSignIn, keepSignedIn, requireSignIn } from './authentication.ts';
import type { NetworkCut } from './demo.ts';
import { accepted, createRouter, json, openToAll, problemAnswer, problemResponse } from './problem.ts';
import { reads } from './reading.ts';
import { type Me, me, signInRequest } from './representations/account.ts';
import { isoOrNull } from './representations/time.ts';
import { isFromThisMachine, type RemoteAddress } from './this-machine.ts';

const signInRoute = createRoute({
  method: 'post',
  path: '/sign-in',
  tags: ['account'],
  summary: 'Sign in; sets the cookie `tt_session`',
  security: openToAll,
  request: { body: { required: true, content: json(signInRequest) } },
  responses: { 200: { description: 'Signed in', content: json(me) }, ...problemResponse },
});

const signOutRoute = createRoute({
  method: 'post',
  path: '/sign-out',
  tags: ['account'],
  summary: 'Sign out; forgets the cookie',
  security: openToAll,
  responses: { 204: { description: 'Signed out' }, ...problemResponse },
});

const meRoute = createRoute({
  method: 'get',
  path: '/me',
  ...reads('own'),
  tags: ['account'],
  summary: 'Who is signed in',
  responses: { 200: { description: 'The signed-in user', content: json(me) }, ...problemResponse },
});

export const createAccountRoutes = (deps: {
  accounts: Accounts;
  directory: Directory;
  clock: Clock;
  /** Null outside the demo. */
  networkCut: NetworkCut | null;
}) => {
  const { accounts, directory, clock, networkCut } = deps;
  /** The one with the fewest areas above it. */
  const widestOf = ({ grants }: UserRow): string => {
    const depth = (key: string): number => directory.areas.ancestors(key).length;
    const [widest] = grants.map(({ areaKey }) => areaKey).sort((a, b) => depth(a) - depth(b));
    return widest ?? directory.areas.atLevel('province')[0]?.key ?? '';
  };
  const describe = (user: UserRow): Me => ({
    user: {
      id: user.id,
      username: user.username,
      displayName: user.displayName,
      area: areaRefOf(directory, widestOf(user)),
      grants: user.grants.map(({ role, areaKey }) => ({ role, area: areaRefOf(directory, areaKey) })),
    },
    permissions: actions.flatMap((action) => {
      const areaCodes = areasFor(user.grants, action).map((key) => areaRefOf(directory, key).code);
      return areaCodes.length > 0 ? [{ action, areaCodes }] : [];
    }),
    demo: networkCut !== null,
    networkCutUntil: isoOrNull(networkCut?.until() ?? null),
    serverTime: new Date(clock.now()).toISOString(),
  });

  const router = createRouter();
  router.use('/me', requireSignIn(deps));
  return router
    .openapi(signInRoute, async (c) => {
      const { username, password } = c.req.valid('json');
      const signedIn = accepted(await accounts.signIn(username, password));
      keepSignedIn(c, signedIn);
      return c.json(describe(signedIn.user), 200);
    })
    .openapi(signOutRoute, async (c) => {
      await forgetSignIn(c, accounts);
      return c.body(null, 204);
    })
    .openapi(meRoute, (c) => c.json(describe(c.get('user')), 200));
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
  (accounts: Accounts, remoteAddress: RemoteAddress) =>
  async (c: Context<{ Variables: { user: UserRow } }, '/sign-in/:token'>): Promise<Response> => {
    if (!isFromThisMachine(c, remoteAddress)) return problemAnswer(403, loopbackOnly);
    const signedIn = await accounts.spendLink(c.req.param('token'));
    if (!signedIn) return problemAnswer(410, linkIsSpent);
    keepSignedIn(c, signedIn);
    return c.redirect('/');
  };
