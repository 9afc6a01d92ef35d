import { createRoute, z } from '@hono/zod-openapi';
import type { Approvals } from '../app/bulletins/approvals.ts';
import type { Bulletins } from '../app/bulletins/bulletins.ts';
import type { SoloApprovals } from '../app/bulletins/solo-approvals.ts';
import type { Directory } from '../app/directory/directory.ts';
import type { SoloApprovalRow } from '../app/ports/store/approvals.ts';
import type { BulletinRow } from '../app/ports/store/bulletins.ts';
import type { Store } from '../app/ports/store.ts';
import { areaByCode } from './area-ref.ts';
import { needs } from './authorisation.ts';
import { unknownBulletin } from './bulletin-reading.ts';
import { createBulletinView } from './bulletin-view.ts';
import { accepted, json, notFound, problemResponse } from './problem.ts';
import { reads } from './reading.ts';
import {
  bulletin,
  changeBulletin,
  decideBulletin,
  returnBulletin,
  type SoloApproval,
  setSoloApproval,
  soloApproval,
  waitingApprovals,
} from './representations/bulletin.ts';
import { areaCode } from './representations/common.ts';
import { iso } from './representations/time.ts';
import { createRouter } from './router.ts';

const tags = ['bulletins'];
const params = z.object({ id: z.string().max(64) });
const changed = { 200: { description: 'The bulletin', content: json(bulletin) }, ...problemResponse };

const submitRoute = createRoute({
  method: 'post',
  path: '/bulletins/{id}/submit',
  ...needs('bulletins.write'),
  tags,
  summary: 'Submit a bulletin for approval; while its audio is in work, as soon as it is ready',
  request: { params, body: { required: true, content: json(decideBulletin) } },
  responses: changed,
});
const approveRoute = createRoute({
  method: 'post',
  path: '/bulletins/{id}/approve',
  ...needs('bulletins.approve'),
  tags,
  summary: 'Approve a bulletin that somebody else submitted; it airs where it is placed',
  request: { params, body: { required: true, content: json(decideBulletin) } },
  responses: changed,
});
const returnRoute = createRoute({
  method: 'post',
  path: '/bulletins/{id}/return',
  ...needs('bulletins.approve'),
  tags,
  summary: 'Return a bulletin that was submitted, with a reason',
  request: { params, body: { required: true, content: json(returnBulletin) } },
  responses: changed,
});
const changeRoute = createRoute({
  method: 'patch',
  path: '/bulletins/{id}',
  ...needs('bulletins.write'),
  tags,
  summary: 'Change title or class of a draft, or of a bulletin that was returned',
  request: { params, body: { required: true, content: json(changeBulletin) } },
  responses: changed,
});
const waitingRoute = createRoute({
  method: 'get',
  path: '/approvals/waiting',
  ...reads('area', 'bulletins.approve'),
  tags,
  summary: 'How much waits for the approval of whoever asks',
  responses: { 200: { description: 'Counts', content: json(waitingApprovals) }, ...problemResponse },
});
const soloParams = z.object({ code: areaCode });
const soloRoute = createRoute({
  method: 'get',
  path: '/areas/{code}/solo-approval',
  ...reads('open'),
  tags: ['areas'],
  summary: 'Whether one person makes and approves bulletins in a commune, since when and why',
  request: { params: soloParams },
  responses: {
    200: { description: 'Null where nothing was ever said', content: json(soloApproval.nullable()) },
    ...problemResponse,
  },
});
const setSoloRoute = createRoute({
  method: 'put',
  path: '/areas/{code}/solo-approval',
  ...needs('bulletins.solo'),
  tags: ['areas'],
  summary:
    'Let one person make and approve bulletins in a commune, or no longer; with a reason that everybody sees',
  request: { params: soloParams, body: { required: true, content: json(setSoloApproval) } },
  responses: { 200: { description: 'As it is now', content: json(soloApproval) }, ...problemResponse },
});

const soloView = ({ isOn, reason, decidedBy, decidedAt }: SoloApprovalRow): SoloApproval => ({
  on: isOn,
  reason,
  decidedBy,
  decidedAt: iso(decidedAt),
});

/** The steps of bulletins between upload and air. */
export const createApprovalRoutes = (deps: {
  bulletins: Pick<Bulletins, 'progress'>;
  approvals: Approvals;
  solo: SoloApprovals;
  store: Store;
  directory: Directory;
}) => {
  const { approvals, solo, store, directory } = deps;
  const describe = createBulletinView(deps);
  const find = async (id: string): Promise<BulletinRow> => {
    const row = await store.bulletins.get(id);
    if (!row) throw notFound(unknownBulletin);
    return row;
  };
  const view = async (row: BulletinRow) => {
    const [described] = await describe([row]);
    if (!described) throw notFound(unknownBulletin);
    return described;
  };

  return createRouter()
    .openapi(submitRoute, async (c) => {
      const { id, areaKey } = await find(c.req.valid('param').id);
      c.get('permit')('bulletins.write', [areaKey]);
      const seen = c.req.valid('json').revision ?? null;
      return c.json(await view(accepted(await approvals.submit(id, { seen }, c.get('user')))), 200);
    })
    .openapi(approveRoute, async (c) => {
      const { id, areaKey } = await find(c.req.valid('param').id);
      c.get('permit')('bulletins.approve', [areaKey]);
      const seen = c.req.valid('json').revision ?? null;
      return c.json(await view(accepted(await approvals.approve(id, { seen }, c.get('user')))), 200);
    })
    .openapi(returnRoute, async (c) => {
      const { id, areaKey } = await find(c.req.valid('param').id);
      c.get('permit')('bulletins.approve', [areaKey]);
      const { revision: seen = null, reason } = c.req.valid('json');
      return c.json(await view(accepted(await approvals.giveBack(id, { seen, reason }, c.get('user')))), 200);
    })
    .openapi(changeRoute, async (c) => {
      const { id, areaKey } = await find(c.req.valid('param').id);
      c.get('permit')('bulletins.write', [areaKey]);
      const { revision: seen = null, title, class: its } = c.req.valid('json');
      const change = { seen, ...(title === undefined ? {} : { title }), ...(its ? { class: its } : {}) };
      return c.json(await view(accepted(await approvals.change(id, change, c.get('user')))), 200);
    })
    .openapi(waitingRoute, async (c) => {
      const areaKeys = c.get('readable').within(undefined);
      return c.json({ bulletins: await store.bulletins.countSubmitted(areaKeys) }, 200);
    })
    .openapi(soloRoute, async (c) => {
      const { key } = areaByCode(directory, c.req.valid('param').code);
      const row = (await store.approvals.solo()).find((one) => one.areaKey === key);
      return c.json(row ? soloView(row) : null, 200);
    })
    .openapi(setSoloRoute, async (c) => {
      const { key } = areaByCode(directory, c.req.valid('param').code);
      c.get('permit')('bulletins.solo', [key]);
      const { on: isOn, reason } = c.req.valid('json');
      return c.json(soloView(accepted(await solo.set(key, { isOn, reason }, c.get('user')))), 200);
    });
};
