import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { publicPart } from '#protocol';
import { announcement } from '../../../../controller/http/representations/announcement.ts';
import { auditPage } from '../../../../controller/http/representations/audit.ts';
import { createdDevice } from '../../../../controller/http/representations/cluster.ts';
import { caoXa, clusterRow, deviceRow, tuXa } from '../../../support/device-field.ts';
import { createHttpWorld, type HttpWorld } from '../../../support/http-world.ts';
import { testPrivateKey } from '../../../support/test-signers.ts';

let world: HttpWorld;
let administrator: string;
beforeEach(async () => {
  world = await createHttpWorld();
  administrator = await world.cookieOf('administrator');
  await world.directory.addClusters([clusterRow('1'), clusterRow('2', { areaKey: tuXa.key })]);
  await world.directory.addDevices([deviceRow('dev-1', '1')]);
});

const get = (path: string, cookie: string) => world.app.request(`/api/v1${path}`, { headers: { cookie } });
const pageOf = async (query = '', cookie = administrator) =>
  auditPage.parse(await (await get(`/audit${query}`, cookie)).json());
const subjects = async (query: string, cookie = administrator): Promise<string[]> =>
  (await pageOf(query, cookie)).items.map(({ subject, subjectId }) => `${subject} ${subjectId}`);
const linesOf = async (answer: Response) =>
  (await answer.text())
    .trimEnd()
    .split('\n')
    .map((line) => z.looseObject({ seq: z.int(), action: z.string() }).parse(JSON.parse(line)));

describe('GET /audit', () => {
  it('tells who changed what through the page, when and from where', async () => {
    world.comeFrom('::ffff:10.20.30.40');
    const answer = await world.app.request(`/api/v1/policies/${caoXa.code}`, {
      method: 'PUT',
      headers: { cookie: administrator, 'content-type': 'application/json' },
      body: JSON.stringify({ rules: [{ weekdays: [1], from: '06:00', to: '07:00', maxVolume: null }] }),
    });
    expect(answer.status).toBe(200);
    const [newest] = (await pageOf()).items;
    expect(newest).toMatchObject({
      at: new Date(world.clock.now()).toISOString(),
      actor: { kind: 'user', name: 'administrator-of-test', address: '10.20.30.40' },
      action: 'policies.write',
      subject: 'policyRules',
      name: 'Cao Xá',
      area: { code: caoXa.code },
      before: null,
      after: { rules: [{ weekdays: [1], from: '06:00', to: '07:00', maxVolume: null }] },
    });
  });

  it('names an announcement and its end by what they were, whatever opens the door to them', async () => {
    const post = (path: string, body: object) =>
      world.app.request(`/api/v1${path}`, {
        method: 'POST',
        headers: { cookie: administrator, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const stop = announcement.parse(
      await (await post('/announcements', { kind: 'stop', targets: [{ areaCode: caoXa.code }] })).json(),
    );
    expect((await post(`/announcements/${stop.id}/end`, {})).status).toBe(200);
    const { items } = await pageOf();
    const actions = items.filter(({ subject }) => subject === 'announcements').map(({ action }) => action);
    expect(actions).toEqual(['announcements.lift', 'announcements.stop']);
    const test = await post('/announcements', { kind: 'test', targets: [{ areaCode: caoXa.code }] });
    expect(test.status).toBe(201);
    expect((await pageOf()).items.find(({ subject }) => subject === 'announcements')).toMatchObject({
      action: 'announcements.test',
    });
  });

  it('says which receiver claimed its place, from where, and which one it took it from', async () => {
    const post = (path: string, body: object, headers: Readonly<Record<string, string>>) =>
      world.app.request(`/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    const wanted = { clusterId: '1', serial: 'TT50-00417', model: 'TT-4G-50' };
    const made = createdDevice.parse(
      await (await post('/devices', wanted, { cookie: administrator })).json(),
    );
    world.comeFrom('::ffff:113.160.1.7');
    const { claimCode: code, device } = made;
    const claimed = await post('/claims', { code, publicKey: publicPart(testPrivateKey()) }, {});
    expect(claimed.status).toBe(200);

    const entries = (await pageOf('?actor=TT50-00417')).items;
    const receiver = { kind: 'device', name: 'TT50-00417', address: '113.160.1.7' };
    expect(entries.map(({ actor, action, area }) => [actor, action, area?.code])).toEqual(
      entries.map(() => [receiver, 'POST /claims', caoXa.code]),
    );
    expect(entries.map(({ subject, subjectId, after }) => [subject, subjectId, after?.status])).toEqual([
      ['devices', 'dev-1', 'revoked'],
      ['devices', device.id, 'active'],
      ['claims', device.id, undefined],
    ]);
    expect((await pageOf()).items.filter(({ actor }) => actor.kind === 'anonymous')).toEqual([]);
  });

  it('turns pages, newest first', async () => {
    const all = (await pageOf()).items.map(({ seq }) => seq);
    const first = await pageOf('?limit=2');
    const second = await pageOf(`?limit=2&cursor=${first.next}`);
    expect([...first.items, ...second.items].map(({ seq }) => seq)).toEqual(all.slice(0, 4));
    expect(all).toEqual([...all].sort((a, b) => b - a));
  });

  it('filters', async () => {
    expect(await subjects('?subject=devices')).toEqual(['devices dev-1']);
    expect(await subjects('?subject=clusters&subjectId=2')).toEqual(['clusters 2']);
    expect(await subjects(`?subject=clusters&area=${caoXa.code}`)).toEqual(['clusters 1']);
    expect(await subjects('?actor=nobody')).toEqual([]);
    expect(await subjects('?action=audit.export')).toEqual([]);
    const later = new Date(world.clock.now() + 1).toISOString();
    expect(await subjects(`?from=${encodeURIComponent(later)}`)).toEqual([]);
    expect((await subjects(`?to=${encodeURIComponent(later)}`)).length).toBeGreaterThan(2);
    expect((await get('/audit?cursor=x', administrator)).status).toBe(400);
    expect((await get('/audit?from=yesterday', administrator)).status).toBe(400);
  });

  it('gives an auditor of a commune the entries of that commune alone', async () => {
    const auditor = await world.cookieOf('auditor', caoXa.key);
    const seen = (await pageOf('', auditor)).items;
    expect(new Set(seen.map(({ area }) => area?.code))).toEqual(new Set([caoXa.code]));
    expect(await subjects('?subject=clusters', auditor)).toEqual(['clusters 1']);
    expect((await get(`/audit?area=${tuXa.code}`, auditor)).status).toBe(403);
    expect((await get(`/audit.jsonl?area=${tuXa.code}`, auditor)).status).toBe(403);
  });

  it('keeps what is of no area for readers of the province', async () => {
    await world.store.audit.note({
      action: 'sign-in.refused',
      subject: 'users',
      subjectId: 'x',
      areaKey: null,
    });
    const auditor = await world.cookieOf('auditor', caoXa.key);
    expect(await subjects('?action=sign-in.refused', auditor)).toEqual([]);
    expect(await subjects('?action=sign-in.refused', await world.cookieOf('auditor'))).toEqual(['users x']);
  });

  it.each(['editor', 'approver', 'technician', 'viewer'] as const)('is nothing for a %s', async (role) => {
    const cookie = await world.cookieOf(role);
    expect((await get('/audit', cookie)).status).toBe(403);
    expect((await get('/audit.jsonl', cookie)).status).toBe(403);
  });
});

describe('GET /audit.jsonl', () => {
  it('gives all entries in order, an entry a line, and ends with having been taken', async () => {
    const answer = await get('/audit.jsonl', administrator);
    expect(answer.headers.get('content-type')).toBe('application/jsonl; charset=utf-8');
    const lines = await linesOf(answer);
    expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index + 1));
    expect(lines.at(-1)).toMatchObject({
      action: 'audit.export',
      actorName: 'administrator-of-test',
      after: {},
    });
    expect((await world.store.audit.last())?.action).toBe('audit.export');
  });

  it('filters as the page does', async () => {
    const lines = await linesOf(await get('/audit.jsonl?subject=devices', administrator));
    expect(lines).toMatchObject([
      { subject: 'devices', subjectId: 'dev-1', before: null, after: { id: 'dev-1' } },
    ]);
  });

  it('reads no further ahead than its reader, of thousands', async () => {
    await world.store.clusters.insert(
      Array.from({ length: 5_000 }, (_, index) => clusterRow(`many-${index}`)),
    );
    const { following } = world.store.audit;
    let reads = 0;
    Object.assign(world.store.audit, {
      following: (...given: Parameters<typeof following>) => {
        reads += 1;
        return following(...given);
      },
    });
    const answer = await get('/audit.jsonl', administrator);
    const reader = answer.body?.getReader();
    await reader?.read();
    expect(reads).toBeLessThan(4);
    await reader?.cancel();
    const lines = await linesOf(await get('/audit.jsonl', administrator));
    expect(lines.length).toBeGreaterThan(5_000);
  });
});
