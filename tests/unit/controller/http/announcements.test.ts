import { beforeEach, describe, expect, it } from 'vitest';
import {
  type Announcement,
  announcement,
  announcementPage,
  emergencyClips,
} from '../../../../controller/http/representations/announcement.ts';
import { problem } from '../../../../controller/http/representations/common.ts';
import { clusterRow } from '../../../support/device-field.ts';
import { createHttpWorld, type HttpWorld } from '../../../support/http-world.ts';
import { putBulletin } from '../../../support/publishing-world.ts';

/** Xã Cao Xá, Tứ Xã, and the district that holds both. */
const [caoXa, tuXa, district] = ['08521', '08527', '237'];

let world: HttpWorld;
let cookie: string;
beforeEach(async () => {
  world = await createHttpWorld();
  cookie = await world.cookieOf('administrator');
  await world.directory.addClusters([clusterRow('clu_1')]);
  const province = world.directory.areas.byCode('25')?.key ?? '';
  await putBulletin(world.store, 'bul_flood', 'f', 5, { class: 'emergency', areaKey: province });
  await putBulletin(world.store, 'bul_news', 'e', 5, { areaKey: province });
});

const send = (path: string, body: object, as = cookie) =>
  world.app.request(`/api/v1${path}`, {
    method: 'POST',
    headers: { cookie: as, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const get = async (path: string): Promise<unknown> =>
  (await world.app.request(`/api/v1${path}`, { headers: { cookie } })).json();
const start = async (body: object): Promise<Announcement> => {
  const answer = await send('/announcements', body);
  expect(answer.status).toBe(201);
  return announcement.parse(await answer.json());
};
const stop = (...targets: object[]) => start({ kind: 'stop', targets });
const idsOf = async (query: string): Promise<string[]> =>
  announcementPage.parse(await get(`/announcements${query}`)).items.map(({ id }) => id);

describe('what is in force', () => {
  it('is answered as it will be read again, with areas by their codes', async () => {
    const started = await start({
      kind: 'emergency',
      bulletinId: 'bul_flood',
      title: 'Nước lên nhanh'.normalize('NFD'),
      targets: [{ areaCode: caoXa }, { areaCode: tuXa }],
      reason: 'Vượt báo động 3',
      breakGlass: true,
    });
    expect(started).toMatchObject({
      kind: 'emergency',
      title: 'Nước lên nhanh',
      area: { code: district },
      targets: [{ areaCode: caoXa }, { areaCode: tuXa }],
      targetNames: ['Xã Cao Xá', 'Xã Tứ Xã'],
      startedBy: 'administrator-of-test',
      confirmedBy: null,
      breakGlass: true,
      state: 'inForce',
      progress: { targeted: 0, started: 0, notStarted: 0, offline: 0 },
    });
    expect(announcement.parse(await get(`/announcements/${started.id}`))).toEqual(started);
  });

  it('shows in every area that hears it, that lies around, or within', async () => {
    const commune = await stop({ areaCode: caoXa });
    const cluster = await stop({ clusterId: 'clu_1' });
    const whole = await stop({ areaCode: district });
    const all = [whole.id, cluster.id, commune.id].sort();
    expect((await idsOf('?state=inForce')).sort()).toEqual(all);
    expect((await idsOf(`?state=inForce&area=25`)).sort()).toEqual(all);
    expect((await idsOf(`?state=inForce&area=${caoXa}`)).sort()).toEqual(all);
    expect(await idsOf(`?state=inForce&area=${tuXa}`)).toEqual([whole.id]);
  });

  it('moves to what was, page by page, newest first', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const { id } = await stop({ areaCode: count === 1 ? tuXa : caoXa });
      expect((await send(`/announcements/${id}/end`, { reason: 'Xong' })).status).toBe(200);
      ids.unshift(id);
      world.clock.set(world.clock.now() + 1_000);
    }
    expect(await idsOf('?state=inForce')).toEqual([]);
    const first = announcementPage.parse(await get('/announcements?state=ended&limit=2'));
    const rest = announcementPage.parse(await get(`/announcements?state=ended&limit=2&cursor=${first.next}`));
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(ids);
    expect(first.items[0]).toMatchObject({
      state: 'ended',
      endReason: 'Xong',
      endedBy: 'administrator-of-test',
    });
    expect(await idsOf(`?state=ended&area=${tuXa}`)).toEqual([ids[1]]);
  });
});

it('says which stops are in the way, and starts when all of them are named', async () => {
  const { id } = await stop({ areaCode: '25' });
  const body = { kind: 'emergency', bulletinId: 'bul_flood', targets: [{ clusterId: 'clu_1' }] };
  const refused = await send('/announcements', body);
  expect(refused.status).toBe(409);
  expect(problem.parse(await refused.json())).toMatchObject({
    code: 'Announcement_Stopped',
    errors: [{ path: 'liftStopIds', message: id }],
  });
  await start({ ...body, liftStopIds: [id] });
  expect(announcement.parse(await get(`/announcements/${id}`)).state).toBe('ended');
});

it('lets a viewer look and nothing else', async () => {
  const viewer = await world.cookieOf('viewer');
  const answer = await send('/announcements', { kind: 'stop', targets: [{ areaCode: '25' }] }, viewer);
  expect(answer.status).toBe(403);
  expect((await world.app.request('/api/v1/announcements', { headers: { cookie: viewer } })).status).toBe(
    200,
  );
});

it('lists the emergency clips that an area has of its own and from above', async () => {
  const province = emergencyClips.parse(await get('/emergency-clips'));
  expect(province.items).toMatchObject([
    { bulletinId: 'bul_flood', area: { code: '25' }, asset: { url: `/media/${'f'.repeat(64)}.mp3` } },
  ]);
  const communeKey = world.directory.areas.byCode(caoXa ?? '')?.key ?? '';
  await putBulletin(world.store, 'bul_dyke', 'd', 1, { class: 'emergency', areaKey: communeKey });
  const clipsOf = async (code: string | undefined) =>
    emergencyClips
      .parse(await get(`/emergency-clips?area=${code}`))
      .items.map(({ bulletinId }) => bulletinId);
  expect(await clipsOf(caoXa)).toEqual(['bul_dyke', 'bul_flood']);
  expect(await clipsOf(tuXa)).toEqual(['bul_flood']);
});
