import { createRoute, z } from '@hono/zod-openapi';
import type { Directory } from '../app/directory/directory.ts';
import type { ApiTokens } from '../app/people/api-tokens.ts';
import type { Passwords } from '../app/people/passwords.ts';
import type { Clock } from '../app/ports/runtime.ts';
import type { ApiTokenRow } from '../app/ports/store/api-tokens.ts';
import { areaByCode, areaRefOf } from './area-ref.ts';
import { ofOwnAccount } from './authorisation.ts';
import { accepted, json, ProblemError, problemResponse } from './problem.ts';
import {
  type ApiToken,
  createdToken,
  createToken,
  apiTokens as tokenList,
} from './representations/account.ts';
import { iso, isoOrNull } from './representations/time.ts';
import { createRouter } from './router.ts';

const tags = ['account'];

const listRoute = createRoute({
  method: 'get',
  path: '/me/tokens',
  ...ofOwnAccount,
  tags,
  summary: 'Tokens by which machines act in the name of this account',
  responses: { 200: { description: 'Newest first', content: json(tokenList) }, ...problemResponse },
});
const createTokenRoute = createRoute({
  method: 'post',
  path: '/me/tokens',
  ...ofOwnAccount,
  tags,
  summary:
    'Make a token with the own password, within the own rights and for a year at most; the secret is told this once',
  request: { body: { required: true, content: json(createToken) } },
  responses: { 201: { description: 'Made', content: json(createdToken) }, ...problemResponse },
});
const revokeRoute = createRoute({
  method: 'delete',
  path: '/me/tokens/{id}',
  ...ofOwnAccount,
  tags,
  summary: 'Revoke a token',
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: { 204: { description: 'Revoked' }, ...problemResponse },
});

const passwordFirst = {
  code: 'Token_PasswordFirst',
  vi: 'Hãy nhập mật khẩu của bạn để tạo mã truy cập.',
  en: 'Give your password to make a token.',
};

/** Behind the wall of `createAccountRoutes`, but for those who owe a second factor. */
export const createTokenRoutes = (deps: {
  apiTokens: ApiTokens;
  passwords: Pick<Passwords, 'confirmOwn'>;
  directory: Directory;
  clock: Clock;
}) => {
  const { apiTokens, passwords, directory, clock } = deps;
  const stateOf = ({ revokedAt, expiresAt }: ApiTokenRow): ApiToken['state'] => {
    if (revokedAt !== null) return 'revoked';
    return expiresAt <= clock.now() ? 'expired' : 'active';
  };
  const view = (token: ApiTokenRow): ApiToken => ({
    id: token.id,
    name: token.name,
    actions: token.actions,
    areas: token.areaKeys.map((key) => areaRefOf(directory, key)),
    wideEmergency: token.wideEmergency,
    createdAt: iso(token.createdAt),
    expiresAt: iso(token.expiresAt),
    lastUsedAt: isoOrNull(token.lastUsedAt),
    state: stateOf(token),
  });
  return createRouter()
    .openapi(listRoute, async (c) =>
      c.json({ items: (await apiTokens.ofUser(c.get('user').id)).map(view) }, 200),
    )
    .openapi(createTokenRoute, async (c) => {
      const { areaCodes, expiresAt, code, password, ...order } = c.req.valid('json');
      const user = c.get('user');
      if (user.passwordSetAt !== null) {
        if (password === undefined) throw new ProblemError(403, passwordFirst);
        accepted(await passwords.confirmOwn(user, password));
      }
      const { token, secret } = accepted(
        await apiTokens.create(user, {
          ...order,
          areaKeys: areaCodes.map((areaCode) => areaByCode(directory, areaCode).key),
          expiresAt: Date.parse(expiresAt),
          code: code ?? null,
        }),
      );
      return c.json({ token: view(token), secret }, 201);
    })
    .openapi(revokeRoute, async (c) => {
      accepted(await apiTokens.revoke(c.get('user').id, c.req.valid('param').id));
      return c.body(null, 204);
    });
};
