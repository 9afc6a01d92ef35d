import { beforeEach, describe, expect, it } from 'vitest';
import {
  announcement,
  announcementRequest,
  announcementRequestList,
} from '../../../../controller/http/representations/announcement.ts';
import { problem } from '../../../../controller/http/representations/common.ts';
import { caoXa, tuXa } from '../../../support/device-field.ts';
import { createHttpWorld, type HttpWorld } from '../../../support/http-world.ts';
import { putBulletin } from '../../../support/publishing-world.ts';

let world: HttpWorld;
let first: string;
let second: string;

beforeEach(async () => {
  world = await createHttpWorld();
  first = await world.cookieOf('approver');
  second = await world.cookieOf('administrator');
  const province = world.directory.areas.byCode('25')?.key ?? '';
  await putBulletin(world.store, 'bul_flood', 'f', 5, { class: 'emergency', areaKey: province });
});

const send = (path: string, cookie: string, body: object = {}) =>
  world.app.request(`/api/v1${path}`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const flood = (codes: readonly string[], more: object = {}) => ({
  kind: 'emergency',
  bulletinId: 'bul_flood',
  targets: codes.map((areaCode) => ({ areaCode })),
  ...more,
});
const ask = async (cookie = first) => {
  const answer = await send('/announcements', cookie, flood(['237'], { reason: 'Nước lên nhanh' }));
  expect(answer.status).toBe(202);
  return announcementRequest.parse(await answer.json());
};
const refusal = async (answer: Response) => [answer.status, problem.parse(await answer.json()).code];
const listed = async (cookie: string, query = '') =>
  announcementRequestList.parse(
    await (await world.app.request(`/api/v1/announcement-requests${query}`, { headers: { cookie } })).json(),
  ).items;

describe('an emergency wider than a commune', () => {
  it('is asked for, shown to who may confirm, and started by another person', async () => {
    const request = await ask();
    expect(request).toMatchObject({ state: 'waiting', requestedBy: 'approver-of-test', confirmable: false });
    expect(await listed(second)).toMatchObject([
      { id: request.id, confirmable: true, asset: { url: `/media/${'f'.repeat(64)}.mp3` } },
    ]);
    const own = await send(`/announcement-requests/${request.id}/confirm`, first);
    expect(await refusal(own)).toEqual([403, 'Request_Own']);
    const started = await send(`/announcement-requests/${request.id}/confirm`, second);
    expect(started.status).toBe(201);
    expect(announcement.parse(await started.json())).toMatchObject({
      startedBy: 'approver-of-test',
      confirmedBy: 'administrator-of-test',
      breakGlass: false,
    });
    expect(await listed(second, '?state=waiting')).toEqual([]);
  });

  it('is not confirmed by who may only start it in a part', async () => {
    const request = await ask();
    const commune = await world.cookieOf('approver', caoXa.key);
    expect(await listed(commune)).toMatchObject([{ id: request.id, confirmable: false }]);
    const answer = await send(`/announcement-requests/${request.id}/confirm`, commune);
    expect(await refusal(answer)).toEqual([403, 'Area_NotAllowed']);
  });

  it('does not start for an account that was disabled since', async () => {
    const request = await ask();
    const asker = await world.store.users.byUsername('approver-of-test');
    if (!asker) throw new Error('Somebody asked.');
    await world.store.users.put({ ...asker, disabledAt: world.clock.now() });
    const answer = await send(`/announcement-requests/${request.id}/confirm`, second);
    expect(await refusal(answer)).toEqual([409, 'Request_OfDisabled']);
  });

  it('is told to those whom it concerns only', async () => {
    const answer = await send('/announcements', first, flood([caoXa.code, tuXa.code]));
    const { id } = announcementRequest.parse(await answer.json());
    expect((await listed(await world.cookieOf('viewer', tuXa.key))).map((one) => one.id)).toEqual([id]);
    expect((await send(`/announcement-requests/${id}/refuse`, second)).status).toBe(200);
    expect(await listed(first)).toMatchObject([{ state: 'refused', decidedBy: 'administrator-of-test' }]);
  });

  it('starts at once where whoever asked breaks the glass', async () => {
    const { id } = await ask();
    expect((await send(`/announcement-requests/${id}/break-glass`, first)).status).toBe(400);
    const started = await send(`/announcement-requests/${id}/break-glass`, first, { reason: 'Vỡ đê' });
    expect(announcement.parse(await started.json())).toMatchObject({
      breakGlass: true,
      confirmedBy: null,
      reason: 'Vỡ đê',
    });
  });

  it('takes one step within a commune', async () => {
    const answer = await send('/announcements', first, flood([caoXa.code]));
    expect(answer.status).toBe(201);
    expect(announcement.parse(await answer.json())).toMatchObject({ breakGlass: false, confirmedBy: null });
  });

  it('is ended in one step by one person', async () => {
    const begun = await send('/announcements', first, flood(['25'], { breakGlass: true, reason: 'Vỡ đê' }));
    const { id } = announcement.parse(await begun.json());
    expect((await send(`/announcements/${id}/end`, second)).status).toBe(200);
  });
});
