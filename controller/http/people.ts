import { createRoute, z } from '@hono/zod-openapi';
import type { Directory } from '../app/directory/directory.ts';
import { type PasswordLink, passwordLinkPath } from '../app/people/password-links.ts';
import type { People, Person as StoredPerson } from '../app/people/people.ts';
import type { UserRow } from '../app/ports/store/users.ts';
import type { Grant } from '../domain/permissions.ts';
import { viewSession } from './account-view.ts';
import { areaByCode, areaRefOf } from './area-ref.ts';
import { needs } from './authorisation.ts';
import { accepted, json, problemResponse } from './problem.ts';
import { reads } from './reading.ts';
import { browserSessions } from './representations/account.ts';
import {
  changePerson,
  createdPerson,
  createPerson,
  type Person,
  passwordLink,
  people as peopleList,
  person,
} from './representations/people.ts';
import { iso } from './representations/time.ts';
import { createRouter } from './router.ts';

const tags = ['people'];
const params = z.object({ id: z.string().max(64) });
const one = { 200: { description: 'The account', content: json(person) }, ...problemResponse };

const listRoute = createRoute({
  method: 'get',
  path: '/people',
  ...reads('area', 'people.write'),
  tags,
  summary: 'Accounts with a role in the areas that one administers, by user name; tone marks do not matter',
  request: { query: z.object({ search: z.string().max(100).optional() }) },
  responses: { 200: { description: 'All that match', content: json(peopleList) }, ...problemResponse },
});
const getRoute = createRoute({
  method: 'get',
  path: '/people/{id}',
  ...reads('area', 'people.write'),
  tags,
  summary: 'One account',
  request: { params },
  responses: one,
});
const createPersonRoute = createRoute({
  method: 'post',
  path: '/people',
  ...needs('people.write'),
  tags,
  summary: 'Make an account, with a link by which its owner chooses the password',
  request: { body: { required: true, content: json(createPerson) } },
  responses: { 201: { description: 'Made', content: json(createdPerson) }, ...problemResponse },
});
const changeRoute = createRoute({
  method: 'patch',
  path: '/people/{id}',
  ...needs('people.write'),
  tags,
  summary: 'Change the name or the roles of an account; changed roles sign it out everywhere',
  request: { params, body: { required: true, content: json(changePerson) } },
  responses: one,
});
const act = (verb: string, summary: string) =>
  createRoute({
    method: 'post',
    path: `/people/{id}/${verb}`,
    ...needs('people.write'),
    tags,
    summary,
    request: { params },
    responses: one,
  });
const disableRoute = act(
  'disable',
  'Disable an account: it is signed out everywhere, and its tokens are revoked for good',
);
const enableRoute = act('enable', 'Enable an account again');
const removeFactorRoute = act(
  'remove-second-factor',
  'Remove the second factor of somebody who lost telephone and recovery codes',
);
const linkRoute = createRoute({
  method: 'post',
  path: '/people/{id}/password-link',
  ...needs('people.write'),
  tags,
  summary: 'A link by which the owner chooses a new password, once and within a day; earlier ones are void',
  request: { params },
  responses: {
    201: { description: 'Hand it over yourself', content: json(passwordLink) },
    ...problemResponse,
  },
});
const sessionsRoute = createRoute({
  method: 'get',
  path: '/people/{id}/sessions',
  ...reads('area', 'people.write'),
  tags,
  summary: 'Browsers that are signed in by an account',
  request: { params },
  responses: { 200: { description: 'Last used first', content: json(browserSessions) }, ...problemResponse },
});
const endSessionsRoute = createRoute({
  method: 'delete',
  path: '/people/{id}/sessions',
  ...needs('people.write'),
  tags,
  summary: 'Sign an account out everywhere',
  request: { params },
  responses: { 204: { description: 'Signed out' }, ...problemResponse },
});

const stateOf = ({ disabledAt, passwordSetAt }: UserRow): Person['state'] => {
  if (disabledAt !== null) return 'disabled';
  return passwordSetAt === null ? 'invited' : 'active';
};

export const createPeopleRoutes = ({ people, directory }: { people: People; directory: Directory }) => {
  const view = ({ user, hasSecondFactor, isWithinReach }: StoredPerson): Person => ({
    id: user.id,
    username: user.username,
    displayName: user.displayName,
    grants: user.grants.map(({ role, areaKey }) => ({ role, area: areaRefOf(directory, areaKey) })),
    state: stateOf(user),
    hasSecondFactor,
    mayChange: isWithinReach,
    createdAt: iso(user.createdAt),
  });
  const viewLink = ({ token, expiresAt }: PasswordLink) => ({
    path: passwordLinkPath(token),
    expiresAt: iso(expiresAt),
  });
  const grantsOf = (grants: z.infer<typeof createPerson>['grants']): Grant[] =>
    grants.map(({ role, areaCode }) => ({ role, areaKey: areaByCode(directory, areaCode).key }));

  return createRouter()
    .openapi(listRoute, async (c) => {
      const found = await people.list(c.get('user'), c.req.valid('query').search ?? null);
      return c.json({ items: found.map(view) }, 200);
    })
    .openapi(getRoute, async (c) =>
      c.json(view(accepted(await people.get(c.get('user'), c.req.valid('param').id))), 200),
    )
    .openapi(createPersonRoute, async (c) => {
      const { username, displayName, grants } = c.req.valid('json');
      const made = accepted(
        await people.create(c.get('user'), { username, displayName, grants: grantsOf(grants) }),
      );
      return c.json({ person: view(made.person), link: viewLink(made.link) }, 201);
    })
    .openapi(changeRoute, async (c) => {
      const { displayName, grants } = c.req.valid('json');
      const changes = { displayName, grants: grants && grantsOf(grants) };
      const changed = await people.change(c.get('user'), c.req.valid('param').id, changes);
      return c.json(view(accepted(changed)), 200);
    })
    .openapi(disableRoute, async (c) =>
      c.json(view(accepted(await people.setDisabled(c.get('user'), c.req.valid('param').id, true))), 200),
    )
    .openapi(enableRoute, async (c) =>
      c.json(view(accepted(await people.setDisabled(c.get('user'), c.req.valid('param').id, false))), 200),
    )
    .openapi(removeFactorRoute, async (c) =>
      c.json(view(accepted(await people.removeSecondFactor(c.get('user'), c.req.valid('param').id))), 200),
    )
    .openapi(linkRoute, async (c) => {
      const link = accepted(await people.makeLink(c.get('user'), c.req.valid('param').id));
      return c.json(viewLink(link), 201);
    })
    .openapi(sessionsRoute, async (c) => {
      const rows = accepted(await people.sessions(c.get('user'), c.req.valid('param').id));
      return c.json({ items: rows.map((row) => viewSession(row, c.get('signedInAs').sessionId)) }, 200);
    })
    .openapi(endSessionsRoute, async (c) => {
      accepted(await people.endSessions(c.get('user'), c.req.valid('param').id));
      return c.body(null, 204);
    });
};
