import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Action, actions, roleMay, roles } from '../../../../controller/domain/permissions.ts';
import { problem } from '../../../../controller/http/representations/common.ts';
import { caoXa, clusterRow, deviceRow, tuXa } from '../../../support/device-field.ts';
import { createHttpWorld, type HttpWorld } from '../../../support/http-world.ts';
import { type Operation, openApiDocument, operationsOf } from '../../../support/open-api.ts';
import { putBulletin } from '../../../support/publishing-world.ts';

/** Everything below is Cao Xá's. */
type Things = Readonly<{ sessionId: string; stopId: string; dispatchId: string; incidentId: string }>;
type Request = Readonly<{ path: string; body?: object }>;

const here = [{ areaCode: caoXa.code }];
const tomorrow = '2026-11-24';
const morning = {
  title: 'Buổi sáng',
  areaCode: caoXa.code,
  targets: here,
  startsLocal: `${tomorrow}T05:00:00`,
  durationMs: 1_800_000,
  rrule: 'FREQ=DAILY',
};
/** A request of each kind that concerns Cao Xá; without one for it, a new operation fails this test. */
const requests: Readonly<Record<string, (things: Things) => Request>> = {
  'POST /clusters': () => ({ path: '/clusters', body: { areaCode: caoXa.code, name: 'Khu 3' } }),
  'POST /devices': () => ({
    path: '/devices',
    body: { clusterId: 'clu_2', serial: 'S-1', model: 'TT-4G-50' },
  }),
  'POST /devices/{id}/claim-code': () => ({ path: '/devices/dev_1/claim-code' }),
  'POST /sessions': () => ({ path: '/sessions', body: morning }),
  'POST /sessions/preview': () => ({ path: '/sessions/preview', body: morning }),
  'PATCH /sessions/{id}': ({ sessionId }) => ({
    path: `/sessions/${sessionId}`,
    body: { title: 'Buổi sớm' },
  }),
  'DELETE /sessions/{id}': ({ sessionId }) => ({ path: `/sessions/${sessionId}` }),
  'PUT /sessions/{id}/running-orders/{date}': ({ sessionId }) => ({
    path: `/sessions/${sessionId}/running-orders/${tomorrow}`,
    body: { bulletinIds: ['bul_a'] },
  }),
  'DELETE /bulletins/{id}': () => ({ path: '/bulletins/bul_a' }),
  'PUT /policies/{areaCode}': () => ({ path: `/policies/${caoXa.code}`, body: { rules: [] } }),
  'PUT /priority-orders/{areaCode}/{date}': () => ({
    path: `/priority-orders/${caoXa.code}/${tomorrow}`,
    body: { itemIds: [] },
  }),
  'POST /dispatches': () => ({ path: '/dispatches', body: { bulletinId: 'bul_p', targets: here } }),
  'POST /inbox/{dispatchId}/{areaCode}/place': ({ dispatchId, sessionId }) => ({
    path: `/inbox/${dispatchId}/${caoXa.code}/place`,
    body: { sessionId, dates: [tomorrow] },
  }),
  'POST /inbox/{dispatchId}/{areaCode}/decline': ({ dispatchId }) => ({
    path: `/inbox/${dispatchId}/${caoXa.code}/decline`,
    body: { reason: 'Đã phát' },
  }),
  'POST /announcements': () => ({ path: '/announcements', body: { kind: 'stop', targets: here } }),
  'POST /announcements/{id}/end': ({ stopId }) => ({ path: `/announcements/${stopId}/end`, body: {} }),
  'POST /incidents/{id}/acknowledge': ({ incidentId }) => ({ path: `/incidents/${incidentId}/acknowledge` }),
  'POST /incidents/{id}/close': ({ incidentId }) => ({ path: `/incidents/${incidentId}/close` }),
};

/** What an operation asks for beyond what its route names, by what it is about. */
const further: Readonly<Record<string, Action>> = { 'POST /announcements/{id}/end': 'announcements.lift' };
/** Of no area, or of one that only the streamed form names: with the real server. */
const areaLess = ['POST /demo/network-cut', 'POST /bulletins'];

const guarded = async ({ app }: HttpWorld): Promise<(Operation & { action: Action })[]> => {
  const document = openApiDocument.parse(await (await app.request('/api/v1/openapi.json')).json());
  return operationsOf(document)
    .filter(({ method, isOpen, name }) => method !== 'GET' && !isOpen && !areaLess.includes(name))
    .map((operation) => ({
      ...operation,
      action: z.enum(actions).parse(operation.details['x-action']),
    }));
};

const send = ({ app }: HttpWorld, method: string, { path, body }: Request, cookie: string) =>
  app.request(`/api/v1${path}`, {
    method,
    headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const verdictOf = async (answer: Response): Promise<string> => {
  const text = await answer.text();
  const isProblem = answer.headers.get('content-type') === 'application/problem+json';
  return isProblem ? `${answer.status} ${problem.parse(JSON.parse(text)).code}` : String(answer.status);
};

const withId = z.looseObject({ id: z.string() });
const furnish = async (world: HttpWorld): Promise<Things> => {
  const { store, directory, incidents } = world;
  await directory.addClusters([clusterRow('clu_1'), clusterRow('clu_2')]);
  await directory.addDevices([deviceRow('dev_1', 'clu_1')]);
  const province = directory.areas.byCode('25')?.key ?? '';
  await putBulletin(store, 'bul_a', 'a', 5, { areaKey: caoXa.key });
  await putBulletin(store, 'bul_p', 'b', 5, { areaKey: province });
  const admin = await world.cookieOf('administrator');
  const made = async (path: string, body: object): Promise<string> => {
    const answer = await send(world, 'POST', { path, body }, admin);
    return withId.parse(await answer.json()).id;
  };
  await store.transaction((tx) =>
    incidents.record(tx, [
      {
        type: 'deviation',
        subject: 'itm_1 dev_1',
        severity: 'critical',
        areaKey: caoXa.key,
        clusterId: 'clu_1',
        deviceId: 'dev_1',
        sessionId: null,
        announcementId: null,
        itemId: 'itm_1',
        detail: { reason: 'cancelled-item', title: 'Lịch cắt điện', outcome: 'played' },
      },
    ]),
  );
  const { items } = await store.incidents.page({ areaKeys: null, type: null, state: null }, null, 1);
  return {
    sessionId: await made('/sessions', morning),
    dispatchId: await made('/dispatches', { bulletinId: 'bul_p', targets: here }),
    stopId: await made('/announcements', { kind: 'stop', targets: here }),
    incidentId: items[0]?.id ?? '',
  };
};

describe('each operation that changes something', () => {
  it('is in the table above', async () => {
    const names = (await guarded(await createHttpWorld())).map(({ name }) => name);
    expect(names.sort()).toEqual(Object.keys(requests).sort());
  });

  it('is refused to whom no role allows it, and to whom one allows it elsewhere', async () => {
    const world = await createHttpWorld();
    const things = await furnish(world);
    for (const role of roles) {
      const [own, elsewhere] = [await world.cookieOf(role, caoXa.key), await world.cookieOf(role, tuXa.key)];
      for (const { name, method, action } of await guarded(world)) {
        const request = requests[name]?.(things);
        if (!request) continue;
        const isAllowed = roleMay(role, action) && roleMay(role, further[name] ?? action);
        const refusal = isAllowed ? '403 Area_NotAllowed' : '403 Role_NotAllowed';
        const verdict = await verdictOf(await send(world, method, request, elsewhere));
        expect(`${role} elsewhere, ${name}: ${verdict}`).toBe(`${role} elsewhere, ${name}: ${refusal}`);
        if (isAllowed) continue;
        expect(`${role}, ${name}: ${await verdictOf(await send(world, method, request, own))}`).toBe(
          `${role}, ${name}: ${refusal}`,
        );
      }
    }
  });

  it.each(Object.keys(requests))('%s: is open to the roles that are for it', async (name) => {
    const world = await createHttpWorld();
    const things = await furnish(world);
    const operation = (await guarded(world)).find((one) => one.name === name);
    const request = requests[name]?.(things);
    if (!operation || !request) throw new Error(`${name} is gone`);
    const action = further[name] ?? operation.action;
    const verdicts: string[] = [];
    for (const role of roles.filter((one) => roleMay(one, operation.action) && roleMay(one, action))) {
      // A dispatch goes out in the name of a level above.
      const cookie = await (name === 'POST /dispatches'
        ? world.cookieOf(role)
        : world.cookieOf(role, caoXa.key));
      verdicts.push(await verdictOf(await send(world, operation.method, request, cookie)));
    }
    expect(verdicts.length).toBeGreaterThan(0);
    expect(verdicts.filter((verdict) => /^40[0134] (?!Upload_NoFile)/.test(verdict))).toEqual([]);
  });
});
