import { beforeEach, describe, expect, it } from 'vitest';
import {
  bulletin,
  bulletinPage,
  soloApproval,
  waitingApprovals,
} from '../../../../controller/http/representations/bulletin.ts';
import { problem } from '../../../../controller/http/representations/common.ts';
import { caoXa, tuXa } from '../../../support/device-field.ts';
import { createHttpWorld, type HttpWorld } from '../../../support/http-world.ts';
import { putBulletin } from '../../../support/publishing-world.ts';

let world: HttpWorld;
let editor: string;
let approver: string;

beforeEach(async () => {
  world = await createHttpWorld();
  editor = await world.cookieOf('editor');
  approver = await world.cookieOf('approver');
  const draft = { approval: 'draft', createdBy: 'editor-of-test', approvedAt: null, airsFrom: null } as const;
  await putBulletin(world.store, 'bul_own', 'a', 3, { ...draft, areaKey: caoXa.key });
  await putBulletin(world.store, 'bul_other', 'b', 3, { ...draft, areaKey: tuXa.key });
});

const send = (method: string, path: string, cookie: string, body: object = {}) =>
  world.app.request(`/api/v1${path}`, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const step = async (path: string, cookie: string, body: object = {}) =>
  bulletin.parse(await (await send('POST', `/bulletins/bul_own/${path}`, cookie, body)).json());
const refusal = async (answer: Response) => [answer.status, problem.parse(await answer.json()).code];
const get = async (path: string, cookie: string): Promise<unknown> =>
  (await world.app.request(`/api/v1${path}`, { headers: { cookie } })).json();

describe('the way of a bulletin over HTTP', () => {
  it('is told with every step, and counted for those who may approve', async () => {
    expect(await step('submit', editor)).toMatchObject({ approval: 'submitted', revision: 1 });
    expect(waitingApprovals.parse(await get('/approvals/waiting', approver))).toEqual({ bulletins: 1 });
    const back = await step('return', approver, { revision: 1, reason: 'Nghe không rõ' });
    expect(back).toMatchObject({ approval: 'returned', producers: ['editor-of-test'] });
    expect(back.history).toMatchObject([
      { step: 'submit', by: 'editor-of-test', reason: null },
      { step: 'return', by: 'approver-of-test', reason: 'Nghe không rõ' },
    ]);
    await step('submit', editor, { revision: 2 });
    expect(await step('approve', approver, { revision: 3 })).toMatchObject({
      approval: 'approved',
      soloApproved: false,
    });
    expect(waitingApprovals.parse(await get('/approvals/waiting', approver))).toEqual({ bulletins: 0 });
  });

  it('answers 409 with what happened meanwhile', async () => {
    await step('submit', editor);
    await step('return', approver, { reason: 'Sai ngày' });
    await step('submit', editor);
    const stale = await send('POST', '/bulletins/bul_own/approve', approver, { revision: 1 });
    expect(await refusal(stale)).toEqual([409, 'Approval_StateChanged']);
  });

  it('asks for a reason to return, and for a role to approve', async () => {
    await step('submit', editor);
    expect((await send('POST', '/bulletins/bul_own/return', approver, {})).status).toBe(400);
    const byEditor = await send('POST', '/bulletins/bul_own/approve', editor);
    expect(await refusal(byEditor)).toEqual([403, 'Role_NotAllowed']);
  });

  it('is closed to approvers of another commune', async () => {
    await step('submit', editor);
    const neighbour = await world.cookieOf('approver', tuXa.key);
    const answer = await send('POST', '/bulletins/bul_own/approve', neighbour);
    expect(await refusal(answer)).toEqual([403, 'Area_NotAllowed']);
    expect(waitingApprovals.parse(await get('/approvals/waiting', neighbour))).toEqual({ bulletins: 0 });
  });

  it('lets nobody approve their own, whatever their role', async () => {
    const admin = await world.cookieOf('administrator');
    await send('POST', '/bulletins/bul_own/submit', admin);
    const own = await send('POST', '/bulletins/bul_own/approve', admin);
    expect(await refusal(own)).toEqual([403, 'Approval_OwnBulletin']);
  });

  it('never changes title or class of what was approved', async () => {
    await step('submit', editor);
    await step('approve', approver);
    const answer = await send('PATCH', '/bulletins/bul_own', editor, { class: 'emergency' });
    expect(await refusal(answer)).toEqual([409, 'Bulletin_Approved']);
  });

  it('is found by where it stands', async () => {
    await step('submit', editor);
    const idsIn = async (approval: string) =>
      bulletinPage.parse(await get(`/bulletins?approval=${approval}`, editor)).items.map(({ id }) => id);
    expect(await idsIn('submitted')).toEqual(['bul_own']);
    expect(await idsIn('draft')).toEqual(['bul_other']);
    expect(await idsIn('approved')).toEqual([]);
  });
});

describe('a commune of one person', () => {
  const solo = (cookie: string, code: string, body: object) =>
    send('PUT', `/areas/${code}/solo-approval`, cookie, body);

  it('is switched by an administrator with a reason, and everybody sees it', async () => {
    const admin = await world.cookieOf('administrator');
    expect((await solo(approver, caoXa.code, { on: true, reason: 'Một người' })).status).toBe(403);
    expect((await solo(admin, caoXa.code, { on: true })).status).toBe(400);
    expect(
      soloApproval.parse(await (await solo(admin, caoXa.code, { on: true, reason: 'Một người' })).json()),
    ).toMatchObject({ on: true, decidedBy: 'administrator-of-test' });
    const viewer = await world.cookieOf('viewer', tuXa.key);
    expect(await get(`/areas/${caoXa.code}/solo-approval`, viewer)).toMatchObject({
      on: true,
      reason: 'Một người',
    });
    await send('POST', '/bulletins/bul_own/submit', admin);
    const approved = await send('POST', '/bulletins/bul_own/approve', admin);
    expect(bulletin.parse(await approved.json())).toMatchObject({ soloApproved: true, soloAllowed: true });
  });

  it('is a commune', async () => {
    const admin = await world.cookieOf('administrator');
    const answer = await solo(admin, '25', { on: true, reason: 'Một người' });
    expect(await refusal(answer)).toEqual([422, 'Approval_SoloNotCommune']);
  });
});
