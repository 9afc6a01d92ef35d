import { beforeEach, expect, it } from 'vitest';
import { createdToken } from '../../../../controller/http/representations/account.ts';
import { createdPerson } from '../../../../controller/http/representations/people.ts';
import { createHttpWorld, type HttpWorld } from '../../../support/http-world.ts';

let world: HttpWorld;
let cookie: string;
beforeEach(async () => {
  world = await createHttpWorld();
  cookie = await world.cookieOf('administrator');
});
const send = (path: string, body: object) =>
  world.app.request(`/api/v1${path}`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const person = (displayName: string) =>
  send('/people', { username: 'hoa', displayName, grants: [{ role: 'viewer', areaCode: '25' }] });
const token = (name: string) =>
  send('/me/tokens', {
    name,
    actions: ['data.read'],
    areaCodes: ['25'],
    expiresAt: new Date(world.clock.now() + 60_000).toISOString(),
  });

it('of people and tokens look like no other name, in the trail as well', async () => {
  const made = createdPerson.parse(await (await person('Chị\u200b Hòa\u202e')).json());
  expect(made.person.displayName).toBe('Chị Hòa');
  const { token: fresh } = createdToken.parse(await (await token('Bảng\u200b điện tử')).json());
  expect(fresh.name).toBe('Bảng điện tử');
});

it.each(['Hòa\nadmin', 'Hòa\u001b[2J', '\u200b'])('of people and tokens are no %j', async (name) => {
  expect([(await person(name)).status, (await token(name)).status]).toEqual([400, 400]);
});
