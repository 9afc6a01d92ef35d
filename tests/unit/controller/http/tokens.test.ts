import { beforeEach, describe, expect, it } from 'vitest';
import { problem } from '../../../../controller/http/representations/common.ts';
import { createHttpWorld, type HttpWorld } from '../../../support/http-world.ts';
import { openApiDocument, operationsOf, sendOperation } from '../../../support/open-api.ts';
import { accepted } from '../../../support/people-world.ts';

let world: HttpWorld;
beforeEach(async () => {
  world = await createHttpWorld();
});

/** The `Authorization` of a machine that may do nothing but read one commune. */
const smallToken = async (): Promise<string> => {
  await world.cookieOf('administrator');
  const owner = await world.store.users.byUsername('administrator-of-test');
  const [commune] = world.directory.areas.atLevel('commune');
  if (!owner || !commune) throw new Error('The world has an administrator and communes.');
  const made = await world.apiTokens.create(owner, {
    name: 'bảng điện tử',
    actions: ['data.read'],
    areaKeys: [commune.key],
    wideEmergency: false,
    expiresAt: world.clock.now() + 60_000,
    code: null,
  });
  return `Bearer ${accepted(made).secret}`;
};

describe('a token of a machine', () => {
  it('is turned away from everything that belongs to its owner alone, but for asking whose it is', async () => {
    const authorization = await smallToken();
    const document = openApiDocument.parse(await (await world.app.request('/api/v1/openapi.json')).json());
    const own = operationsOf(document).filter(({ details }) => details['x-reads'] === 'own');
    expect(own.length).toBeGreaterThan(10);
    const letIn: string[] = [];
    for (const operation of own) {
      const answer = await sendOperation(world, operation, { authorization });
      const isRefused = answer.status === 403 && problem.parse(await answer.json()).code === 'Token_NotHere';
      if (!isRefused) letIn.push(operation.name);
    }
    expect(letIn).toEqual(['GET /me']);
  });
});
