import { beforeEach, describe, expect, it } from 'vitest';
import type { Action } from '../../../../controller/domain/permissions.ts';
import { announcementRequest } from '../../../../controller/http/representations/announcement.ts';
import { problem } from '../../../../controller/http/representations/common.ts';
import { caoXa, tuXa } from '../../../support/device-field.ts';
import { createHttpWorld, type HttpWorld } from '../../../support/http-world.ts';
import { openApiDocument, operationsOf, sendOperation } from '../../../support/open-api.ts';
import { accepted } from '../../../support/people-world.ts';
import { putBulletin } from '../../../support/publishing-world.ts';

let world: HttpWorld;
beforeEach(async () => {
  world = await createHttpWorld();
});

/** The `Authorization` of a machine of the province's administrator, for these areas. */
const tokenFor = async (actions: Action[], areaKeys: string[]): Promise<string> => {
  await world.cookieOf('administrator');
  const owner = await world.store.users.byUsername('administrator-of-test');
  if (!owner) throw new Error('The world has an administrator.');
  const expiresAt = world.clock.now() + 60_000;
  const order = { name: 'Máy', actions, areaKeys, wideEmergency: false, expiresAt, code: null };
  return `Bearer ${accepted(await world.apiTokens.create(owner, order)).secret}`;
};

const send = (path: string, headers: Readonly<Record<string, string>>, body: object) =>
  world.app.request(`/api/v1${path}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const refusal = async (answer: Response) => `${answer.status} ${problem.parse(await answer.json()).code}`;

describe('a token of a machine', () => {
  it('is turned away from everything that belongs to its owner alone, but for asking whose it is', async () => {
    const authorization = await tokenFor(['data.read'], [caoXa.key]);
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

  it('for one commune at a time alarms no second one after it, nor breaks the glass', async () => {
    const province = world.directory.areas.byCode('25')?.key ?? '';
    await putBulletin(world.store, 'bul_flood', 'f', 5, { class: 'emergency', areaKey: province });
    const authorization = await tokenFor(
      ['data.read', 'announcements.emergency', 'announcements.stop'],
      [province],
    );
    const alarm = (areaCode: string, more: object = {}) =>
      send(
        '/announcements',
        { authorization },
        { kind: 'emergency', bulletinId: 'bul_flood', targets: [{ areaCode }], ...more },
      );
    expect((await alarm(caoXa.code)).status).toBe(201);
    expect(await refusal(await alarm(tuXa.code))).toBe('403 Token_OneCommuneOnly');
    const glass = { breakGlass: true, reason: 'Vỡ đê' };
    expect(await refusal(await alarm(tuXa.code, glass))).toBe('403 Token_OneCommuneOnly');
  });

  it('is no second person', async () => {
    const province = world.directory.areas.byCode('25')?.key ?? '';
    await putBulletin(world.store, 'bul_flood', 'f', 5, { class: 'emergency', areaKey: province });
    const flood = { kind: 'emergency', bulletinId: 'bul_flood', targets: [{ areaCode: '25' }] };
    const cookie = await world.cookieOf('approver');
    const { id } = announcementRequest.parse(await (await send('/announcements', { cookie }, flood)).json());
    const authorization = await tokenFor(['data.read', 'announcements.emergency'], [province]);
    for (const verb of ['confirm', 'break-glass']) {
      const answer = await send(
        `/announcement-requests/${id}/${verb}`,
        { authorization },
        { reason: 'Vỡ đê' },
      );
      expect(await refusal(answer)).toBe('403 Token_NotHere');
    }
  });
});
