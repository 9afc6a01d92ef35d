import { createRoute, z } from '@hono/zod-openapi';
import type { Directory } from '../app/directory/directory.ts';
import type { ApiTokens } from '../app/people/api-tokens.ts';
import type { Clock } from '../app/ports/runtime.ts';
import type { ApiTokenRow } from '../app/ports/store/api-tokens.ts';
import { areaByCode, areaRefOf } from './area-ref.ts';
import { ofOwnAccount } from './authorisation.ts';
import { accepted, json, problemResponse } from './problem.ts';
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
  summary: 'Make a token, within the own rights and for a year at most; the secret is told this once',
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

/** Behind the wall of `createAccountRoutes`, but for those who owe a second factor. */
export const createTokenRoutes = (deps: { apiTokens: ApiTokens; directory: Directory; clock: Clock }) => {
  const { apiTokens, directory, clock } = deps;
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
      const { areaCodes, expiresAt, code, ...order } = c.req.valid('json');
      const { token, secret } = accepted(
        await apiTokens.create(c.get('user'), {
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
