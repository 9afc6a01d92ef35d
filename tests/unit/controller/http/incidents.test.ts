import { beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { Finding } from '../../../../controller/domain/incident.ts';
import { problem } from '../../../../controller/http/representations/common.ts';
import { incident, incidentPage } from '../../../../controller/http/representations/incident.ts';
import { caoXa, clusterRow, district, province, tuXa } from '../../../support/device-field.ts';
import { createHttpWorld, type HttpWorld } from '../../../support/http-world.ts';

let world: HttpWorld;
let headers: Record<string, string>;
beforeEach(async () => {
  world = await createHttpWorld();
  headers = { cookie: await world.cookieOf('administrator') };
  await world.directory.addClusters([clusterRow('clu_1', { name: 'Khu 3 – Nhà văn hóa' })]);
});

const heard = (subject: string, patch: Partial<Finding> = {}): Finding => ({
  type: 'deviation',
  subject,
  severity: 'critical',
  areaKey: caoXa.key,
  clusterId: 'clu_1',
  deviceId: 'dev_1',
  sessionId: 'ses_1',
  announcementId: null,
  itemId: 'itm_1',
  detail: { reason: 'cancelled-item', title: 'Lịch cắt điện', outcome: 'played' },
  ...patch,
});
const happen = (...findings: Finding[]): Promise<void> =>
  world.store.transaction((tx) => world.incidents.record(tx, findings));
const page = async (query = ''): Promise<z.infer<typeof incidentPage>> => {
  const answer = await world.app.request(`/api/v1/incidents${query}`, { headers });
  expect(answer.status).toBe(200);
  return incidentPage.parse(await answer.json());
};
const say = async (path: string, body?: object): Promise<Response> =>
  world.app.request(`/api/v1/incidents/${path}`, {
    method: 'POST',
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
const idsOf = async (query: string): Promise<string[]> => (await page(query)).items.map(({ id }) => id);

describe('GET /incidents', () => {
  it('says what is wrong, where, and in both languages', async () => {
    await happen(heard('a'));
    const { items, counts, next } = await page();
    expect(items).toMatchObject([
      {
        type: 'deviation',
        severity: 'critical',
        state: 'open',
        title: { vi: expect.stringContaining('“Lịch cắt điện”'), en: expect.any(String) },
        area: { code: caoXa.code, name: 'Cao Xá', level: 'commune', type: 'xã' },
        district: { code: district.code },
        clusterName: 'Khu 3 – Nhà văn hóa',
        count: 1,
        closedReason: null,
        detail: { reason: 'cancelled-item', outcome: 'played' },
      },
    ]);
    expect({ counts, next }).toEqual({ counts: { open: 1, acknowledged: 0 }, next: null });
  });

  it('keeps to an area and what lies below it, a type and a state', async () => {
    await happen(
      heard('a'),
      heard('b', { areaKey: tuXa.key, type: 'spool-gap' }),
      heard('c', { areaKey: province.key, type: 'network' }),
    );
    const [ofProvince, ofTuXa, ofCaoXa] = await Promise.all(
      ['25', tuXa.code, caoXa.code].map((code) => page(`?area=${code}`)),
    );
    expect(ofProvince?.items).toHaveLength(3);
    expect(ofTuXa).toMatchObject({ items: [{ type: 'spool-gap' }], counts: { open: 1 } });
    expect(ofCaoXa?.items).toHaveLength(1);
    expect(await idsOf('?type=clock')).toEqual([]);
    const [first] = await idsOf(`?area=${caoXa.code}`);
    await say(`${first}/acknowledge`);
    expect(await idsOf('?state=acknowledged')).toEqual([first]);
    expect(await idsOf('?state=open')).toHaveLength(2);
    expect((await page('?type=deviation')).counts).toEqual({ open: 0, acknowledged: 1 });
  });

  it('turns pages', async () => {
    await happen(...['a', 'b', 'c'].map((subject) => heard(subject)));
    const first = await page('?limit=2');
    const second = await page(`?limit=2&cursor=${first.next}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toHaveLength(3);
    expect(second.next).toBeNull();
  });
});

describe('a person', () => {
  it('acknowledges, notes, and closes; who it was stands there', async () => {
    await happen(heard('a'));
    const [id] = await idsOf('');
    const seen = incident.parse(await (await say(`${id}/acknowledge`, { note: 'đang hỏi xã' })).json());
    expect(seen).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: 'administrator-of-test',
      notes: [{ by: 'administrator-of-test', text: 'đang hỏi xã' }],
    });
    const done = await say(`${id}/close`, { note: 'đã rõ' });
    expect(incident.parse(await done.json())).toMatchObject({
      state: 'closed',
      closedBy: 'administrator-of-test',
      closedReason: 'by-person',
    });
    expect((await say(`${id}/close`)).status).toBe(200);
    const late = await say(`${id}/acknowledge`);
    expect([late.status, problem.parse(await late.json()).code]).toEqual([409, 'Incident_Closed']);
    expect(world.events.of('incidents').at(-1)).toEqual({
      type: 'incidents',
      areaKeys: [caoXa.key],
      ids: [id],
    });
  });
});
